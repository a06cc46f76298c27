/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/change.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "calendar/hours.h"
#include "calendar/level.h"
#include "calendar/past.h"
#include "db/db.h"
#include "journal/journal.h"

static enum err journal(struct ctx *c, const struct calendar_at *at, const char *action,
                        int64_t version, const char *before, const char *after)
{
    return journal_append(c, &(struct journal_entry){.district = text_district(at->area),
                                                     .noun = "calendar",
                                                     .version = version,
                                                     .area = at->area,
                                                     .action = action,
                                                     .role = c->who ? "admin" : "operator",
                                                     .before = before,
                                                     .after = after});
}

static enum err read_levels(struct ctx *c, int32_t district, struct levels *out)
{
    TRY(levels_heads(c, district, out));
    TRY(level_read(c, &out->all));
    return level_read(c, &out->own);
}

static struct level *level_of(struct levels *l, int32_t district)
{
    return district == 0 ? &l->all : &l->own;
}

/* Holds back whoever else changes this calendar, so what is read behind it is what is changed. What was is kept. */
static enum err raise(struct ctx *c, int32_t district, int64_t *out_version)
{
    int64_t id;
    struct db_rows r;
    TRY(db_new_id(c, &id));
    TRY(db_query(c, SQL_CALENDAR_RAISE, ARGS(db_int(district), db_int(id)), &r));
    *out_version = row_int(&r, 0, 0);
    return district == 0 ? calendar_keep_all(c, 1) : calendar_keep(c, district, 1);
}

/* ---- holidays ---- */

struct difference {
    struct year_list before, after;
    int64_t added, changed, removed, unchanged;
};

static bool same_day(const struct holiday *a, const struct holiday *b)
{
    return a->is_off == b->is_off && strcmp(a->name, b->name) == 0;
}

/* Both lists are in order of their days. */
static void compare(struct difference *d)
{
    size_t i = 0, k = 0;
    while (i < d->before.n || k < d->after.n) {
        const struct holiday *a = i < d->before.n ? &d->before.days[i].day : NULL;
        const struct holiday *b = k < d->after.n ? &d->after.days[k].day : NULL;
        bool only_a = a && (!b || a->date < b->date), only_b = b && (!a || b->date < a->date);
        bool same = a && b && same_day(a, b);
        d->removed += only_a;
        d->added += only_b;
        d->unchanged += !only_a && !only_b && same;
        d->changed += !only_a && !only_b && !same;
        i += !only_b;
        k += !only_a;
    }
}

static void put_list(struct json *j, int year, const struct year_list *list)
{
    json_object(j);
    json_key(j, "days");
    json_array(j);
    for (size_t i = 0; i < list->n; i++) {
        json_object(j);
        json_put_int(j, "date", list->days[i].day.date);
        json_put_bool(j, "isOffDay", list->days[i].day.is_off);
        json_put_text(j, "name", list->days[i].day.name);
        json_end(j);
    }
    json_array_end(j);
    json_put_int(j, "year", year);
    json_end(j);
}

static enum err write_year(struct ctx *c, int32_t district, int64_t version, int year,
                           const struct year_list *list)
{
    TRY(db_exec(c, SQL_HOLIDAY_YEAR_END, ARGS(db_int(district), db_int(year), db_int(version))));
    TRY(db_exec(c, SQL_HOLIDAY_YEAR_ADD, ARGS(db_int(district), db_int(year), db_int(version))));
    for (size_t i = 0; i < list->n; i++) {
        const struct holiday *d = &list->days[i].day;
        TRY(db_exec(c, SQL_HOLIDAY_ADD,
                    ARGS(db_int(district), db_int(year), db_int(version), db_int(d->date),
                         db_int(d->is_off), db_text(d->name))));
    }
    return ERR_OK;
}

/* What a change of holidays goes through, year by year. */
struct pass {
    struct ctx *c;
    const struct calendar_at *at;
    struct holiday_report *report;
    int64_t version; /* 0: look only */
    struct buf before_text, after_text;
    struct json before, after;
};

static void pass_open(struct pass *p)
{
    p->before_text = p->after_text = (struct buf){.mem = p->c->mem};
    p->before = (struct json){.out = &p->before_text};
    p->after = (struct json){.out = &p->after_text};
    json_array(&p->before);
    json_array(&p->after);
}

/* Counts a year; true: the lists differ. */
static bool pass_year(struct pass *p, int year, struct year_list before, struct year_list after)
{
    struct difference d = {.before = before, .after = after};
    struct holiday_report *r = p->report;
    compare(&d);
    r->added += d.added;
    r->changed += d.changed;
    r->removed += d.removed;
    r->unchanged += d.unchanged;
    if (d.added + d.changed + d.removed == 0)
        return false;
    r->years[r->n_years++] = (int16_t)year;
    put_list(&p->before, year, &before);
    put_list(&p->after, year, &after);
    return true;
}

static enum err pass_close(struct pass *p, const char *action)
{
    json_array_end(&p->before);
    json_array_end(&p->after);
    return journal(p->c, p->at, action, p->version, buf_str(&p->before_text),
                   buf_str(&p->after_text));
}

/* The years of the sheet, one after another, against what holds by these levels. */
static enum err apply(struct pass *p, const struct levels *l, const struct holiday_sheet *bundled,
                      const struct holiday_sheet *sheet)
{
    pass_open(p);
    for (size_t i = 0, end; i < sheet->n; i = end) {
        int year = sheet->entries[i].year;
        for (end = i; end < sheet->n && sheet->entries[end].year == year;)
            end++;
        struct year_list list = {sheet->entries + i, end - i};
        if (pass_year(p, year, levels_year(l, bundled, year), list) && p->version)
            TRY(write_year(p->c, p->at->district, p->version, year, &list));
    }
    return ERR_OK;
}

static void count_again(struct holiday_report *r)
{
    r->added = r->changed = r->removed = r->unchanged = 0;
    r->n_years = 0;
}

enum err calendar_import(struct ctx *c, const struct calendar_at *at, const char *text, size_t n,
                         bool csv, bool dry_run, struct holiday_report *out)
{
    struct holiday_sheet sheet, bundled;
    struct levels l;
    struct pass p = {.c = c, .at = at, .report = out};
    *out = (struct holiday_report){0};
    TRY(holidays_read(c, text, n, csv, &sheet));
    TRY(holidays_bundled(c, &bundled));
    TRY(read_levels(c, at->district, &l));
    out->rows = sheet.rows;
    out->found = sheet.found;
    out->version = levels_version(&l);
    TRY(apply(&p, &l, &bundled, &sheet));
    if (dry_run || out->found.errors > 0)
        return ERR_OK;
    out->applied = true;
    if (out->n_years == 0)
        return ERR_OK;
    TRY(raise(c, at->district, &p.version));
    TRY(read_levels(c, at->district, &l));
    count_again(out);
    out->version = levels_version(&l);
    TRY(apply(&p, &l, &bundled, &sheet));
    return pass_close(&p, "import_holidays");
}

enum err calendar_undo(struct ctx *c, const struct calendar_at *at, struct holiday_report *out)
{
    struct holiday_sheet bundled;
    struct levels before, after;
    struct db_rows r;
    struct pass p = {.c = c, .at = at, .report = out};
    *out = (struct holiday_report){.applied = true};
    TRY(holidays_bundled(c, &bundled));
    TRY(raise(c, at->district, &p.version));
    TRY(db_query(c, SQL_HOLIDAY_LAST, ARGS(db_int(at->district)), &r));
    if (row_null(&r, 0, 0))
        return ctx_fail(c, ERR_CONFLICT, "calendar.nothing_to_undo", "", "%s", "");
    struct db_value district = db_int(at->district), last = db_int(row_int(&r, 0, 0));
    TRY(read_levels(c, at->district, &before));
    TRY(db_exec(c, SQL_HOLIDAY_TAKE_BACK, ARGS(district, last, db_int(p.version))));
    TRY(db_exec(c, SQL_HOLIDAY_WAKE, ARGS(district, last)));
    TRY(read_levels(c, at->district, &after));
    pass_open(&p);
    for (int year = CALENDAR_YEAR_MIN; year <= CALENDAR_YEAR_MAX; year++) {
        int64_t unchanged = out->unchanged;
        if (!pass_year(&p, year, levels_year(&before, &bundled, year),
                       levels_year(&after, &bundled, year)))
            out->unchanged = unchanged;
    }
    out->version = levels_version(&after);
    return pass_close(&p, "undo_holidays");
}

/* ---- hours and rules ---- */

static const char *settings_text(struct ctx *c, const struct level *l)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_key(&j, "hours");
    json_array(&j);
    for (size_t i = 0; i < l->n_hours; i++) {
        char text[HOURS_TEXT];
        hours_format(&l->hours[i], text);
        json_object(&j);
        json_put_int(&j, "from", l->hours[i].from);
        json_put_int(&j, "weekday", l->hours[i].weekday);
        json_put_text(&j, "windows", text);
        json_end(&j);
    }
    json_array_end(&j);
    json_put_text(&j, "natural_day", l->natural_day);
    json_put_text(&j, "work_day", l->work_day);
    json_end(&j);
    return buf_str(&b);
}

static enum err check_hours(struct ctx *c, const struct calendar_change *change)
{
    if (change->n_hours > HOURS_ENTRIES_MAX)
        return ctx_fail(c, ERR_INVALID, "calendar.hours", "hours", "0..%d", HOURS_ENTRIES_MAX);
    for (size_t i = 0; i < change->n_hours; i++) {
        const struct office_hours *h = &change->hours[i];
        if (!hours_are_sound(h) || (i > 0 && h->from <= h[-1].from) || h->from < 0)
            return ctx_fail(c, ERR_INVALID, "calendar.hours", "hours", "hours[%zu]", i);
    }
    return ERR_OK;
}

/* What is stored for a rule's word. */
static enum err rule_of(struct ctx *c, const char *field, const char *word, const char *now,
                        const char **out)
{
    enum day_rule rule;
    *out = word ? word : now;
    if (!word)
        return ERR_OK;
    if (strcmp(word, "inherit") == 0) {
        *out = NULL;
        return ERR_OK;
    }
    if (day_rule_parse(word, &rule))
        return ERR_OK;
    return ctx_fail(c, ERR_INVALID, "calendar.rule", field, "%.40s", word);
}

static enum err write_hours(struct ctx *c, int32_t district, const struct calendar_change *change)
{
    if (!change->hours)
        return ERR_OK;
    TRY(db_exec(c, SQL_CALENDAR_HOURS_CLEAR, ARGS(db_int(district))));
    for (size_t i = 0; i < change->n_hours; i++) {
        const struct office_hours *h = &change->hours[i];
        char text[HOURS_TEXT];
        hours_format(h, text);
        TRY(db_exec(c, SQL_CALENDAR_HOURS_ADD,
                    ARGS(db_int(district), db_int(h->from), db_int(h->weekday), db_text(text))));
    }
    return ERR_OK;
}

static enum err write_settings(struct ctx *c, int32_t district, const struct level *own,
                               const struct calendar_change *change)
{
    const char *work_day, *natural_day;
    TRY(rule_of(c, "work_day", change->work_day, own->work_day, &work_day));
    TRY(rule_of(c, "natural_day", change->natural_day, own->natural_day, &natural_day));
    TRY(db_exec(c, SQL_CALENDAR_RULES,
                ARGS(db_int(district), db_text(work_day), db_text(natural_day))));
    return write_hours(c, district, change);
}

static enum err check_seen(struct ctx *c, const struct calendar_change *change,
                           const struct levels *raised)
{
    int64_t now = levels_version(raised) - 1;
    if (change->version == 0 || change->version == now)
        return ERR_OK;
    return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)now);
}

enum err calendar_change(struct ctx *c, const struct calendar_at *at,
                         const struct calendar_change *change, int64_t *out_version)
{
    struct levels l;
    int64_t version;
    TRY(check_hours(c, change));
    TRY(raise(c, at->district, &version));
    TRY(read_levels(c, at->district, &l));
    TRY(check_seen(c, change, &l));
    const char *before = settings_text(c, level_of(&l, at->district));
    TRY(write_settings(c, at->district, level_of(&l, at->district), change));
    TRY(read_levels(c, at->district, &l));
    *out_version = levels_version(&l);
    return journal(c, at, "change", version, before, settings_text(c, level_of(&l, at->district)));
}
