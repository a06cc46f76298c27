/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/xlsx.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "sheet/book.h"
#include "sheet/collect.h"

enum { TEXTS_MAX = 128 << 20 };
enum { STRINGS_MAX = SHEET_CELLS_MAX, RELATIONS_MAX = 2000, SHEETS_SHOWN = 120, SHEETS_MAX = 1000 };

enum err book_malformed(struct ctx *c, const char *where)
{
    return ctx_fail(c, ERR_INVALID, "sheet.malformed", "", "%.200s", where);
}

enum err book_text(struct book *b, const char *text, const char *where, const char **out)
{
    size_t n = strlen(text) + 1;
    *out = "";
    if (n == 1)
        return ERR_OK;
    if (n > b->text_left)
        return ctx_fail(b->c, ERR_INVALID, "sheet.too_large", "", "%.100s: > %d MB of texts", where,
                        TEXTS_MAX >> 20);
    b->text_left -= n;
    *out = collect_trimmed(b->c->mem, collect_unescaped(b->c->mem, arena_copy(b->c->mem, text)));
    return ERR_OK;
}

enum err book_walk(struct book *b, const char *part, const struct xml_walker *walker,
                   bool *out_there)
{
    struct pack_part p = {.file = NULL};
    TRY(pack_part_open(b->c, &b->pack, part, &p, out_there));
    enum err err = *out_there ? xml_walk(b->c, &p, walker) : ERR_OK;
    pack_part_close(&p);
    return err;
}

/* ---- parts and their relations ---- */

/* A target as it stands in a relation of `part`: from the root, or beside the part. */
static const char *resolve(struct arena *mem, const char *part, const char *target)
{
    if (target[0] == '/')
        return arena_copy(mem, target + 1);
    const char *slash = strrchr(part, '/');
    size_t dir = slash ? (size_t)(slash - part) : 0;
    while (text_has_prefix(target, "../") || text_has_prefix(target, "./")) {
        bool up = target[1] == '.';
        target += up ? 3 : 2;
        while (up && dir > 0 && part[--dir] != '/')
            continue;
    }
    return dir ? arena_printf(mem, "%.*s/%s", (int)dir, part, target) : arena_copy(mem, target);
}

static enum err on_relation(void *arg, const char *name, const char **attrs)
{
    struct book *b = arg;
    const char *id = xml_attr(attrs, "Id"), *type = xml_attr(attrs, "Type");
    const char *target = xml_attr(attrs, "Target");
    if (strcmp(name, "Relationship") != 0 || !id || !type || !target)
        return ERR_OK;
    if (b->n_relations == RELATIONS_MAX)
        return ctx_fail(b->c, ERR_INVALID, "sheet.too_large", "", "%.100s", b->part);
    struct arena *mem = b->c->mem;
    b->relations =
        arena_grow(mem, b->relations, b->n_relations, &b->cap_relations, sizeof *b->relations);
    b->relations[b->n_relations++] = (struct relation){arena_copy(mem, id), arena_copy(mem, type),
                                                       resolve(mem, b->part, target)};
    return ERR_OK;
}

static enum err read_relations(struct book *b, const char *part)
{
    const char *slash = strrchr(part, '/'), *base = slash ? slash + 1 : part;
    const char *rels = arena_printf(b->c->mem, "%.*s_rels/%s.rels", (int)(base - part), part, base);
    const struct xml_walker walker = {.start = on_relation, .arg = b};
    bool there;
    b->part = part;
    b->n_relations = 0;
    TRY(book_walk(b, rels, &walker, &there));
    return there ? ERR_OK : book_malformed(b->c, rels);
}

static const char *part_of_type(const struct book *b, const char *type)
{
    for (size_t i = 0; i < b->n_relations; i++)
        if (text_has_end(b->relations[i].type, type))
            return b->relations[i].target;
    return NULL;
}

static const char *part_of_id(const struct book *b, const char *id, const char *type)
{
    for (size_t i = 0; i < b->n_relations; i++)
        if (strcmp(b->relations[i].id, id) == 0 && text_has_end(b->relations[i].type, type))
            return b->relations[i].target;
    return NULL;
}

/* ---- which sheet ---- */

struct choice {
    struct book *b;
    const char *wanted;      /* NULL: the first that is shown */
    const char *name, *part; /* found */
    struct sheet_name *names;
    size_t n, cap;
};

static enum err on_sheet(void *arg, const char *name, const char **attrs)
{
    struct choice *ch = arg;
    struct book *b = ch->b;
    const char *title = xml_attr(attrs, "name"), *id = xml_attr(attrs, "id");
    const char *state = xml_attr(attrs, "state"), *era = xml_attr(attrs, "date1904");
    if (strcmp(name, "workbookPr") == 0 && era)
        b->from_1904 = strcmp(era, "1") == 0 || strcmp(era, "true") == 0;
    const char *part =
        strcmp(name, "sheet") == 0 && title && id ? part_of_id(b, id, "/worksheet") : NULL;
    if (!part || ch->n == SHEETS_MAX)
        return ERR_OK;
    struct sheet_name found = {arena_copy(b->c->mem, title),
                               state && strcmp(state, "visible") != 0};
    ch->names = arena_grow(b->c->mem, ch->names, ch->n, &ch->cap, sizeof *ch->names);
    ch->names[ch->n++] = found;
    if (ch->part || (ch->wanted ? strcmp(title, ch->wanted) != 0 : found.hidden))
        return ERR_OK;
    ch->part = part;
    ch->name = found.name;
    return ERR_OK;
}

static enum err refuse_choice(const struct choice *ch)
{
    struct buf names = {.mem = ch->b->c->mem};
    for (size_t i = 0; i < ch->n && names.n < SHEETS_SHOWN; i++)
        buf_printf(&names, "%s%.60s", i ? ", " : "", ch->names[i].name);
    return ctx_fail(ch->b->c, ERR_INVALID, "sheet.unknown", "sheet", "%s", buf_str(&names));
}

static enum err choose_sheet(struct book *b, const char *workbook, struct choice *ch)
{
    const struct xml_walker walker = {.start = on_sheet, .arg = ch};
    bool there;
    TRY(book_walk(b, workbook, &walker, &there));
    if (!there)
        return book_malformed(b->c, workbook);
    return ch->part ? ERR_OK : refuse_choice(ch);
}

/* ---- shared strings ---- */

struct strings {
    struct book *b;
    struct collector k;
};

static enum err strings_start(void *arg, const char *name, const char **attrs)
{
    struct strings *s = arg;
    (void)attrs;
    collect_start(&s->k, name);
    return ERR_OK;
}

static enum err strings_end(void *arg, const char *name)
{
    struct strings *s = arg;
    struct book *b = s->b;
    collect_end(&s->k, name);
    if (strcmp(name, "si") != 0)
        return ERR_OK;
    if (b->n_strings == STRINGS_MAX)
        return ctx_fail(b->c, ERR_INVALID, "sheet.too_large", "", "> %d texts", STRINGS_MAX);
    b->strings =
        arena_grow(b->c->mem, b->strings, b->n_strings, &b->cap_strings, sizeof *b->strings);
    return book_text(b, collected(&s->k), "sharedStrings", &b->strings[b->n_strings++]);
}

static enum err strings_text(void *arg, const char *p, size_t n)
{
    return collect_text(&((struct strings *)arg)->k, p, n, "sharedStrings");
}

static enum err read_strings(struct book *b)
{
    struct strings s = {
        .b = b, .k = {.c = b->c, .text = {.mem = b->c->mem}}
    };
    const struct xml_walker walker = {strings_start, strings_end, strings_text, &s};
    const char *part = part_of_type(b, "/sharedStrings");
    bool there;
    return part ? book_walk(b, part, &walker, &there) : ERR_OK;
}

/* ---- the book ---- */

static enum err read_book(struct book *b, const char *name, struct sheet *out)
{
    struct choice ch = {.b = b, .wanted = name};
    const char *drawing;
    TRY(read_relations(b, ""));
    const char *workbook = part_of_type(b, "/officeDocument");
    if (!workbook)
        return book_malformed(b->c, "_rels/.rels");
    TRY(read_relations(b, workbook));
    TRY(choose_sheet(b, workbook, &ch));
    TRY(read_strings(b));
    TRY(styles_read(b, part_of_type(b, "/styles")));
    TRY(cells_read(b, ch.part, out, &drawing));
    out->name = ch.name;
    out->names = ch.names;
    out->n_names = ch.n;
    out->from_1904 = b->from_1904;
    if (!drawing[0])
        return ERR_OK;
    TRY(read_relations(b, ch.part));
    const char *part = part_of_id(b, drawing, "/drawing");
    return part ? drawing_read(b, part, out) : ERR_OK;
}

enum err xlsx_read(struct ctx *c, const void *p, size_t n, const char *name, struct sheet *out)
{
    struct book b = {.c = c, .text_left = TEXTS_MAX};
    TRY(pack_open(c, p, n, &b.pack));
    enum err err = read_book(&b, name, out);
    pack_close(&b.pack);
    return err;
}
