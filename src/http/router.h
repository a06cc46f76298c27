/* SPDX-License-Identifier: Apache-2.0 */
/* Finds the route of a path. A literal segment wins over a {name}, so /cases/near and /cases/{ref} may stand together. */
#pragma once

#include "http/request.h"
#include "http/route.h"

struct match {
    const struct route *route;
    const struct pair *params;
    size_t n_params;
    const char *allow; /* the path's methods, when this one is not among them */
};

/* ERR_NOT_FOUND http.route; ERR_INVALID http.method with out->allow set; ERR_INVALID http.path (a broken escape). */
enum err router_find(struct ctx *c, const struct routes *routes, size_t n_routes,
                     const struct request *r, struct match *out) MUST_USE;
