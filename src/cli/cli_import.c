/* SPDX-License-Identifier: Apache-2.0 */
/* wangge import areas|polygons|holidays|catalogue|ledger --db URL FILE: whole or not at all. */
#include <stdio.h>
#include <string.h>

#include "area/import.h"
#include "cli/cli.h"
#include "cli/cli_calendar.h"
#include "cli/cli_catalogue.h"
#include "cli/cli_ledger.h"

enum { FILE_MAX = 64 << 20 };

struct work {
    bool polygons;
    struct import_options options;
    char *text;
    size_t n;
    struct import_report report;
};

static enum err run(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return w->polygons ? area_import_polygons(c, w->text, w->n, &w->options, &w->report)
                       : area_import_csv(c, w->text, w->n, &w->options, &w->report);
}

static void print(const struct work *w, const char *file)
{
    const struct import_report *r = &w->report;
    cli_findings(file, &r->found);
    (void)printf(
        "%lld rows: %lld added, %lld changed, %lld unchanged; %lld errors, %lld warnings: %s\n",
        (long long)r->rows, (long long)r->added, (long long)r->changed, (long long)r->unchanged,
        (long long)r->found.errors, (long long)r->found.warnings,
        cli_outcome(r->applied, &r->found));
}

static enum cli_status import(struct cli_session *s, struct work *w, const char *file)
{
    enum cli_status status = cli_read_file(s, file, FILE_MAX, &w->text, &w->n);
    if (status != CLI_DONE)
        return status;
    enum err err = cli_write(s, !w->options.dry_run, run, w);
    if (err != ERR_OK)
        return cli_tell(s, err, "import");
    print(w, file);
    return w->report.found.errors ? CLI_WRONG : CLI_DONE;
}

enum what { AREAS, POLYGONS, HOLIDAYS, WHAT__COUNT };

static const char *const what_words[WHAT__COUNT] = {"areas", "polygons", "holidays"};

static const char usage[] =
    "usage: wangge import areas --db URL FILE|- [--note derived|made_up] [--dry-run]\n"
    "       wangge import polygons --db URL FILE|- [--crs gcj02|wgs84] [--property NAME]\n"
    "              [--note derived|made_up] [--dry-run]\n"
    "       wangge import holidays --db URL FILE|- [--area DISTRICT] [--dry-run]\n"
    "       wangge import holidays --db URL --undo [--area DISTRICT]\n"
    "       wangge import catalogue --db URL FILE|- [--area DISTRICT] [--dry-run] [...]\n"
    "       wangge import ledger LEDGER FILE|- --db URL --area DISTRICT [--dry-run] [...]\n";

/* Are the options those of this kind of import? */
static bool fits(enum what what, const struct import_options *o, const struct holidays_job *job)
{
    bool file = job->file != NULL;
    if (what == HOLIDAYS)
        return !o->crs && !o->property && !o->note && file != job->undo;
    return file && !job->area && !job->undo && (what == POLYGONS || (!o->crs && !o->property));
}

enum cli_status cli_import(int argc, char **argv)
{
    struct work w = {0};
    struct holidays_job job = {0};
    const char *db = NULL, *words[2] = {NULL, NULL};
    const struct cli_option options[] = {
        {"db",       &db,                 NULL              },
        {"crs",      &w.options.crs,      NULL              },
        {"property", &w.options.property, NULL              },
        {"note",     &w.options.note,     NULL              },
        {"area",     &job.area,           NULL              },
        {"undo",     NULL,                &job.undo         },
        {"dry-run",  NULL,                &w.options.dry_run},
    };
    struct cli_session s;
    size_t n;
    int what = 0;
    if (argc > 1 && strcmp(argv[1], "catalogue") == 0)
        return cli_import_catalogue(argc, argv);
    if (argc > 1 && strcmp(argv[1], "ledger") == 0)
        return cli_import_ledger(argc, argv);
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 1, 2, &n);
    if (status != CLI_DONE)
        return status;
    job.file = words[1];
    job.dry_run = w.options.dry_run;
    while (what < WHAT__COUNT && strcmp(words[0], what_words[what]) != 0)
        what++;
    if (what == WHAT__COUNT || !fits((enum what)what, &w.options, &job)) {
        (void)fputs(usage, stderr);
        return CLI_MISUSE;
    }
    w.polygons = what == POLYGONS;
    status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    status = what == HOLIDAYS ? cli_import_holidays(&s, &job) : import(&s, &w, words[1]);
    cli_close(&s);
    return status;
}
