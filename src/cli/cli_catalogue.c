/* SPDX-License-Identifier: Apache-2.0 */
/* wangge import catalogue and wangge export catalogue: the class catalogue from a sheet and into one. */
#include <stdio.h>
#include <string.h>

#include "area/area.h"
#include "base/arena.h"
#include "base/text.h"
#include "catalogue/catalogue_sheet.h"
#include "catalogue/import.h"
#include "cli/cli_catalogue.h"
#include "cli/cli_ledger.h"

enum { FILE_MAX = 12 << 20 };

static const char usage[] =
    "usage: wangge import catalogue --db URL FILE|- [--area DISTRICT] [--sheet NAME] [--dry-run]\n"
    "              [--hours work|urgent] [--days work|natural]\n"
    "       wangge export catalogue --db URL FILE.xlsx|FILE.csv|- [--area DISTRICT]\n";

static enum cli_status misuse(void)
{
    (void)fputs(usage, stderr);
    return CLI_MISUSE;
}

/* An area that exists, as the district it lies in; none: the catalogue for all. */
static enum err find_district(struct ctx *c, const char *area, int32_t *out)
{
    struct area_row row;
    *out = 0;
    if (!area)
        return ERR_OK;
    if (!text_is_code(area) || strlen(area) < DIGITS_DISTRICT)
        return ctx_fail(c, ERR_INVALID, "catalogue.area", "area", "%.30s", area);
    *out = text_district(area);
    return area_get(c, area, &row);
}

/* "work" or the other word; false: neither. */
static bool choose(const char *text, const char *other, bool *out)
{
    *out = text && strcmp(text, other) == 0;
    return !text || *out || strcmp(text, "work") == 0;
}

/* ---- import ---- */

struct work {
    const char *file, *area;
    struct catalogue_options options;
    char *text;
    size_t n;
    struct catalogue_report report;
};

static enum err run(struct ctx *c, void *arg)
{
    struct work *w = arg;
    TRY(find_district(c, w->area, &w->options.district));
    return catalogue_import(c, w->text, w->n, &w->options, &w->report);
}

static void print(const struct work *w)
{
    const struct catalogue_report *r = &w->report;
    cli_findings(w->file, &r->found);
    (void)printf("%lld rows: %lld added, %lld changed, %lld ended, %lld unchanged; %lld errors, "
                 "%lld warnings: %s, version %lld\n",
                 (long long)r->rows, (long long)r->added, (long long)r->changed,
                 (long long)r->ended, (long long)r->unchanged, (long long)r->found.errors,
                 (long long)r->found.warnings, cli_outcome(r->applied, &r->found),
                 (long long)r->version);
}

static enum cli_status import(struct cli_session *s, struct work *w)
{
    const char *slash = strrchr(w->file, '/');
    enum cli_status status = cli_read_file(s, w->file, FILE_MAX, &w->text, &w->n);
    if (status != CLI_DONE)
        return status;
    w->options.source = slash ? slash + 1 : w->file;
    enum err err = cli_write(s, !w->options.dry_run, run, w);
    if (err != ERR_OK)
        return cli_tell(s, err, "import");
    print(w);
    return w->report.found.errors ? CLI_WRONG : CLI_DONE;
}

enum cli_status cli_import_catalogue(int argc, char **argv)
{
    struct work w = {0};
    const char *db = NULL, *hours = NULL, *days = NULL, *words[2] = {NULL, NULL};
    const struct cli_option options[] = {
        {"db",      &db,              NULL              },
        {"area",    &w.area,          NULL              },
        {"sheet",   &w.options.sheet, NULL              },
        {"hours",   &hours,           NULL              },
        {"days",    &days,            NULL              },
        {"dry-run", NULL,             &w.options.dry_run},
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 2, 2, &n);
    if (status != CLI_DONE)
        return status;
    w.file = words[1];
    if (!choose(hours, "urgent", &w.options.urgent_hours) ||
        !choose(days, "natural", &w.options.natural_days))
        return misuse();
    status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    status = import(&s, &w);
    cli_close(&s);
    return status;
}

/* ---- export ---- */

static enum err make(struct ctx *c, const char *area, bool xlsx, struct buf *out)
{
    const struct catalogue_row *rows;
    struct sheet_out sheet;
    int32_t district;
    size_t n;
    TRY(db_begin(c, DB_READ));
    enum err err = find_district(c, area, &district);
    if (err == ERR_OK)
        err = catalogue_rows(c, district, &rows, &n);
    if (err != ERR_OK) {
        db_undo(c);
        return err;
    }
    TRY(db_end(c, true));
    catalogue_sheet(c, rows, n, c->now, &sheet);
    if (xlsx)
        return sheet_write_xlsx(c, &sheet, out);
    sheet_write_csv(&sheet, out);
    return ERR_OK;
}

enum cli_status cli_export(int argc, char **argv)
{
    const char *db = NULL, *area = NULL, *words[2] = {NULL, NULL};
    const struct cli_option options[] = {
        {"db",   &db,   NULL},
        {"area", &area, NULL}
    };
    struct cli_session s;
    size_t n;
    if (argc > 1 && strcmp(argv[1], "ledger") == 0)
        return cli_export_ledger(argc, argv);
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 2, 2, &n);
    if (status != CLI_DONE)
        return status;
    bool xlsx = text_has_end(words[1], ".xlsx");
    bool csv = text_has_end(words[1], ".csv") || strcmp(words[1], "-") == 0;
    if (strcmp(words[0], "catalogue") != 0 || (!xlsx && !csv))
        return misuse();
    status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    struct buf b = {.mem = s.c.mem};
    enum err err = make(&s.c, area, xlsx, &b);
    status = err == ERR_OK ? cli_put_file(words[1], &b) : cli_tell(&s, err, "export");
    cli_close(&s);
    return status;
}

/* ---- the first one ---- */

static enum err seed(struct ctx *c, void *arg)
{
    (void)arg;
    return catalogue_seed(c);
}

/* Of two servers that start at once, one does it. */
enum err cli_seed(struct cli_session *s)
{
    enum err err = cli_write(s, true, seed, NULL);
    return err == ERR_BUSY ? ERR_OK : err;
}
