/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: a walk over an XML document. Prefixes of names are cut off; documents with a DOCTYPE are refused, and so
 * no entity is ever defined or fetched. */
#pragma once

#include <stddef.h>

#include "base/ctx.h"

enum { XML_DEPTH_MAX = 64 };

struct xml_walker {
    /* attrs: name, value, name, value, NULL: for xml_attr. An error ends the walk. */
    enum err (*start)(void *arg, const char *name, const char **attrs);
    enum err (*end)(void *arg, const char *name);
    enum err (*text)(void *arg, const char *p, size_t n); /* NULL: not wanted; comes in pieces */
    void *arg;
};

struct pack_part;

/* Reads the part to its end, a piece at a time. ERR_INVALID sheet.malformed, or the walker's own error */
enum err xml_walk(struct ctx *c, struct pack_part *part, const struct xml_walker *walker) MUST_USE;
const char *xml_attr(const char **attrs, const char *name); /* NULL: not there */
