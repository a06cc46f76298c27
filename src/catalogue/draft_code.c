/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/draft_in.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { HEADING_MAX = 20 }; /* longer ones are remarks */

static enum column there(const struct reader *r, enum column column, enum column other)
{
    return r->k->at[column] != SIZE_MAX ? column : other;
}

static struct named *name_of(const struct reader *r, const char *code)
{
    for (size_t i = 0; i < r->names.n; i++)
        if (strcmp(r->names.items[i].code, code) == 0)
            return &r->names.items[i];
    return NULL;
}

/* A name without a code means the one that had it before, below the same parent (or group). */
static const struct named *code_of(const struct reader *r, const char *parent, const char *name)
{
    for (size_t i = 0; i < r->names.n; i++) {
        const struct named *n = &r->names.items[i];
        if (strlen(n->code) == strlen(parent) + 2 && text_has_prefix(n->code, parent) &&
            strcmp(n->name, name) == 0)
            return n;
    }
    return NULL;
}

/* Keeps the name, or holds it against the one that the code had. */
static void settle_name(struct reader *r, const char *code, const char *name, enum column column,
                        const char *missing)
{
    struct arena *mem = r->c->mem;
    struct named *known = name_of(r, code);
    if (known && name[0] && strcmp(known->name, name) != 0)
        reader_refuse(r, column, "name_conflict",
                      arena_printf(mem, "%s %s ≠ %s (%s)", code + 1, name, known->name,
                                   reader_address(r, known->row, known->col)));
    if (known)
        return;
    if (!name[0] || text_utf8_len(name) > NAME_MAX_LEN) {
        reader_refuse(r, column, name[0] ? "too_long" : missing, name);
        return;
    }
    struct names *n = &r->names;
    n->items = arena_grow(mem, n->items, n->n, &n->cap, sizeof *n->items);
    n->items[n->n++] = (struct named){code, name, r->row, r->k->at[column]};
}

struct level {
    enum column code, name;
    const char *no_code, *no_name; /* rules */
};
static const struct level class_level = {COLUMN_CLASS_CODE, COLUMN_CLASS, "class_code",
                                         "class_name"};
static const struct level sub_level = {COLUMN_SUB_CODE, COLUMN_SUB, "sub_code", "sub_name"};

/* Code and name of one level from its two columns; both may stand in either. */
static bool read_level(struct reader *r, const struct level *l, char code[WORDS_CODE],
                       const char **name)
{
    struct arena *mem = r->c->mem;
    char other[WORDS_CODE];
    const char *name_cell;
    if (!words_code(mem, reader_cell(r, l->code), code, name)) {
        reader_refuse(r, l->code, l->no_code, reader_cell(r, l->code));
        return false;
    }
    if (!words_code(mem, reader_cell(r, l->name), other, &name_cell)) {
        reader_refuse(r, l->name, l->no_code, reader_cell(r, l->name));
        return false;
    }
    bool differ = code[0] && other[0] && strcmp(code, other) != 0;
    if (differ && words_parted(reader_cell(r, l->name))) {
        reader_refuse(r, l->name, l->no_code, reader_cell(r, l->name));
        return false;
    }
    if (name_cell[0])
        *name = differ ? reader_cell(r, l->name) : name_cell;
    if (!code[0])
        memcpy(code, other, WORDS_CODE);
    return true;
}

/* Sets the code that holds, from what this row says or the rows above; then its name. */
static bool settle_level(struct reader *r, const struct level *l, const char *parent,
                         char held[WORDS_CODE], const char *code, const char *name)
{
    enum column column = there(r, l->name, l->code);
    const struct named *known = code[0] || !name[0] ? NULL : code_of(r, parent, name);
    if (code[0])
        memcpy(held, code, WORDS_CODE);
    else if (known)
        memcpy(held, known->code + strlen(parent), WORDS_CODE);
    else if (name[0] || !held[0]) {
        held[0] = '\0';
        reader_refuse(r, there(r, l->code, l->name), l->no_code, name);
        return false;
    }
    settle_name(r, arena_printf(r->c->mem, "%s%s", parent, held), name, column, l->no_name);
    return true;
}

static bool settle_group(struct reader *r, const char *key)
{
    const char *text = reader_cell(r, COLUMN_GROUP);
    char said = words_group(text), group = (char)(key[0] ? key[0] : said);
    if ((text[0] && !said) || (said && group != said) || (!group && !r->group)) {
        reader_refuse(r, there(r, COLUMN_GROUP, COLUMN_KEY), "group", text);
        return false;
    }
    if (group && group != r->group) {
        r->group = group;
        r->class[0] = r->sub[0] = '\0';
    }
    return true;
}

/* The column of whole codes: two digits there are the sub-class alone. */
static bool read_key(struct reader *r, char key[CATALOGUE_KEY], char sub[WORDS_CODE])
{
    const char *text = reader_cell(r, COLUMN_KEY), *rest;
    memset(key, 0, CATALOGUE_KEY);
    sub[0] = '\0';
    if (!text[0] || words_key(r->c->mem, text, key) ||
        (words_code(r->c->mem, text, sub, &rest) && sub[0] && !rest[0]))
        return true;
    reader_refuse(r, COLUMN_KEY, "key", text);
    return false;
}

/* Where the whole code and the columns of the levels both speak, they must agree. */
static bool take_code(struct reader *r, enum column column, char code[WORDS_CODE],
                      const char *given)
{
    if (given[0] && code[0] && memcmp(code, given, 2) != 0) {
        reader_refuse(r, column, "key", reader_cell(r, COLUMN_KEY));
        return false;
    }
    if (given[0]) {
        memcpy(code, given, 2);
        code[2] = '\0';
    }
    return true;
}

bool code_settle(struct reader *r)
{
    char key[CATALOGUE_KEY], sub_key[WORDS_CODE], class[WORDS_CODE], sub[WORDS_CODE];
    const char *class_name, *sub_name;
    if (!read_key(r, key, sub_key) || !settle_group(r, key) ||
        !read_level(r, &class_level, class, &class_name) ||
        !read_level(r, &sub_level, sub, &sub_name) || !take_code(r, COLUMN_KEY, class, key + 1) ||
        !take_code(r, COLUMN_KEY, sub, key[1] ? key + 3 : sub_key))
        return false;
    const char before[WORDS_CODE] = {r->class[0], r -> class[1], '\0'};
    const char *group = arena_printf(r->c->mem, "%c", r->group);
    if (!settle_level(r, &class_level, group, r->class, class, class_name))
        return false;
    if (strcmp(before, r->class) != 0)
        r->sub[0] = '\0';
    return settle_level(r, &sub_level, arena_printf(r->c->mem, "%s%s", group, r->class), r->sub,
                        sub, sub_name);
}

bool code_heading(struct reader *r, const char *text)
{
    char code[WORDS_CODE];
    const char *name;
    for (int i = COLUMN_CLASS_CODE; i <= COLUMN_KEY; i++)
        if (i != COLUMN_SUB_CODE && i != COLUMN_SUB && r->k->at[i] != SIZE_MAX)
            return false;
    if (!r->group || !words_code(r->c->mem, text, code, &name) || !code[0] || !name[0] ||
        text_utf8_len(name) > HEADING_MAX)
        return false;
    memcpy(r->class, code, WORDS_CODE);
    r->sub[0] = '\0';
    settle_name(r, arena_printf(r->c->mem, "%c%s", r->group, code), name, COLUMN_SUB, "class_name");
    return true;
}

const char *code_name(const struct reader *r, const char *code)
{
    const struct named *n = name_of(r, code);
    return n ? n->name : NULL;
}
