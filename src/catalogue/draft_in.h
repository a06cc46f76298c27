/* SPDX-License-Identifier: Apache-2.0 */
/* Inside draft: what is known while a sheet is read row by row. */
#pragma once

#include "catalogue/draft.h"
#include "catalogue/words.h"

enum { NAME_MAX_LEN = 60, TEXT_MAX_LEN = 500 };

/* A code and its name where they were first given. */
struct named {
    const char *code; /* "c01", "c0101" */
    const char *name;
    size_t row, col;
};

struct names {
    struct named *items;
    size_t n, cap;
};

/* What a sheet says of one row, and where. */
struct line {
    struct catalogue_row row;
    size_t at; /* row of the sheet */
};

struct reader {
    struct ctx *c;
    const struct sheet *s;
    const struct columns *k;
    const struct catalogue_options *o;
    struct catalogue_report *report;
    struct names names;
    struct line *lines;
    size_t n, cap, row; /* row: the one under way */
    bool bad;           /* it has an error */
    char group;         /* what holds until something else is said; 0: not known */
    char class[WORDS_CODE], sub[WORDS_CODE]; /* "": not known */
};

/* The text of the row under way in a column; "" when the sheet has none of that kind. */
const char *reader_cell(const struct reader *r, enum column column);
const char *reader_address(const struct reader *r, size_t row, size_t col);
/* Notes what is wrong at the cell of a column: the row is bad. */
void reader_refuse(struct reader *r, enum column column, const char *rule, const char *detail);

/* Reads group, class and sub-class of the row, or keeps those of the rows above. False: noted why not. */
bool code_settle(struct reader *r);
/*
 * "01 公用设施" in a row of its own, in a sheet that has no column of classes: the class of the rows below. False: it is no
 * such heading.
 */
bool code_heading(struct reader *r, const char *text);
/* The name that a code of a class or a sub-class ("c01", "c0101") has; NULL: none yet. */
const char *code_name(const struct reader *r, const char *code);
