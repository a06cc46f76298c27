/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/secret.h"
#include "http/served.h"
#include "http/web.h"

static const char *const names[] = {
    "index.html",
    "office/index.html",
    "sw.js",
    "manifest.webmanifest",
    "assets/app-1a2b.js",
    "assets/app-1a2b.js.gz",
    "assets/a.mjs",
    "logo.svg",
    "font.woff2",
    ".env",
    ".git/config",
    "lonely.gz",
};

struct folder {
    char dir[64];
};

static void put(const struct folder *f, const char *name, const char *text)
{
    char path[256];
    (void)snprintf(path, sizeof path, "%s/%s", f->dir, name);
    FILE *out = fopen(path, "wb");
    assert_non_null(out);
    (void)fputs(text, out);
    (void)fclose(out);
}

static void folder_make(struct folder *f)
{
    static const char *const dirs[] = {"office", "assets", ".git"};
    char path[256];
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/wangge-web-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    for (size_t i = 0; i < LEN(dirs); i++) {
        (void)snprintf(path, sizeof path, "%s/%s", f->dir, dirs[i]);
        assert_int_equal(mkdir(path, 0700), 0);
    }
    for (size_t i = 0; i < LEN(names); i++)
        put(f, names[i], names[i]);
    (void)snprintf(path, sizeof path, "%s/link.txt", f->dir);
    assert_int_equal(symlink("/etc/passwd", path), 0);
}

static void folder_drop(const struct folder *f)
{
    static const char *const rest[] = {"link.txt", "office", "assets", ".git", ""};
    char path[256];
    for (size_t i = 0; i < LEN(names) + LEN(rest); i++) {
        const char *name = i < LEN(names) ? names[i] : rest[i - LEN(names)];
        (void)snprintf(path, sizeof path, "%s/%s", f->dir, name);
        assert_int_equal(remove(path), 0);
    }
}

static const char *found(const struct web *w, const char *path)
{
    const struct web_file *f = web_find(w, path);
    return f ? f->path : "none";
}

static void a_path_finds_its_file_or_its_page(void **state)
{
    (void)state;
    static const struct {
        const char *path, *file;
    } cases[] = {
        {"/",                      "/index.html"        },
        {"/index.html",            "/index.html"        },
        {"/report/new",            "/index.html"        },
        {"/field",                 "/index.html"        },
        {"/officer",               "/index.html"        },
        {"/office",                "/office/index.html" },
        {"/office/",               "/office/index.html" },
        {"/office/cases/410105-X", "/office/index.html" },
        {"/sw.js",                 "/sw.js"             },
        {"/assets/app-1a2b.js",    "/assets/app-1a2b.js"},
        {"/assets/gone-0000.js",   "none"               },
        {"/lonely.gz",             "/lonely.gz"         },
        {"/assets/app-1a2b.js.gz", "none"               },
        {"/.env",                  "none"               },
        {"/.git/config",           "/index.html"        },
        {"/link.txt",              "none"               },
        {"/../etc/passwd",         "/index.html"        },
        {"/..",                    "none"               },
        {"/assets/../sw.js",       "none"               },
        {"//sw.js",                "none"               },
        {"sw.js",                  "none"               },
        {"",                       "none"               },
    };
    struct folder f;
    struct web *w;
    char problem[256];
    folder_make(&f);
    assert_true(web_open(f.dir, &w, problem));
    for (size_t i = 0; i < LEN(cases); i++)
        assert_string_equal(found(w, cases[i].path), cases[i].file);
    web_close(w);
    folder_drop(&f);
}

static void a_folder_without_index_is_told(void **state)
{
    (void)state;
    struct web *w;
    char problem[256];
    assert_false(web_open("/nonexistent", &w, problem));
    assert_non_null(strstr(problem, "/nonexistent"));
}

static int get_packed(struct client *c, const char *target, const char *coding)
{
    char text[256];
    (void)snprintf(text, sizeof text, "GET %s HTTP/1.1\r\nHost: a\r\nAccept-Encoding: %s\r\n\r\n",
                   target, coding);
    client_say(c, text);
    return client_read(c);
}

static void pages_are_sent_with_type_and_cache(void **state)
{
    (void)state;
    static const struct {
        const char *target, *type, *cache;
    } cases[] = {
        {"/",                     "text/html; charset=utf-8",       "no-cache"                           },
        {"/office/cases?a=b",     "text/html; charset=utf-8",       "no-cache"                           },
        {"/sw.js",                "text/javascript; charset=utf-8", "no-cache"                           },
        {"/assets/app-1a2b.js",   "text/javascript; charset=utf-8",
         "public, max-age=31536000, immutable"                                                           },
        {"/assets/a.mjs",         "text/javascript; charset=utf-8", "public, max-age=31536000, immutable"},
        {"/manifest.webmanifest", "application/manifest+json",      "no-cache"                           },
        {"/logo.svg",             "image/svg+xml",                  "no-cache"                           },
        {"/font.woff2",           "font/woff2",                     "no-cache"                           },
    };
    struct folder f;
    struct served s;
    char line[128];
    folder_make(&f);
    served_open_with(&s, 0, f.dir);
    for (size_t i = 0; i < LEN(cases); i++) {
        assert_int_equal(client_get(s.client, cases[i].target), 200);
        (void)snprintf(line, sizeof line, "\r\nContent-Type: %s\r\n", cases[i].type);
        assert_true(client_has(s.client, line));
        (void)snprintf(line, sizeof line, "\r\nCache-Control: %s\r\n", cases[i].cache);
        assert_true(client_has(s.client, line));
        assert_true(client_has(s.client, "\r\nContent-Security-Policy: default-src 'self'"));
        assert_true(client_has(s.client, "\r\nX-Content-Type-Options: nosniff"));
    }
    assert_int_equal(client_get(s.client, "/api/v1/version"), 200);
    assert_int_equal(client_get(s.client, "/api/v1/other"), 404);
    assert_int_equal(client_get(s.client, "/tiles/other"), 404);
    assert_int_equal(client_get(s.client, "/assets/%2e%2e/%2e%2e/etc/passwd.js"), 404);
    served_close(&s);
    folder_drop(&f);
}

static void a_packed_file_is_sent_to_whom_can_read_it(void **state)
{
    (void)state;
    struct folder f;
    struct served s;
    folder_make(&f);
    served_open_with(&s, 0, f.dir);
    assert_int_equal(get_packed(s.client, "/assets/app-1a2b.js", "br, gzip"), 200);
    assert_true(client_has(s.client, "\r\nContent-Encoding: gzip"));
    assert_true(client_has(s.client, "\r\nVary: Accept-Encoding"));
    assert_string_equal(s.client->body, "assets/app-1a2b.js.gz");
    static const char *const others[] = {"br", "gzip;q=0", "identity"};
    for (size_t i = 0; i < LEN(others); i++) {
        assert_int_equal(get_packed(s.client, "/assets/app-1a2b.js", others[i]), 200);
        assert_false(client_has(s.client, "Content-Encoding"));
        assert_string_equal(s.client->body, "assets/app-1a2b.js");
    }
    served_close(&s);
    folder_drop(&f);
}

static void an_unchanged_page_is_not_sent_again(void **state)
{
    (void)state;
    struct folder f;
    struct served s;
    char text[256], etag[64] = "";
    folder_make(&f);
    served_open_with(&s, 0, f.dir);
    assert_int_equal(client_get(s.client, "/"), 200);
    const char *at = strstr(s.client->head, "ETag: ");
    assert_non_null(at);
    (void)snprintf(etag, sizeof etag, "%.*s", (int)strcspn(at + 6, "\r"), at + 6);
    (void)snprintf(text, sizeof text, "GET / HTTP/1.1\r\nHost: a\r\nIf-None-Match: %s\r\n\r\n",
                   etag);
    client_say(s.client, text);
    assert_int_equal(client_read(s.client), 304);
    assert_int_equal(client_get(s.client, "/sw.js"), 200);
    served_close(&s);
    folder_drop(&f);
}

static void a_page_takes_only_get_and_head(void **state)
{
    (void)state;
    struct folder f;
    struct served s;
    folder_make(&f);
    served_open_with(&s, 0, f.dir);
    client_say(s.client, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc");
    assert_int_equal(client_read(s.client), 405);
    assert_true(client_has(s.client, "\r\nAllow: GET, HEAD"));
    client_say(s.client, "HEAD /sw.js HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
    (void)client_drain(s.client);
    assert_non_null(strstr(s.client->text, "200 OK"));
    assert_non_null(strstr(s.client->text, "Content-Length: 5"));
    served_close(&s);
    folder_drop(&f);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_path_finds_its_file_or_its_page),
        cmocka_unit_test(a_folder_without_index_is_told),
        cmocka_unit_test(pages_are_sent_with_type_and_cache),
        cmocka_unit_test(a_packed_file_is_sent_to_whom_can_read_it),
        cmocka_unit_test(an_unchanged_page_is_not_sent_again),
        cmocka_unit_test(a_page_takes_only_get_and_head),
    };
    return UNIT_RUN(tests);
}
