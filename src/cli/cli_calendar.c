/* SPDX-License-Identifier: Apache-2.0 */
/* What `wangge import holidays` and `wangge check calendar` do. */
#include <stdio.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/text.h"
#include "calendar/calendars.h"
#include "calendar/change.h"
#include "cli/cli_calendar.h"

enum { FILE_MAX = 1 << 20 };

struct work {
    struct calendar_at at;
    const struct holidays_job *job;
    char *text;
    size_t n;
    struct holiday_report report;
};

/* An area that exists, as the district whose calendar it is; without one the calendar for all. */
static enum err find_at(struct cli_session *s, const char *area, struct calendar_at *out)
{
    const struct atlas_view *v = atlas_take(s->app.atlas);
    size_t roots = 0;
    while (roots < atlas_len(v) && atlas_at(v, (int32_t)roots)->parent < 0)
        roots++;
    *out = (struct calendar_at){0, "0"};
    if (!area && roots == 1)
        out->area = arena_copy(s->c.mem, atlas_at(v, 0)->code);
    bool known = !area || (text_is_code(area) && strlen(area) <= 6 && atlas_find(v, area) >= 0);
    if (area && known)
        *out = (struct calendar_at){text_district(area), area};
    atlas_give(s->app.atlas, v);
    return known ? ERR_OK : ctx_fail(&s->c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", area);
}

static enum err run(struct ctx *c, void *arg)
{
    struct work *w = arg;
    size_t skip = w->n >= 3 && memcmp(w->text, "\xef\xbb\xbf", 3) == 0 ? 3 : 0;
    bool csv = w->n == skip || strchr(" \t\r\n{[", w->text[skip]) == NULL;
    if (w->job->undo)
        return calendar_undo(c, &w->at, &w->report);
    return csv ? calendar_import(c, &w->at, w->text, w->n, true, w->job->dry_run, &w->report)
               : calendar_import(c, &w->at, w->text + skip, w->n - skip, false, w->job->dry_run,
                                 &w->report);
}

static void print(const struct work *w)
{
    const struct holiday_report *r = &w->report;
    cli_findings(w->job->file, &r->found);
    for (size_t i = 0; i < r->n_years; i++)
        (void)printf("%d\n", r->years[i]);
    (void)printf("%lld rows: %lld added, %lld changed, %lld removed, %lld unchanged; %lld errors, "
                 "%lld warnings: %s\n",
                 (long long)r->rows, (long long)r->added, (long long)r->changed,
                 (long long)r->removed, (long long)r->unchanged, (long long)r->found.errors,
                 (long long)r->found.warnings, cli_outcome(r->applied, &r->found));
}

enum cli_status cli_import_holidays(struct cli_session *s, const struct holidays_job *job)
{
    struct work w = {.job = job};
    enum cli_status status = CLI_DONE;
    if (!job->undo)
        status = cli_read_file(s, job->file, FILE_MAX, &w.text, &w.n);
    if (status != CLI_DONE)
        return status;
    enum err err = find_at(s, job->area, &w.at);
    if (err == ERR_OK)
        err = cli_write(s, !job->dry_run, run, &w);
    if (err != ERR_OK)
        return cli_tell(s, err, "import");
    print(&w);
    return w.report.found.errors ? CLI_WRONG : CLI_DONE;
}

/* ---- check ---- */

static enum err check_district(struct cli_session *s, const char *area, int64_t *n)
{
    const struct calendar *cal;
    TRY(calendar_for(&s->c, s->app.calendars, text_district(area), &cal));
    int year = calendar_missing(cal, s->c.now);
    if (year) {
        (void)printf("%s\tmissing_year\t%d\n", area, year);
        ++*n;
    }
    return ERR_OK;
}

/* The area's own, or every district's. */
static enum err check_all(struct cli_session *s, const struct atlas_view *v, const char *area,
                          int64_t *n)
{
    if (area && atlas_find(v, area) < 0)
        return ctx_fail(&s->c, ERR_NOT_FOUND, "area.unknown", "area", "%.30s", area);
    if (area)
        return check_district(s, area, n);
    for (int32_t i = 0; (size_t)i < atlas_len(v); i++)
        if (strlen(atlas_at(v, i)->code) <= 6)
            TRY(check_district(s, atlas_at(v, i)->code, n));
    return atlas_len(v) ? ERR_OK : check_district(s, "0", n);
}

enum cli_status cli_check_calendar(struct cli_session *s, const struct atlas_view *v,
                                   const char *area)
{
    int64_t n = 0;
    enum err err = db_begin(&s->c, DB_READ);
    if (err == ERR_OK)
        err = check_all(s, v, area, &n);
    db_undo(&s->c);
    if (err != ERR_OK)
        return cli_tell(s, err, "check calendar");
    (void)printf("%lld calendars lack a year\n", (long long)n);
    return n ? CLI_WRONG : CLI_DONE;
}
