/* SPDX-License-Identifier: Apache-2.0 */
/* Inside sheet: a workbook while it is read. */
#pragma once

#include "sheet/pack.h"
#include "sheet/sheet.h"
#include "sheet/xml.h"

struct relation {
    const char *id, *type, *target; /* target: a part's name */
};

struct book {
    struct ctx *c;
    struct pack pack;
    size_t text_left;           /* bytes of texts that may still be kept */
    const char *part;           /* being read */
    struct relation *relations; /* of the part read last */
    size_t n_relations, cap_relations;
    const char **strings; /* shared by all sheets */
    size_t n_strings, cap_strings;
    bool from_1904;
    bool *dated; /* the styles of cells that show a number as a day */
    size_t n_styles, cap_styles;
};

/* A text to be kept, as people see it. ERR_INVALID sheet.too_large, at where */
enum err book_text(struct book *b, const char *text, const char *where, const char **out) MUST_USE;
/* ERR_INVALID sheet.malformed */
enum err book_malformed(struct ctx *c, const char *where) MUST_USE;
/* *out_there false: there is no such part. */
enum err book_walk(struct book *b, const char *part, const struct xml_walker *walker,
                   bool *out_there) MUST_USE;
/* Which styles show days; part NULL: none does. */
enum err styles_read(struct book *b, const char *part) MUST_USE;
/* The cells of a worksheet; *out_drawing: the relation of what floats above them, "" none. */
enum err cells_read(struct book *b, const char *part, struct sheet *out, const char **out_drawing)
    MUST_USE;
/* Counts what floats above the cells, and says where the first of it stands. */
enum err drawing_read(struct book *b, const char *part, struct sheet *out) MUST_USE;
