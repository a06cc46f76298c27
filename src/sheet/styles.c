/* SPDX-License-Identifier: Apache-2.0 */
/* Which styles of cells show a number as a day: files keep days as numbers, and only the style tells them apart. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "sheet/book.h"

enum { STYLES_MAX = 100000, FORMATS_MAX = 10000 };

struct styles {
    struct book *b;
    int64_t *days; /* ids of the formats that the file defines itself, if they show a day */
    size_t n, cap;
    bool inside; /* <cellXfs> */
};

/* ECMA-376 18.8.30: those that every program knows without a definition, with those of Chinese ones. */
static bool is_known_day(int64_t id)
{
    return (id >= 14 && id <= 17) || id == 22 || (id >= 27 && id <= 31) || id == 36 ||
           (id >= 50 && id <= 54) || id == 57 || id == 58;
}

/* Behind what only looks like a sign of the format: "texts", [conditions], \x, _x and *x. */
static const char *skip_text(const char *p)
{
    const char *end = *p == '"' ? strchr(p + 1, '"') : *p == '[' ? strchr(p, ']') : NULL;
    if (end)
        return end + 1;
    if (*p == '\\' || *p == '_' || *p == '*')
        return p[1] ? p + 2 : p + 1;
    return NULL;
}

/* "yyyy-mm-dd", "m月d日" are days; "hh:mm" and "0.00E+00" are none. */
static bool shows_day(const char *format)
{
    bool day = false, month = false, hour = false;
    for (const char *p = format; *p && *p != ';';) {
        const char *behind = skip_text(p);
        if (behind) {
            p = behind;
            continue;
        }
        day = day || strchr("yYdD", *p);
        month = month || strchr("mM", *p);
        hour = hour || strchr("hHsS", *p);
        p++;
    }
    return day || (month && !hour);
}

static enum err add_format(struct styles *s, const char **attrs)
{
    const char *id = xml_attr(attrs, "numFmtId"), *format = xml_attr(attrs, "formatCode");
    int64_t n;
    if (!id || !format || !text_int(id, &n) || !shows_day(format))
        return ERR_OK;
    if (s->n == FORMATS_MAX)
        return ctx_fail(s->b->c, ERR_INVALID, "sheet.too_large", "", "> %d formats", FORMATS_MAX);
    s->days = arena_grow(s->b->c->mem, s->days, s->n, &s->cap, sizeof *s->days);
    s->days[s->n++] = n;
    return ERR_OK;
}

static enum err add_style(struct styles *s, const char *id)
{
    struct book *b = s->b;
    int64_t n = 0;
    if (b->n_styles == STYLES_MAX)
        return ctx_fail(b->c, ERR_INVALID, "sheet.too_large", "", "> %d styles", STYLES_MAX);
    bool known = id && text_int(id, &n), day = known && is_known_day(n);
    for (size_t i = 0; known && i < s->n; i++)
        day = day || s->days[i] == n;
    b->dated = arena_grow(b->c->mem, b->dated, b->n_styles, &b->cap_styles, sizeof *b->dated);
    b->dated[b->n_styles++] = day;
    return ERR_OK;
}

static enum err on_start(void *arg, const char *name, const char **attrs)
{
    struct styles *s = arg;
    if (strcmp(name, "numFmt") == 0)
        return add_format(s, attrs);
    s->inside = s->inside || strcmp(name, "cellXfs") == 0;
    if (s->inside && strcmp(name, "xf") == 0)
        return add_style(s, xml_attr(attrs, "numFmtId"));
    return ERR_OK;
}

static enum err on_end(void *arg, const char *name)
{
    struct styles *s = arg;
    s->inside = s->inside && strcmp(name, "cellXfs") != 0;
    return ERR_OK;
}

enum err styles_read(struct book *b, const char *part)
{
    struct styles s = {.b = b};
    const struct xml_walker walker = {.start = on_start, .end = on_end, .arg = &s};
    bool there;
    return part ? book_walk(b, part, &walker, &there) : ERR_OK;
}
