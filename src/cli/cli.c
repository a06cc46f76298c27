/* SPDX-License-Identifier: Apache-2.0 */
#include "cli/cli.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "calendar/calendars.h"
#include "db/migrate.h"
#include "http/problem.h"
#include "indicator/public.h"
#include "inspection/rectification.h"
#include "journal/journal.h"
#include "ledger/adopt.h"
#include "ledger_sheet/import.h"
#include "programme/programme.h"
#include "programme/version.h"

static const struct cli_option *find_option(const struct cli_option *options, size_t n,
                                            const char *name, size_t len)
{
    for (size_t i = 0; i < n; i++)
        if (strlen(options[i].name) == len && strncmp(options[i].name, name, len) == 0)
            return &options[i];
    return NULL;
}

/* One --option at argv[*i]; moves *i past its value. */
static bool read_option(int argc, char **argv, int *i, const struct cli_option *options, size_t n)
{
    const char *name = argv[*i] + 2;
    size_t len = strcspn(name, "=");
    const struct cli_option *o = find_option(options, n, name, len);
    if (!o) {
        (void)fprintf(stderr, "wangge %s: no option --%.*s\n", argv[0], (int)len, name);
        return false;
    }
    if (!o->value) {
        *o->flag = true;
        return name[len] == '\0';
    }
    if (name[len] == '=') {
        *o->value = name + len + 1;
        return true;
    }
    if (*i + 1 >= argc) {
        (void)fprintf(stderr, "wangge %s: --%s needs a value\n", argv[0], name);
        return false;
    }
    *o->value = argv[++*i];
    return true;
}

enum cli_status cli_read(int argc, char **argv, const struct cli_option *options, size_t n,
                         const char **words, size_t n_words_min, size_t n_words_max,
                         size_t *out_n_words)
{
    size_t found = 0;
    for (int i = 1; i < argc; i++) {
        bool is_option = strncmp(argv[i], "--", 2) == 0 && argv[i][2];
        if (is_option) {
            if (!read_option(argc, argv, &i, options, n))
                return CLI_MISUSE;
        } else if (found == n_words_max) {
            (void)fprintf(stderr, "wangge %s: one word too many: %s\n", argv[0], argv[i]);
            return CLI_MISUSE;
        } else {
            words[found++] = argv[i];
        }
    }
    if (found < n_words_min) {
        (void)fprintf(stderr, "wangge %s: a word is missing; see wangge --help\n", argv[0]);
        return CLI_MISUSE;
    }
    *out_n_words = found;
    return CLI_DONE;
}

enum cli_status cli_tell(const struct cli_session *s, enum err err, const char *doing)
{
    const struct problem *p = &s->c.problem;
    const struct problem_text *text = problem_text(p->code);
    (void)fprintf(stderr, "wangge: %s: %s%s%s", doing, text ? text->en : "", text ? " / " : "",
                  text ? text->zh : "");
    (void)fprintf(stderr, " [%s]%s%s%s%s\n", p->code, p->field[0] ? " " : "", p->field,
                  p->detail[0] ? ": " : "", p->detail);
    return err == ERR_INVALID || err == ERR_CONFLICT || err == ERR_NOT_FOUND ? CLI_WRONG
                                                                             : CLI_FAILED;
}

static enum err load(struct cli_session *s, const char *programmes)
{
    struct ctx *c = &s->c;
    TRY(db_migrate(c));
    TRY(programmes_load_with(c, programmes, &s->app.programmes));
    s->app.atlas = atlas_new();
    s->app.calendars = calendars_new();
    s->app.indicators = indicator_cache_new();
    TRY(db_begin(c, DB_READ));
    TRY(atlas_refresh(s->app.atlas, c));
    return db_end(c, true);
}

enum cli_status cli_open_quiet(const char *url, const char *programmes, struct cli_session *out)
{
    char problem[256];
    *out = (struct cli_session){.url = url,
                                .app.version = WANGGE_VERSION,
                                .app.follow = &inspections_follow,
                                .app.rewrite = &imports_rewrite};
    if (!url) {
        (void)fprintf(stderr, "wangge: --db URL is needed (sqlite:PATH or postgres:URL)\n");
        return CLI_MISUSE;
    }
    if (!secret_start() || db_open(url, &out->c.db, problem) != ERR_OK) {
        (void)fprintf(stderr, "wangge: cannot open %s: %s\n", url, problem);
        return CLI_FAILED;
    }
    out->c.mem = arena_new();
    out->c.now = time_now();
    enum err err = load(out, programmes);
    if (err == ERR_OK)
        return CLI_DONE;
    enum cli_status status = cli_tell(out, err, "open");
    cli_close(out);
    return status == CLI_WRONG ? CLI_FAILED : status;
}

/* Beside an SQLite file its key; a server database has no place of its own, so the working directory. */
static const char *default_key(struct cli_session *s)
{
    static const char scheme[] = "sqlite:";
    if (strncmp(s->url, scheme, strlen(scheme)) == 0)
        return arena_printf(s->c.mem, "%s.key", s->url + strlen(scheme));
    return "wangge.key";
}

enum { ADOPT_TRIES = 100 };

struct adopting {
    struct cli_session *s;
    bool more;
};

static enum err record(struct ctx *c, void *arg)
{
    struct cli_session *s = arg;
    TRY(programmes_record(c, s->app.programmes));
    return programmes_recall(c, s->app.programmes, &s->app.programmes);
}

static enum err adopt(struct ctx *c, void *arg)
{
    struct adopting *a = arg;
    return ledger_adopt(c, &a->s->app, &a->more);
}

/* Batch by batch, each sealed and kept; what is cut off here goes on at the next start. */
static enum err adopt_all(struct cli_session *s)
{
    struct adopting a = {.s = s, .more = true};
    struct arena *whole = s->c.mem;
    enum err err = ERR_OK;
    s->c.mem = arena_new();
    for (int tries = 0; err == ERR_OK && a.more && tries < ADOPT_TRIES;) {
        s->c.now = time_now();
        err = cli_write(s, true, adopt, &a);
        tries = err == ERR_BUSY ? tries + 1 : 0;
        if (err == ERR_BUSY && tries < ADOPT_TRIES)
            err = ERR_OK;
        arena_reset(s->c.mem);
    }
    arena_free(s->c.mem);
    s->c.mem = whole;
    return err;
}

static enum cli_status give_up(struct cli_session *s, enum err err, const char *doing)
{
    (void)cli_tell(s, err, doing);
    cli_close(s);
    return CLI_FAILED;
}

enum cli_status cli_open_new(const char *url, const char *key_path, const char *programmes,
                             struct cli_session *out)
{
    enum cli_status status = cli_open_quiet(url, programmes, out);
    if (status != CLI_DONE)
        return status;
    enum err err = secret_key_file(&out->c, key_path ? key_path : default_key(out), out->app.key);
    return err == ERR_OK ? CLI_DONE : give_up(out, err, "key");
}

enum cli_status cli_open(const char *url, const char *key_path, const char *programmes,
                         struct cli_session *out)
{
    enum cli_status status = cli_open_new(url, key_path, programmes, out);
    if (status != CLI_DONE)
        return status;
    enum err err = cli_write(out, true, record, out);
    if (err == ERR_OK)
        err = adopt_all(out);
    return err == ERR_OK ? CLI_DONE : give_up(out, err, "programmes");
}

void cli_close(struct cli_session *s)
{
    if (s->app.atlas)
        atlas_free(s->app.atlas);
    calendars_free(s->app.calendars);
    indicator_cache_free(s->app.indicators);
    db_close(s->c.db);
    arena_free(s->c.mem);
    *s = (struct cli_session){0};
}

static void file_close(FILE **f)
{
    if (*f && *f != stdin)
        (void)fclose(*f);
}

enum cli_status cli_read_file(struct cli_session *s, const char *path, size_t max, char **out,
                              size_t *out_n)
{
    CLEANUP(file_close) FILE *f = strcmp(path, "-") == 0 ? stdin : fopen(path, "rb");
    if (!f) {
        (void)fprintf(stderr, "wangge: %s: %s\n", path, strerror(errno));
        return CLI_FAILED;
    }
    struct buf b = {.mem = s->c.mem};
    char chunk[65536];
    size_t got;
    while ((got = fread(chunk, 1, sizeof chunk, f)) > 0 && b.n + got <= max)
        buf_bytes(&b, chunk, got);
    if (ferror(f) || got > 0) {
        (void)fprintf(stderr, "wangge: %s: %s\n", path, got ? "too large" : strerror(errno));
        return CLI_FAILED;
    }
    buf_bytes(&b, "", 0);
    *out = b.p;
    *out_n = b.n;
    return CLI_DONE;
}

enum err cli_write(struct cli_session *s, bool keep, cli_work_fn *work, void *arg)
{
    struct ctx *c = &s->c;
    TRY(db_begin(c, DB_WRITE));
    enum err err = work(c, arg);
    if (err == ERR_OK && keep)
        err = journal_seal_all(c);
    if (err == ERR_OK && keep)
        return db_end(c, true);
    db_undo(c);
    return err;
}

enum cli_status cli_put_file(const char *path, const struct buf *b)
{
    bool standard = strcmp(path, "-") == 0;
    FILE *f = standard ? stdout : fopen(path, "wb");
    bool done = f && fwrite(buf_str(b), 1, b->n, f) == b->n;
    done = f && (standard ? fflush(f) : fclose(f)) == 0 && done;
    if (!done)
        (void)fprintf(stderr, "wangge: %s: %s\n", path, strerror(errno));
    return done ? CLI_DONE : CLI_FAILED;
}

void cli_findings(const char *file, const struct findings *f)
{
    for (size_t i = 0; i < f->n; i++) {
        const struct finding *found = &f->v[i];
        if (found->cell)
            (void)printf("%s:%s\t%s", file, found->cell, finding_severity(found));
        else
            (void)printf("%s:%zu\t%s", file, found->row, finding_severity(found));
        if (found->key)
            (void)printf("\t%s", found->key);
        (void)printf("\t%s\t%s\n", found->rule, found->detail);
    }
}

const char *cli_outcome(bool applied, const struct findings *f)
{
    if (applied)
        return "applied";
    return f->errors ? "nothing applied" : "dry run";
}

void cli_tell_fault(void *arg, const struct journal_fault *f)
{
    (void)arg;
    (void)printf("%06d\tseq %lld\trow %lld\t%s\t%s\n", (int)f->district, (long long)f->seq,
                 (long long)f->id, f->what, f->detail);
}
