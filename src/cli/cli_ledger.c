/* SPDX-License-Identifier: Apache-2.0 */
/* wangge import ledger and wangge export ledger: entries from a sheet and into one. */
#include "cli/cli_ledger.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "ledger_sheet/export.h"
#include "ledger_sheet/import.h"
#include "programme/programme.h"

enum { FILE_MAX = 64 << 20, DAY_TEXT = 10 };

static const char usage[] =
    "usage: wangge import ledger LEDGER FILE|- --db URL --area DISTRICT [--sheet NAME] [--mapping JSON]\n"
    "              [--crs wgs84|gcj02] [--key FILE] [--programmes DIR] [--dry-run]\n"
    "       wangge export ledger LEDGER FILE.xlsx|FILE.csv|- --db URL --area AREA [--as-of TIME]\n"
    "              [--status STATUS] [--facet VALUE] [--left] [--figures LIST]\n"
    "              [--gb18030] [--secret] [--key FILE] [--programmes DIR]\n";

static enum cli_status misuse(void)
{
    (void)fputs(usage, stderr);
    return CLI_MISUSE;
}

static enum err find_kind(struct cli_session *s, const char *ledger, const struct ledger_kind **out)
{
    *out = programme_ledger(s->app.programmes, ledger);
    return *out ? ERR_OK
                : ctx_fail(&s->c, ERR_NOT_FOUND, "ledger.unknown", "ledger", "%.40s", ledger);
}

/* ---- import ---- */

struct work {
    const char *ledger, *file, *mapping;
    struct app *app;
    struct ledger_import_options options;
    char *text;
    size_t n;
    const struct ledger_plan *plan;
    struct ledger_report report;
};

static enum err read(struct cli_session *s, struct work *w)
{
    const struct ledger_kind *kind;
    struct ctx *c = &s->c;
    TRY(find_kind(s, w->ledger, &kind));
    if (w->mapping)
        TRY(json_parse(c, w->mapping, strlen(w->mapping), &w->options.mapping));
    TRY(db_begin(c, DB_READ));
    enum err err =
        ledger_import_read(c, &s->app, kind, w->text, w->n, &w->options, &w->plan, &w->report);
    if (err == ERR_OK)
        return db_end(c, true);
    db_undo(c);
    return err;
}

static enum err apply(struct ctx *c, void *arg)
{
    struct work *w = arg;
    return ledger_import_apply(c, w->app, w->plan, &w->report);
}

static void print(const struct work *w)
{
    const struct ledger_report *r = &w->report;
    for (size_t i = 0; i < r->n_findings; i++) {
        const struct ledger_finding *f = &r->findings[i];
        (void)printf("%s:%s\t%s\t%s\t%s\n", w->file, f->cell, f->error ? "error" : "warning",
                     f->rule, f->detail);
    }
    (void)printf(
        "%lld rows: %lld added, %lld changed, %lld unchanged; %lld errors, %lld warnings: %s\n",
        (long long)r->rows, (long long)r->added, (long long)r->changed, (long long)r->unchanged,
        (long long)r->errors, (long long)r->warnings,
        r->applied  ? "applied"
        : r->errors ? "nothing applied"
                    : "dry run");
}

static enum cli_status import(struct cli_session *s, struct work *w)
{
    const char *slash = strrchr(w->file, '/');
    enum cli_status status = cli_read_file(s, w->file, FILE_MAX, &w->text, &w->n);
    if (status != CLI_DONE)
        return status;
    w->options.source = slash ? slash + 1 : w->file;
    w->app = &s->app;
    enum err err = read(s, w);
    if (err == ERR_OK)
        err = cli_write(s, true, apply, w);
    if (err != ERR_OK)
        return cli_tell(s, err, "import");
    print(w);
    return w->report.errors ? CLI_WRONG : CLI_DONE;
}

enum cli_status cli_import_ledger(int argc, char **argv)
{
    struct work w = {0};
    const char *db = NULL, *key = NULL, *programmes = NULL, *words[3] = {NULL, NULL, NULL};
    const struct cli_option options[] = {
        {"db",         &db,              NULL              },
        {"key",        &key,             NULL              },
        {"programmes", &programmes,      NULL              },
        {"area",       &w.options.area,  NULL              },
        {"sheet",      &w.options.sheet, NULL              },
        {"crs",        &w.options.crs,   NULL              },
        {"mapping",    &w.mapping,       NULL              },
        {"dry-run",    NULL,             &w.options.dry_run},
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 1, 3, &n);
    if (status != CLI_DONE)
        return status;
    if (n != 3 || !w.options.area)
        return misuse();
    w.ledger = words[1];
    w.file = words[2];
    status = cli_open(db, key, programmes, &s);
    if (status != CLI_DONE)
        return status;
    status = import(&s, &w);
    cli_close(&s);
    return status;
}

/* ---- export ---- */

static bool ends_with(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

/* A day means its end in Shanghai. */
static bool read_as_of(const char *text, int64_t *out)
{
    int64_t at;
    *out = 0;
    if (!text)
        return true;
    if (!time_parse(text, &at))
        return false;
    *out = at + (strlen(text) == DAY_TEXT ? TIME_DAY - 1 : 0);
    return true;
}

static enum err make(struct cli_session *s, const char *ledger, struct ledger_export *x,
                     struct buf *out, size_t *out_rows)
{
    struct ctx *c = &s->c;
    TRY(find_kind(s, ledger, &x->kind));
    if (x->which.as_of >= c->now)
        x->which.as_of = 0;
    TRY(db_begin(c, DB_READ));
    enum err err = ledger_export_make(c, &s->app, x, out, out_rows);
    if (err == ERR_OK)
        return db_end(c, true);
    db_undo(c);
    return err;
}

struct noting {
    const struct ledger_export *x;
    size_t rows;
};

static enum err note(struct ctx *c, void *arg)
{
    const struct noting *n = arg;
    return ledger_export_journal(c, n->x, n->rows);
}

/* First the journal, then the file: nothing goes out unseen. */
static enum cli_status export(struct cli_session *s, const char *ledger, const char *file,
                              struct ledger_export *x) {
    struct buf b = {.mem = s->c.mem}; struct noting noting = {.x = x};
    enum err err = make(s, ledger, x, &b, &noting.rows);
    if (err == ERR_OK) err = cli_write(s, true, note, &noting);
    return err == ERR_OK ? cli_put_file(file, &b) : cli_tell(s, err, "export");
}

enum cli_status cli_export_ledger(int argc, char **argv)
{
    struct ledger_export x = {.format = EXPORT_CSV};
    const char *db = NULL, *key = NULL, *programmes = NULL, *as_of = NULL,
               *words[3] = {NULL, NULL, NULL};
    bool gb18030 = false, left = false;
    const struct cli_option options[] = {
        {"programmes", &programmes,     NULL     },
        {"figures",    &x.figures,      NULL     },
        {"left",       NULL,            &left    },
        {"db",         &db,             NULL     },
        {"key",        &key,            NULL     },
        {"area",       &x.which.prefix, NULL     },
        {"as-of",      &as_of,          NULL     },
        {"status",     &x.which.status, NULL     },
        {"facet",      &x.which.facet,  NULL     },
        {"gb18030",    NULL,            &gb18030 },
        {"secret",     NULL,            &x.secret},
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 1, 3, &n);
    if (status != CLI_DONE)
        return status;
    if (n != 3 || !x.which.prefix || !text_is_code(x.which.prefix) ||
        !read_as_of(as_of, &x.which.as_of) || (left && x.which.as_of))
        return misuse();
    x.which.stand = left ? ENTRY_LEFT : ENTRY_STANDS;
    if (ends_with(words[2], ".xlsx"))
        x.format = EXPORT_XLSX;
    else if (gb18030)
        x.format = EXPORT_GB18030;
    status = cli_open(db, key, programmes, &s);
    if (status != CLI_DONE)
        return status;
    status = export(&s, words[1], words[2], &x);
    cli_close(&s);
    return status;
}
