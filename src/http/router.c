/* SPDX-License-Identifier: Apache-2.0 */
#include "http/router.h"

#include <string.h>

#include "base/arena.h"

enum { PARAMS_MAX = 6, METHODS = METHOD_DELETE + 1 };

/* Does the path fit the pattern? The number of {name}s, or -1. */
static int fit(const char *pattern, const char *path)
{
    int params = 0;
    for (;;) {
        if (*pattern == '{') {
            size_t n = strcspn(path, "/");
            if (n == 0)
                return -1;
            path += n;
            pattern = strchr(pattern, '}') + 1;
            params++;
        } else if (*pattern != *path) {
            return -1;
        } else if (*pattern == '\0') {
            return params;
        } else {
            pattern++;
            path++;
        }
    }
}

static enum err read_params(struct ctx *c, const char *pattern, const char *path, struct match *out)
{
    struct pair *params = arena_array(c->mem, PARAMS_MAX, sizeof *params);
    out->params = params;
    while (*pattern) {
        if (*pattern != '{') {
            pattern++;
            path++;
            continue;
        }
        size_t name_n = strcspn(pattern + 1, "}"), n = strcspn(path, "/");
        char *value = request_decode(c->mem, path, n, false);
        if (!value)
            return ctx_fail(c, ERR_INVALID, "http.path", "", "%s", "");
        params[out->n_params++] = (struct pair){arena_copy_n(c->mem, pattern + 1, name_n), value};
        path += n;
        pattern += name_n + 2;
    }
    return ERR_OK;
}

static const char *allow_text(struct arena *mem, const bool allowed[METHODS])
{
    static const char *const names[METHODS] = {"GET, HEAD", "POST", "PATCH", "DELETE"};
    struct buf b = {.mem = mem};
    for (int i = 0; i < METHODS; i++) {
        if (allowed[i] && b.n)
            buf_text(&b, ", ");
        if (allowed[i])
            buf_text(&b, names[i]);
    }
    return buf_str(&b);
}

enum err router_find(struct ctx *c, const struct routes *routes, size_t n_routes,
                     const struct request *r, struct match *out)
{
    int best = PARAMS_MAX + 1;
    bool allowed[METHODS] = {false};
    const char *path = r->q.path;
    *out = (struct match){0};
    for (size_t k = 0; k < n_routes; k++) {
        for (size_t i = 0; i < routes[k].n; i++) {
            const struct route *route = &routes[k].table[i];
            int params = fit(route->path, path);
            if (params < 0 || params > best)
                continue;
            if (params < best) {
                memset(allowed, 0, sizeof allowed);
                out->route = NULL;
            }
            best = params;
            allowed[route->method] = true;
            if (r->known_method && route->method == r->q.method)
                out->route = route;
        }
    }
    if (best > PARAMS_MAX)
        return ctx_fail(c, ERR_NOT_FOUND, "http.route", "", "%.100s", path);
    if (!out->route) {
        out->allow = allow_text(c->mem, allowed);
        return ctx_fail(c, ERR_INVALID, "http.method", "", "%s", out->allow);
    }
    return read_params(c, out->route->path, path, out);
}
