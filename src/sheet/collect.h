/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: the characters of <t> and <v>, but not those of phonetic runs (<rPh>), which only say how a text is read. */
#pragma once

#include <stdbool.h>

#include "base/buf.h"
#include "base/ctx.h"

struct collector {
    struct ctx *c;
    struct buf text;
    int phonetic;
    bool on;
};

void collect_start(struct collector *k, const char *name);
void collect_end(struct collector *k, const char *name);
/* ERR_INVALID sheet.too_large, at where */
enum err collect_text(struct collector *k, const char *p, size_t n, const char *where) MUST_USE;
/* Of the collector, until its next text. */
const char *collected(struct collector *k);
/* Without blanks around it, the wide ones of Chinese typing included. */
const char *collect_trimmed(struct arena *mem, const char *text);
/* "_x000A_" is how the format writes a character that XML cannot hold; other control characters are dropped. */
const char *collect_unescaped(struct arena *mem, const char *text);
