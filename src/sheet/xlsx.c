/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/xlsx.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "sheet/grid.h"
#include "sheet/pack.h"
#include "sheet/xml.h"

enum { STRINGS_MAX = SHEET_CELLS_MAX, RELATIONS_MAX = 2000, SHEETS_SHOWN = 120 };

struct relation {
    const char *id, *type, *target; /* target: a part's name */
};

struct book {
    struct ctx *c;
    struct pack pack;
    const char *part;           /* being read */
    struct relation *relations; /* of the part read last */
    size_t n_relations, cap_relations;
    const char **strings; /* shared by all sheets */
    size_t n_strings, cap_strings;
    bool from_1904;
};

static enum err malformed(struct ctx *c, const char *where)
{
    return ctx_fail(c, ERR_INVALID, "sheet.malformed", "", "%.200s", where);
}

/* ---- parts and their relations ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

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

static enum err read_part(struct book *b, const char *part, const struct xml_walker *walker,
                          bool *out_there)
{
    struct pack_part p = {.file = NULL};
    TRY(pack_part_open(b->c, &b->pack, part, &p, out_there));
    enum err err = *out_there ? xml_walk(b->c, &p, walker) : ERR_OK;
    pack_part_close(&p);
    return err;
}

static enum err read_relations(struct book *b, const char *part)
{
    const char *slash = strrchr(part, '/'), *base = slash ? slash + 1 : part;
    const char *rels = arena_printf(b->c->mem, "%.*s_rels/%s.rels", (int)(base - part), part, base);
    const struct xml_walker walker = {.start = on_relation, .arg = b};
    bool there;
    b->part = part;
    b->n_relations = 0;
    TRY(read_part(b, rels, &walker, &there));
    return there ? ERR_OK : malformed(b->c, rels);
}

static const char *part_of_type(const struct book *b, const char *type)
{
    for (size_t i = 0; i < b->n_relations; i++)
        if (ends_with(b->relations[i].type, type))
            return b->relations[i].target;
    return NULL;
}

/* ---- which sheet ---- */

struct choice {
    struct book *b;
    const char *wanted;      /* NULL: the first that is shown */
    const char *name, *part; /* found */
    struct buf names;        /* of those passed over */
};

static enum err on_sheet(void *arg, const char *name, const char **attrs)
{
    struct choice *ch = arg;
    struct book *b = ch->b;
    const char *title = xml_attr(attrs, "name"), *id = xml_attr(attrs, "id");
    const char *state = xml_attr(attrs, "state"), *era = xml_attr(attrs, "date1904");
    if (strcmp(name, "workbookPr") == 0 && era)
        b->from_1904 = strcmp(era, "1") == 0 || strcmp(era, "true") == 0;
    if (strcmp(name, "sheet") != 0 || ch->part || !title || !id)
        return ERR_OK;
    bool fits =
        ch->wanted ? strcmp(title, ch->wanted) == 0 : !state || strcmp(state, "visible") == 0;
    for (size_t i = 0; fits && i < b->n_relations; i++)
        if (strcmp(b->relations[i].id, id) == 0 && ends_with(b->relations[i].type, "/worksheet"))
            ch->part = b->relations[i].target;
    if (ch->part)
        ch->name = arena_copy(b->c->mem, title);
    else if (ch->names.n < SHEETS_SHOWN)
        buf_printf(&ch->names, "%s%.60s", ch->names.n ? ", " : "", title);
    return ERR_OK;
}

static enum err choose_sheet(struct book *b, const char *workbook, struct choice *ch)
{
    const struct xml_walker walker = {.start = on_sheet, .arg = ch};
    bool there;
    ch->names.mem = b->c->mem;
    TRY(read_part(b, workbook, &walker, &there));
    if (!there)
        return malformed(b->c, workbook);
    if (!ch->part)
        return ctx_fail(b->c, ERR_INVALID, "sheet.unknown", "sheet", "%s", buf_str(&ch->names));
    return ERR_OK;
}

/* ---- texts ---- */

static int hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *at = p[i] ? strchr(digits, p[i] | 0x20) : NULL;
        if (!at)
            return -1;
        v = v * 16 + (int)(at - digits);
    }
    return v;
}

/* "_x000A_" is how the format writes a character that XML cannot hold; other control characters are dropped. */
static const char *unescaped(struct arena *mem, const char *text)
{
    const char *mark = strstr(text, "_x");
    if (!mark)
        return text;
    struct buf out = {.mem = mem};
    for (; mark; mark = strstr(text, "_x")) {
        int v = hex4(mark + 2);
        bool escape = v >= 0 && v < 0x80 && mark[6] == '_';
        buf_bytes(&out, text, (size_t)(mark - text) + (escape ? 0 : 2));
        if (escape && (v >= ' ' || v == '\n' || v == '\t'))
            buf_char(&out, (char)v);
        text = mark + (escape ? 7 : 2);
    }
    buf_text(&out, text);
    return buf_str(&out);
}

/* Collects the characters of <t> and <v>, but not those of phonetic runs (<rPh>), which only say how a text is read. */
struct collector {
    struct ctx *c;
    struct buf text;
    int phonetic;
    bool on;
};

static void collect_start(struct collector *k, const char *name)
{
    k->phonetic += strcmp(name, "rPh") == 0;
    if (k->phonetic == 0 && (strcmp(name, "t") == 0 || strcmp(name, "v") == 0))
        k->on = true;
}

static void collect_end(struct collector *k, const char *name)
{
    k->phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "t") == 0 || strcmp(name, "v") == 0)
        k->on = false;
}

static enum err collect_text(struct collector *k, const char *p, size_t n, const char *where)
{
    if (!k->on)
        return ERR_OK;
    if (k->text.n + n > SHEET_TEXT_MAX)
        return ctx_fail(k->c, ERR_INVALID, "sheet.too_large", "", "%s: > %d", where,
                        SHEET_TEXT_MAX);
    buf_bytes(&k->text, p, n);
    return ERR_OK;
}

/* Of the collector, until its next text. */
static const char *collected(struct collector *k)
{
    const char *text = k->text.n ? buf_str(&k->text) : "";
    k->text.n = 0;
    return text;
}

static const char *kept(struct collector *k)
{
    const char *text = collected(k);
    return text[0] ? unescaped(k->c->mem, arena_copy(k->c->mem, text)) : "";
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
    b->strings[b->n_strings++] = kept(&s->k);
    return ERR_OK;
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
    return part ? read_part(b, part, &walker, &there) : ERR_OK;
}

/* ---- cells ---- */

struct cells {
    struct book *b;
    struct collector k;
    struct grid grid;
    size_t line,
        col;   /* of the cell under way; line from 1, col from 0, SIZE_MAX before the row's first */
    char type; /* 's'hared, 'b'oolean, 'n'umber, 't'ext as it stands */
    char where[SHEET_ADDRESS];
};

static enum err refuse_cell(const struct cells *s)
{
    return malformed(s->b->c, s->where);
}

static enum err start_row(struct cells *s, const char *line)
{
    int64_t n = (int64_t)s->line + 1;
    if (line && (!text_int(line, &n) || n < 1 || n > GRID_LINES_MAX))
        return malformed(s->b->c, arena_printf(s->b->c->mem, "row %.20s", line));
    s->line = (size_t)n;
    s->col = SIZE_MAX;
    return ERR_OK;
}

static char type_of(const char *type)
{
    if (!type || strcmp(type, "n") == 0)
        return 'n';
    if (strcmp(type, "s") == 0)
        return 's';
    return strcmp(type, "b") == 0 ? 'b' : 't';
}

static enum err start_cell(struct cells *s, const char **attrs)
{
    const char *at = xml_attr(attrs, "r"), *type = xml_attr(attrs, "t");
    size_t line = s->line;
    s->col++;
    if (at && (!grid_place(&at, &line, &s->col) || *at || line != s->line))
        return malformed(
            s->b->c, arena_printf(s->b->c->mem, "row %zu, %.20s", s->line, xml_attr(attrs, "r")));
    sheet_address_of(s->line, s->col, s->where);
    s->type = type_of(type);
    s->k.text.n = 0;
    return ERR_OK;
}

static enum err on_merge(struct cells *s, const char *ref)
{
    struct grid_merge m;
    const char *at = ref ? ref : "";
    if (!grid_place(&at, &m.line, &m.col) || *at++ != ':' ||
        !grid_place(&at, &m.last_line, &m.last_col) || *at || m.last_line < m.line ||
        m.last_col < m.col)
        return malformed(s->b->c, arena_printf(s->b->c->mem, "mergeCell %.40s", ref ? ref : ""));
    return grid_merge(&s->grid, &m);
}

static enum err cells_start(void *arg, const char *name, const char **attrs)
{
    struct cells *s = arg;
    collect_start(&s->k, name);
    if (strcmp(name, "row") == 0)
        return start_row(s, xml_attr(attrs, "r"));
    if (strcmp(name, "c") == 0)
        return start_cell(s, attrs);
    return strcmp(name, "mergeCell") == 0 ? on_merge(s, xml_attr(attrs, "ref")) : ERR_OK;
}

/* As people see it: whole numbers without a point, others with the fifteen digits that a double is good for. */
static const char *number(struct cells *s, const char *text)
{
    double v;
    if (!text_real(text, &v))
        return NULL;
    if (fabs(v) < 1e15 && v == floor(v))
        return arena_printf(s->b->c->mem, "%.0f", v);
    return arena_printf(s->b->c->mem, "%.15g", v);
}

static const char *value(struct cells *s, const char *text)
{
    int64_t i;
    if (text[0] == '\0')
        return "";
    if (s->type == 't')
        return unescaped(s->b->c->mem, arena_copy(s->b->c->mem, text));
    if (s->type == 'b')
        return strcmp(text, "0") == 0 ? "FALSE" : "TRUE";
    if (s->type == 'n')
        return number(s, text);
    return text_int(text, &i) && i >= 0 && (size_t)i < s->b->n_strings ? s->b->strings[i] : NULL;
}

static enum err cells_end(void *arg, const char *name)
{
    struct cells *s = arg;
    collect_end(&s->k, name);
    if (strcmp(name, "c") != 0)
        return ERR_OK;
    const char *text = value(s, collected(&s->k));
    if (!text)
        return refuse_cell(s);
    return text[0] ? grid_put(&s->grid, s->line, s->col, text) : ERR_OK;
}

static enum err cells_text(void *arg, const char *p, size_t n)
{
    struct cells *s = arg;
    return collect_text(&s->k, p, n, s->where);
}

static enum err read_cells(struct book *b, const char *part, struct sheet *out)
{
    struct cells s = {.b = b, .col = SIZE_MAX, .grid = {.c = b->c}};
    s.k = (struct collector){.c = b->c, .text = {.mem = b->c->mem}};
    const struct xml_walker walker = {cells_start, cells_end, cells_text, &s};
    bool there;
    TRY(read_part(b, part, &walker, &there));
    return there ? grid_finish(&s.grid, out) : malformed(b->c, part);
}

static enum err read_book(struct book *b, const char *name, struct sheet *out)
{
    struct choice ch = {.b = b, .wanted = name};
    TRY(read_relations(b, ""));
    const char *workbook = part_of_type(b, "/officeDocument");
    if (!workbook)
        return malformed(b->c, "_rels/.rels");
    TRY(read_relations(b, workbook));
    TRY(choose_sheet(b, workbook, &ch));
    TRY(read_strings(b));
    TRY(read_cells(b, ch.part, out));
    out->name = ch.name;
    out->from_1904 = b->from_1904;
    return ERR_OK;
}

enum err xlsx_read(struct ctx *c, const void *p, size_t n, const char *name, struct sheet *out)
{
    struct book b = {.c = c};
    TRY(pack_open(c, p, n, &b.pack));
    enum err err = read_book(&b, name, out);
    pack_close(&b.pack);
    return err;
}
