/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/text.h"
#include "calendar/holidays_in.h"

enum column { DATE, NAME, IS_OFF, YEAR, COLUMN__COUNT };

static const char *const column_names[COLUMN__COUNT] = {"date", "name", "is_off", "year"};

struct columns {
    size_t at[COLUMN__COUNT]; /* SIZE_MAX: not there */
    size_t width;
};

static enum err read_header(struct ctx *c, struct csv *csv, struct holiday_sheet *s,
                            struct columns *out)
{
    bool more;
    TRY(csv_row(csv, &more));
    out->width = more ? csv->n : 0;
    for (size_t k = 0; k < COLUMN__COUNT; k++)
        out->at[k] = SIZE_MAX;
    for (size_t i = 0; i < out->width; i++) {
        size_t k = 0;
        while (k < COLUMN__COUNT && strcmp(csv->cells[i], column_names[k]) != 0)
            k++;
        if (k < COLUMN__COUNT && out->at[k] == SIZE_MAX)
            out->at[k] = i;
        else
            holidays_find(c, s, csv->line, false, "column", csv->cells[i]);
    }
    for (size_t k = 0; k < YEAR; k++)
        if (out->at[k] == SIZE_MAX)
            return ctx_fail(c, ERR_INVALID, "import.column", column_names[k], "%s",
                            column_names[k]);
    return ERR_OK;
}

static int read_off(const char *text)
{
    static const char *const words[][5] = {
        {"0", "false", "FALSE", "否", "班"},
        {"1", "true",  "TRUE",  "是", "休"}
    };
    for (int off = 0; off < 2; off++)
        for (size_t i = 0; i < LEN(words[off]); i++)
            if (strcmp(text, words[off][i]) == 0)
                return off;
    return -1;
}

static enum err read_row(struct ctx *c, const struct csv *csv, const struct columns *columns,
                         struct holiday_sheet *s)
{
    struct holiday_line line = {.row = csv->line};
    int64_t year = 0;
    if (csv->n != columns->width) {
        s->rows++;
        holidays_find(c, s, csv->line, true, "cells",
                      arena_printf(c->mem, "%zu/%zu", csv->n, columns->width));
        return ERR_OK;
    }
    line.date = csv->cells[columns->at[DATE]];
    line.name = csv->cells[columns->at[NAME]];
    line.off = read_off(csv->cells[columns->at[IS_OFF]]);
    if (columns->at[YEAR] != SIZE_MAX) {
        const char *text = csv->cells[columns->at[YEAR]];
        if (!text_int(text, &year) || year < CALENDAR_YEAR_MIN || year > CALENDAR_YEAR_MAX) {
            s->rows++;
            holidays_find(c, s, csv->line, true, "year", text);
            return ERR_OK;
        }
        line.year = (int16_t)year;
    }
    return holidays_add(c, s, &line);
}

/* A file without years is the list of the year that its last day lies in. */
static void name_year(struct holiday_sheet *s)
{
    int32_t last = 0;
    for (size_t i = 0; i < s->n; i++)
        last = s->entries[i].day.date > last ? s->entries[i].day.date : last;
    for (size_t i = 0; i < s->n; i++)
        s->entries[i].year = (int16_t)(last / 10000);
}

enum err holidays_read_csv(struct ctx *c, const char *text, size_t n, struct holiday_sheet *s)
{
    struct csv csv;
    struct columns columns;
    bool more;
    TRY(csv_open(c, text, n, &csv));
    TRY(read_header(c, &csv, s, &columns));
    TRY(csv_row(&csv, &more));
    while (more) {
        TRY(read_row(c, &csv, &columns, s));
        TRY(csv_row(&csv, &more));
    }
    if (columns.at[YEAR] == SIZE_MAX)
        name_year(s);
    return ERR_OK;
}
