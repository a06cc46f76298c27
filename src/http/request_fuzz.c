/* SPDX-License-Identifier: Apache-2.0 */
/* Input: request line, headers and an empty line, as on the wire; what comes out must be clean text. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "http/request.h"
#include "http/router.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

enum { HEADERS = 32 };

static const struct route table[] = {
    {METHOD_GET,   "/a/{x}/b/{y}", RIGHT_PUBLIC, 0, NULL, NULL, NULL},
    {METHOD_GET,   "/a/b/{y}",     RIGHT_PUBLIC, 0, NULL, NULL, NULL},
    {METHOD_PATCH, "/{x}",         RIGHT_PUBLIC, 0, NULL, NULL, NULL},
};

static void must_be_text(const char *text)
{
    if (text && !text_utf8_valid(text, strlen(text)))
        abort();
}

static void check(struct ctx *c, const struct raw *raw)
{
    const struct routes routes = {table, LEN(table)};
    struct request r;
    struct match m;
    if (request_door(c, raw) != ERR_OK || request_read(c, raw, &r) != ERR_OK)
        return;
    for (size_t i = 0; i < r.q.n_query; i++) {
        must_be_text(r.q.query[i].name);
        must_be_text(r.q.query[i].value);
    }
    must_be_text(r.q.token);
    must_be_text(r.q.content_type);
    must_be_text(r.q.idempotency_key);
    if (r.q.if_match < 0)
        abort();
    if (router_find(c, &routes, 1, &r, &m) == ERR_OK)
        for (size_t i = 0; i < m.n_params; i++)
            must_be_text(m.params[i].value);
}

static char *cut(char **at, const char *ends)
{
    char *start = *at;
    size_t n = strcspn(start, ends);
    *at = start + n + (start[n] != '\0');
    start[n] = '\0';
    return start;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    struct pair headers[HEADERS];
    char *at = arena_copy_n(c.mem, data, size);
    struct raw raw = {.headers = headers, .peer = "127.0.0.1", .id = "fuzz"};
    raw.method = cut(&at, " ");
    raw.target = cut(&at, " ");
    raw.version = cut(&at, "\n");
    while (*at && raw.n_headers < HEADERS) {
        headers[raw.n_headers].name = cut(&at, ":");
        headers[raw.n_headers++].value = cut(&at, "\n");
    }
    check(&c, &raw);
    arena_free(c.mem);
    return 0;
}
