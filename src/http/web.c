/* SPDX-License-Identifier: Apache-2.0 */
#include "http/web.h"

#include <errno.h>
#include <fts.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/types.h>

#include "base/arena.h"
#include "base/secret.h"
#include "base/text.h"

enum { FILE_MAX = 32 << 20, TOTAL_MAX = 256 << 20, ETAG_BYTES = 8 };

struct web {
    struct arena *mem;
    struct web_file *files;
    size_t n, cap;
};

static const char *type_of(const char *path)
{
    static const struct {
        const char *ending, *type;
    } types[] = {
        {".html",        "text/html; charset=utf-8"      },
        {".js",          "text/javascript; charset=utf-8"},
        {".mjs",         "text/javascript; charset=utf-8"},
        {".css",         "text/css; charset=utf-8"       },
        {".json",        "application/json"              },
        {".map",         "application/json"              },
        {".webmanifest", "application/manifest+json"     },
        {".svg",         "image/svg+xml"                 },
        {".png",         "image/png"                     },
        {".jpg",         "image/jpeg"                    },
        {".webp",        "image/webp"                    },
        {".ico",         "image/x-icon"                  },
        {".woff2",       "font/woff2"                    },
        {".txt",         "text/plain; charset=utf-8"     },
        {".wasm",        "application/wasm"              },
        {".pdf",         "application/pdf"               },
    };
    const char *dot = strrchr(path, '.');
    for (size_t i = 0; dot && i < LEN(types); i++)
        if (strcmp(dot, types[i].ending) == 0)
            return types[i].type;
    return "application/octet-stream";
}

/* The build puts files whose name holds a hash of their content into assets/. */
static const char *cache_of(const char *path)
{
    return text_has_prefix(path, "/assets/") ? "public, max-age=31536000, immutable" : "no-cache";
}

static void set_etag(struct web_file *f)
{
    unsigned char hash[SECRET_HASH];
    char hex[2 * ETAG_BYTES + 1];
    secret_hash(NULL, f->bytes, f->n, hash);
    text_hex(hash, ETAG_BYTES, hex);
    (void)snprintf(f->etag, sizeof f->etag, "\"%s\"", hex);
}

static bool read_file(struct arena *mem, const char *path, size_t n, const char **out)
{
    char *bytes = arena_alloc(mem, n + 1);
    FILE *f = fopen(path, "rb");
    bool read = f && fread(bytes, 1, n, f) == n;
    if (f)
        (void)fclose(f);
    *out = bytes;
    return read;
}

static bool add_file(struct web *w, const char *disk, const char *path, size_t n)
{
    w->files = arena_grow(w->mem, w->files, w->n, &w->cap, sizeof *w->files);
    struct web_file *f = &w->files[w->n];
    *f = (struct web_file){.path = arena_copy(w->mem, path), .n = n};
    if (!read_file(w->mem, disk, n, &f->bytes))
        return false;
    f->type = type_of(f->path);
    f->cache = cache_of(f->path);
    set_etag(f);
    w->n++;
    return true;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct web_file *)a)->path, ((const struct web_file *)b)->path);
}

static const struct web_file *exact(const struct web *w, const char *path)
{
    return w->n ? bsearch(&(struct web_file){.path = path}, w->files, w->n, sizeof *w->files,
                          by_path)
                : NULL;
}

/* Hands each "x.gz" to its "x" and takes it off the list. */
static void pair_gzip(struct web *w)
{
    size_t kept = 0;
    struct web_file *all = w->files;
    if (w->n)
        qsort(all, w->n, sizeof *all, by_path);
    for (size_t i = 0; i < w->n; i++) {
        size_t len = strlen(all[i].path);
        bool packed = len > 3 && strcmp(all[i].path + len - 3, ".gz") == 0;
        /* "x.gz" sorts behind "x", though other names may stand between. */
        struct web_file *plain = NULL;
        for (size_t k = kept; packed && k-- > 0 && !plain;)
            if (strlen(all[k].path) == len - 3 && strncmp(all[k].path, all[i].path, len - 3) == 0)
                plain = &all[k];
        if (plain) {
            plain->gzip = all[i].bytes;
            plain->gzip_n = all[i].n;
        } else {
            all[kept++] = all[i];
        }
    }
    w->n = kept;
    for (size_t i = 0; i < kept; i++)
        all[i].index = i;
}

static bool load(struct web *w, const char *dir, char problem[256])
{
    char *root = arena_copy(w->mem, dir);
    char *const roots[] = {root, NULL};
    size_t total = 0, root_n = strlen(dir);
    bool good = true;
    while (root_n > 1 && root[root_n - 1] == '/')
        root[--root_n] = '\0';
    FTS *tree = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, NULL);
    for (FTSENT *e = tree ? fts_read(tree) : NULL; e && good; e = fts_read(tree)) {
        if (e->fts_level > 0 && e->fts_name[0] == '.') {
            (void)fts_set(tree, e, FTS_SKIP);
            continue;
        }
        if (e->fts_info != FTS_F)
            continue;
        size_t n = (size_t)e->fts_statp->st_size;
        total += n;
        good = n <= FILE_MAX && total <= TOTAL_MAX &&
               add_file(w, e->fts_path, e->fts_path + root_n, n);
        if (!good)
            (void)snprintf(problem, 256, "%s: cannot read it, or too large", e->fts_path);
    }
    if (tree)
        (void)fts_close(tree);
    return good;
}

bool web_open(const char *dir, struct web **out, char problem[256])
{
    struct arena *mem = arena_new();
    struct web *w = arena_alloc(mem, sizeof *w);
    w->mem = mem;
    bool good = load(w, dir, problem);
    if (good) {
        pair_gzip(w);
        good = exact(w, "/index.html") != NULL;
        if (!good)
            (void)snprintf(problem, 256, "%s: no index.html there", dir);
    }
    if (good)
        *out = w;
    else
        web_close(w);
    return good;
}

void web_close(struct web *w)
{
    if (w)
        arena_free(w->mem);
}

size_t web_len(const struct web *w)
{
    return w->n;
}

const struct web_file *web_at(const struct web *w, size_t i)
{
    return &w->files[i];
}

const struct web_file *web_find(const struct web *w, const char *path)
{
    const struct web_file *f = exact(w, path);
    const char *last = strrchr(path, '/');
    if (f || !last || strchr(last, '.'))
        return f;
    bool office = strcmp(path, "/office") == 0 || text_has_prefix(path, "/office/");
    f = office ? exact(w, "/office/index.html") : NULL;
    return f ? f : exact(w, "/index.html");
}
