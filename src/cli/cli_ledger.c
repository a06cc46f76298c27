/* SPDX-License-Identifier: Apache-2.0 */
/* wangge import ledger and wangge export ledger: entries from a sheet and into one. */
#include "cli/cli_ledger.h"

#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "ledger_sheet/export.h"
#include "ledger_sheet/export_request.h"
#include "ledger_sheet/import.h"
#include "programme/programme.h"

enum { FILE_MAX = 64 << 20 };

static const char usage[] =
    "usage: wangge import ledger LEDGER FILE|- --db URL --area DISTRICT [--sheet NAME] [--mapping JSON]\n"
    "              [--crs wgs84|gcj02] [--key FILE] [--programmes DIR] [--dry-run]\n"
    "       wangge export ledger LEDGER FILE.xlsx|FILE.csv|- --db URL --area AREA [--as-of TIME]\n"
    "              [--status STATUS] [--facet VALUE] [--left] [--figures LIST]\n"
    "              [--gb18030] [--key FILE] [--programmes DIR]\n"
    "       wangge export ledger LEDGER FILE.xlsx|FILE.csv|- --db URL --request REF [--key FILE]\n"
    "              [--programmes DIR]\n";

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
    cli_findings(w->file, &r->found);
    (void)printf(
        "%lld rows: %lld added, %lld changed, %lld unchanged; %lld errors, %lld warnings: %s\n",
        (long long)r->rows, (long long)r->added, (long long)r->changed, (long long)r->unchanged,
        (long long)r->found.errors, (long long)r->found.warnings,
        cli_outcome(r->applied, &r->found));
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
    return w->report.found.errors ? CLI_WRONG : CLI_DONE;
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

struct taking {
    const char *ledger, *file, *ref;
    struct ledger_export x;
    struct export_request request; /* with ref */
    struct buf out;
    size_t rows;
};

/* A file with restricted fields is what was asked for and granted, and nothing else. */
static enum err find_granted(struct cli_session *s, struct taking *t)
{
    struct ctx *c = &s->c;
    struct export_request *r = &t->request;
    int32_t district;
    int64_t id;
    if (!text_ref_parse(t->ref, &district, &id))
        return ctx_fail(c, ERR_NOT_FOUND, "export.unknown", "request", "%.40s", t->ref);
    TRY(export_request_get(c, district, id, r));
    TRY(export_request_granted(c, r));
    TRY(export_wish_read(c, &s->app, r, &t->x));
    if (strcmp(r->ledger, t->ledger) != 0)
        return ctx_fail(c, ERR_CONFLICT, "export.unknown", "request", "%.40s: %.40s", t->ref,
                        r->ledger);
    if (strcmp(t->file, "-") != 0 && text_has_end(t->file, ".xlsx") != (t->x.format == EXPORT_XLSX))
        return ctx_fail(c, ERR_INVALID, "export.format", "request", ".%s",
                        export_ending(t->x.format));
    return ERR_OK;
}

static enum err read_and_write(struct cli_session *s, struct taking *t)
{
    struct ctx *c = &s->c;
    if (t->ref)
        TRY(find_granted(s, t));
    else
        TRY(find_kind(s, t->ledger, &t->x.kind));
    if (t->x.which.as_of >= c->now)
        t->x.which.as_of = 0;
    return ledger_export_make(c, &s->app, &t->x, &t->out, &t->rows);
}

static enum err make(struct cli_session *s, struct taking *t)
{
    struct ctx *c = &s->c;
    t->out = (struct buf){.mem = c->mem};
    TRY(db_begin(c, DB_READ));
    enum err err = read_and_write(s, t);
    if (err == ERR_OK)
        return db_end(c, true);
    db_undo(c);
    return err;
}

static enum err note(struct ctx *c, void *arg)
{
    const struct taking *t = arg;
    return t->ref ? export_request_take(c, &t->request, t->rows)
                  : ledger_export_journal(c, &t->x, t->rows);
}

/* First the journal, then the file: nothing goes out unseen. */
static enum cli_status give_out(struct cli_session *s, struct taking *t)
{
    enum err err = make(s, t);
    if (err == ERR_OK)
        err = cli_write(s, true, note, t);
    if (err != ERR_OK)
        return cli_tell(s, err, "export");
    if (t->ref)
        (void)umask(S_IRWXG | S_IRWXO);
    return cli_put_file(t->file, &t->out);
}

static enum cli_status export_with(const char *db, const char *key, const char *programmes,
                                   struct taking *t)
{
    struct cli_session s;
    enum cli_status status = cli_open(db, key, programmes, &s);
    if (status != CLI_DONE)
        return status;
    status = give_out(&s, t);
    cli_close(&s);
    return status;
}

enum cli_status cli_export_ledger(int argc, char **argv)
{
    struct taking t = {.x.format = EXPORT_CSV};
    struct ledger_export *x = &t.x;
    const char *db = NULL, *key = NULL, *programmes = NULL, *as_of = NULL,
               *words[3] = {NULL, NULL, NULL};
    bool gb18030 = false, left = false;
    const struct cli_option options[] = {
        {"programmes", &programmes,      NULL    },
        {"figures",    &x->figures,      NULL    },
        {"left",       NULL,             &left   },
        {"db",         &db,              NULL    },
        {"key",        &key,             NULL    },
        {"area",       &x->which.prefix, NULL    },
        {"as-of",      &as_of,           NULL    },
        {"status",     &x->which.status, NULL    },
        {"facet",      &x->which.facet,  NULL    },
        {"gb18030",    NULL,             &gb18030},
        {"request",    &t.ref,           NULL    },
    };
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 1, 3, &n);
    if (status != CLI_DONE)
        return status;
    const bool wishes = x->which.prefix || x->figures || as_of || x->which.status ||
                        x->which.facet || left || gb18030;
    const bool area = x->which.prefix && text_is_code(x->which.prefix);
    if (n != 3 || (t.ref ? wishes : !area) || (as_of && !time_parse_end(as_of, &x->which.as_of)) ||
        (left && x->which.as_of))
        return misuse();
    x->which.stand = left ? ENTRY_LEFT : ENTRY_STANDS;
    t.ledger = words[1];
    t.file = words[2];
    if (text_has_end(t.file, ".xlsx"))
        x->format = EXPORT_XLSX;
    else if (gb18030)
        x->format = EXPORT_GB18030;
    return export_with(db, key, programmes, &t);
}
