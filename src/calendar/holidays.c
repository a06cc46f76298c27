/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/holidays.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "calendar/holidays_in.h"

enum { SHOWN = 40, DATE_DIGITS = 10 };

void holidays_find(struct ctx *c, struct holiday_sheet *s, size_t row, bool error, const char *rule,
                   const char *detail)
{
    findings_add(
        c->mem, &s->found,
        &(struct finding){
            .row = row, .error = error, .rule = rule, .detail = text_cut(c->mem, detail, SHOWN)});
}

static bool read_date(const char *text, int32_t *out)
{
    int64_t t;
    if (!text || strlen(text) != DATE_DIGITS || !time_parse(text, &t))
        return false;
    *out = time_day(t);
    return true;
}

static bool is_name(const char *name)
{
    size_t n = name ? strlen(name) : 0;
    if (n == 0 || n >= CALENDAR_NAME)
        return false;
    for (size_t i = 0; i < n; i++)
        if ((unsigned char)name[i] < ' ' || name[i] == 0x7f)
            return false;
    return true;
}

static const char *or_empty(const char *text)
{
    return text ? text : "";
}

enum err holidays_add(struct ctx *c, struct holiday_sheet *s, const struct holiday_line *line)
{
    int32_t date = 0;
    int64_t before = s->found.errors;
    s->rows++;
    if (!read_date(line->date, &date))
        holidays_find(c, s, line->row, true, "date", or_empty(line->date));
    if (!is_name(line->name))
        holidays_find(c, s, line->row, true, "name", or_empty(line->name));
    if (line->off < 0)
        holidays_find(c, s, line->row, true, "off", "");
    if (s->found.errors > before)
        return ERR_OK;
    if (s->n == HOLIDAYS_MAX)
        return ctx_fail(c, ERR_INVALID, "import.too_large", "", "> %d", HOLIDAYS_MAX);
    s->entries = arena_grow(c->mem, s->entries, s->n, &s->cap, sizeof *s->entries);
    s->entries[s->n++] = (struct holiday_entry){
        .year = line->year,
        .row = line->row,
        .day = {date, line->off > 0, arena_copy(c->mem, line->name)}
    };
    return ERR_OK;
}

/* ---- JSON ---- */

static enum err add_node(struct ctx *c, struct holiday_sheet *s, int16_t year,
                         const struct node *day, size_t row)
{
    bool off = false;
    bool known = node_bool(node_get(day, "isOffDay"), &off);
    return holidays_add(c, s,
                        &(struct holiday_line){.row = row,
                                               .year = year,
                                               .date = node_text(node_get(day, "date")),
                                               .name = node_text(node_get(day, "name")),
                                               .off = known ? off : -1});
}

static bool in_range(int64_t year)
{
    return year >= CALENDAR_YEAR_MIN && year <= CALENDAR_YEAR_MAX;
}

static enum err read_year(struct ctx *c, struct holiday_sheet *s, int64_t year,
                          const struct node *days, size_t *row)
{
    if (!in_range(year)) {
        holidays_find(c, s, *row, true, "year", "");
        return ERR_OK;
    }
    for (size_t i = 0; i < node_len(days); i++)
        TRY(add_node(c, s, (int16_t)year, node_at(days, i), ++*row));
    return ERR_OK;
}

static enum err read_json(struct ctx *c, const char *text, size_t n, struct holiday_sheet *s)
{
    const struct node *root, *years;
    int64_t year = 0;
    size_t row = 0;
    TRY(json_parse(c, text, n, &root));
    years = node_get(root, "years");
    if (!years) {
        (void)node_int(node_get(root, "year"), &year);
        return read_year(c, s, year, node_get(root, "days"), &row);
    }
    for (size_t i = 0; i < node_len(years) && node_type(years) == NODE_OBJECT; i++) {
        const char *key = node_key(years, i);
        if (!text_int(key, &year))
            year = 0;
        TRY(read_year(c, s, year, node_get(node_get(years, key), "days"), &row));
    }
    return ERR_OK;
}

/* ---- the whole ---- */

static int by_day(const void *a, const void *b)
{
    const struct holiday_entry *x = a, *y = b;
    if (x->year != y->year)
        return x->year < y->year ? -1 : 1;
    if (x->day.date != y->day.date)
        return x->day.date < y->day.date ? -1 : 1;
    return x->row < y->row ? -1 : x->row > y->row;
}

static bool is_weekend(int32_t date)
{
    int32_t y = date / 10000, m = date / 100 % 100, d = date % 100;
    static const int32_t months[] = {0, 3, 2, 5, 0, 3, 5, 1, 4, 6, 2, 4};
    y -= m < 3;
    int32_t from_sunday = (y + y / 4 - y / 100 + y / 400 + months[m - 1] + d) % 7;
    return from_sunday == 0 || from_sunday == 6;
}

static void check(struct ctx *c, struct holiday_sheet *s)
{
    for (size_t i = 0; i < s->n; i++) {
        const struct holiday_entry *e = &s->entries[i];
        const char *date = arena_printf(c->mem, "%d", (int)e->day.date);
        int32_t year = e->day.date / 10000, month = e->day.date / 100 % 100;
        if (!in_range(e->year) || (year != e->year && (year != e->year - 1 || month != 12)))
            holidays_find(c, s, e->row, true, "year", date);
        if (i > 0 && e[-1].year == e->year && e[-1].day.date == e->day.date)
            holidays_find(c, s, e->row, true, "twice", date);
        if (!e->day.is_off && !is_weekend(e->day.date))
            holidays_find(c, s, e->row, false, "weekday", date);
    }
    if (s->n == 0 && s->found.errors == 0)
        holidays_find(c, s, 0, true, "empty", "");
}

enum err holidays_read(struct ctx *c, const char *text, size_t n, bool csv,
                       struct holiday_sheet *out)
{
    *out = (struct holiday_sheet){0};
    TRY(csv ? holidays_read_csv(c, text, n, out) : read_json(c, text, n, out));
    if (out->n > 0)
        qsort(out->entries, out->n, sizeof *out->entries, by_day);
    check(c, out);
    return ERR_OK;
}

enum err holidays_bundled(struct ctx *c, struct holiday_sheet *out)
{
    const struct embedded *file = embed_find("calendars/holidays-cn.json");
    return holidays_read(c, file->text, file->n, false, out);
}

size_t holidays_years(const struct holiday_sheet *sheet, int16_t *out, size_t max)
{
    size_t n = 0;
    for (size_t i = 0; i < sheet->n && n < max; i++)
        if (n == 0 || out[n - 1] != sheet->entries[i].year)
            out[n++] = sheet->entries[i].year;
    return n;
}
