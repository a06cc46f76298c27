/* SPDX-License-Identifier: Apache-2.0 */
/* wangge import areas|polygons --db URL FILE: the area tree or boundaries, whole or not at all. */
#include <stdio.h>
#include <string.h>

#include "area/import.h"
#include "cli/cli.h"

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
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct import_finding *f = &r->findings[i];
        (void)printf("%s:%zu\t%s\t%s\t%s\t%s\n", file, f->row, f->error ? "error" : "warning",
                     f->code, f->rule, f->detail);
    }
    (void)printf(
        "%lld rows: %lld added, %lld changed, %lld unchanged; %lld errors, %lld warnings: %s\n",
        (long long)r->rows, (long long)r->added, (long long)r->changed, (long long)r->unchanged,
        (long long)r->errors, (long long)r->warnings,
        r->applied  ? "applied"
        : r->errors ? "nothing applied"
                    : "dry run");
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
    return w->report.errors ? CLI_WRONG : CLI_DONE;
}

enum cli_status cli_import(int argc, char **argv)
{
    struct work w = {0};
    const char *db = NULL, *words[2] = {NULL, NULL};
    const struct cli_option options[] = {
        {"db",       &db,                 NULL              },
        {"crs",      &w.options.crs,      NULL              },
        {"property", &w.options.property, NULL              },
        {"note",     &w.options.note,     NULL              },
        {"dry-run",  NULL,                &w.options.dry_run},
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 2, 2, &n);
    if (status != CLI_DONE)
        return status;
    w.polygons = strcmp(words[0], "polygons") == 0;
    if (!w.polygons && (strcmp(words[0], "areas") != 0 || w.options.crs || w.options.property)) {
        (void)fprintf(stderr, "usage: wangge import areas --db URL FILE|- [--note derived|made_up] "
                              "[--dry-run]\n"
                              "       wangge import polygons --db URL FILE|- [--crs gcj02|wgs84] "
                              "[--property NAME]\n"
                              "              [--note derived|made_up] [--dry-run]\n");
        return CLI_MISUSE;
    }
    status = cli_open_quiet(db, &s);
    if (status != CLI_DONE)
        return status;
    status = import(&s, &w, words[1]);
    cli_close(&s);
    return status;
}
