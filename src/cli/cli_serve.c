/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "account/account.h"
#include "area/atlas.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/tick.h"
#include "cli/cli.h"
#include "cli/cli_catalogue.h"
#include "db/writer.h"
#include "event/feed.h"
#include "http/replay.h"
#include "http/server.h"
#include "inspection/rectification.h"
#include "inspection/request.h"
#include "journal/journal.h"
#include "journal/sealer.h"
#include "ledger/ledger.h"
#include "ledger_sheet/import.h"
#include "media/media.h"
#include "routes.h"
#include "schedule/scheduler.h"

enum {
    PURGE_EVERY_S = 60,
    WRITERS_POSTGRES = 8,
    READERS_POSTGRES = 16, /* threads that mostly wait for the network */
    RATE = 60,             /* public changes a minute from one address */
    FILES = 16384
};

struct serving {
    struct cli_session s;
    struct arena *scratch; /* of one round of housekeeping */
    struct routes routes[ROUTES_TABLES];
    struct writer *writer;
    struct sealer *sealer;
    struct feed *feed;
    struct scheduler *scheduler;
    struct server *server;
    struct unit purge;
    atomic_bool purging; /* the unit is with the writer */
};

struct words { /* of the command */
    const char *db, *listen, *key, *web, *rate, *public_url, *programmes;
};

static struct guard guard_of_accounts(void)
{
    return (struct guard){.who = account_by_session, .may = account_may, .account_id = account_id};
}

static enum err purge_run(struct ctx *c, void *arg)
{
    const struct serving *g = arg;
    TRY(session_purge(c));
    TRY(replay_purge(c));
    TRY(request_purge(c));
    TRY(entry_erase(c, &g->s.app));
    TRY(ledger_import_forget(c));
    return media_purge(c);
}

static void purge_done(struct ctx *c, enum err err, void *arg)
{
    struct serving *g = arg;
    if (err != ERR_OK)
        log_line(LOG_WARN, "purge: %s %s", c->problem.code, c->problem.detail);
    atomic_store(&g->purging, false);
}

/* Another process may have imported areas; a glance at the generation is one indexed read. */
static void refresh(struct serving *g)
{
    struct ctx *c = &g->s.c;
    struct arena *whole = c->mem;
    c->mem = g->scratch;
    c->now = time_now();
    enum err err = db_begin(c, DB_READ);
    if (err == ERR_OK)
        err = atlas_refresh(g->s.app.atlas, c);
    if (err == ERR_OK)
        err = db_end(c, true);
    db_undo(c);
    if (err != ERR_OK)
        log_line(LOG_WARN, "areas: %s %s", c->problem.code, c->problem.detail);
    arena_reset(g->scratch);
    c->mem = whole;
}

static void purge(struct serving *g)
{
    if (atomic_exchange(&g->purging, true))
        return;
    g->purge = (struct unit){.run = purge_run, .done = purge_done, .arg = g};
    if (!writer_submit(g->writer, &g->purge)) {
        atomic_store(&g->purging, false);
        log_line(LOG_WARN, "purge: the writer's queue is full");
    }
}

/* The main thread keeps house until a signal ends the program. */
static void keep_house(struct serving *g, const sigset_t *ends)
{
    int64_t next_purge = 0;
    for (;;) {
        struct timespec second = {.tv_sec = 1};
        if (sigtimedwait(ends, NULL, &second) > 0)
            return;
        int64_t now = time_now();
        server_sweep(g->server, now);
        refresh(g);
        if (now < next_purge)
            continue;
        next_purge = now + PURGE_EVERY_S * TIME_SECOND;
        purge(g);
    }
}

static enum err seal_left_over(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    return ERR_OK;
}

/* The built front end stands beside the program: <dir of wangge>/web. */
static const char *default_web(struct arena *mem)
{
    char self[4096];
    ssize_t n = readlink("/proc/self/exe", self, sizeof self - 1);
    if (n <= 0)
        return NULL;
    self[n] = '\0';
    *(strrchr(self, '/') + 1) = '\0';
    const char *dir = arena_printf(mem, "%sweb", self);
    return access(dir, R_OK) == 0 ? dir : NULL;
}

/* Each connection is an open file. */
static void allow_files(void)
{
    struct rlimit files;
    if (getrlimit(RLIMIT_NOFILE, &files) != 0 || files.rlim_cur >= FILES)
        return;
    files.rlim_cur = files.rlim_max < FILES ? files.rlim_max : FILES;
    (void)setrlimit(RLIMIT_NOFILE, &files);
}

/* Where rows are sealed with their commit the open pages hear of a change at once; else with the feed's next look. */
static void on_change(void *app)
{
    feed_wake(((struct app *)app)->feed);
}

static enum err start_scheduler(struct serving *g, char problem[256])
{
    const struct schedule_setup setup = {.url = g->s.url,
                                         .writer = g->writer,
                                         .app = &g->s.app,
                                         .due = casefile_ticks,
                                         .step = rectification_tick};
    TRY(scheduler_open(&setup, &g->scheduler, problem));
    return scheduler_start(g->scheduler, problem);
}

static enum err start(struct serving *g, const struct words *w, int rate, char problem[256])
{
    bool postgres = db_engine(g->s.c.db) == DB_POSTGRES;
    allow_files();
    routes_all(g->routes);
    /* Rows that a crash left without a seal get theirs before the first new one. */
    TRY(cli_write(&g->s, true, seal_left_over, NULL));
    TRY(cli_seed(&g->s));
    TRY(writer_open(g->s.url, WRITERS_POSTGRES, journal_seal, &g->writer, problem));
    if (postgres)
        TRY(sealer_open(g->s.url, &g->sealer, problem));
    TRY(feed_open(g->s.url, &g->feed, problem));
    g->s.app.feed = g->feed;
    struct server_setup setup = {
        .db_url = g->s.url,
        .listen = w->listen,
        .web_dir = w->web ? w->web : default_web(g->s.c.mem),
        .threads = postgres ? READERS_POSTGRES : (int)sysconf(_SC_NPROCESSORS_ONLN) + 1,
        .routes = g->routes,
        .n_routes = ROUTES_TABLES,
        .guard = guard_of_accounts(),
        .writer = g->writer,
        .changed = on_change,
        .app = &g->s.app,
        .rate = rate,
    };
    TRY(server_open(&setup, &g->server, problem));
    return start_scheduler(g, problem);
}

static void stop(struct serving *g)
{
    server_close(g->server);
    feed_close(g->feed);
    scheduler_close(g->scheduler);
    sealer_close(g->sealer);
    writer_close(g->writer);
    arena_free(g->scratch);
    cli_close(&g->s);
}

static enum cli_status serve(struct serving *g, const struct words *w, int rate)
{
    char problem[256] = "";
    sigset_t ends;
    /* Blocked before any thread starts, so that only the main thread hears them. */
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGINT);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &ends, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    if (start(g, w, rate, problem) != ERR_OK) {
        (void)fprintf(stderr, "wangge serve: %s\n", problem[0] ? problem : g->s.c.problem.detail);
        return CLI_FAILED;
    }
    (void)printf("wangge %s: http://%.*s:%d\n", WANGGE_VERSION,
                 (int)(strrchr(w->listen, ':') - w->listen), w->listen, server_port(g->server));
    (void)fflush(stdout);
    keep_house(g, &ends);
    return CLI_DONE;
}

/* Scheme, host and port: paths are the program's own. */
static bool is_origin(const char *url)
{
    const char *host = text_has_prefix(url, "https://") ? url + 8 : url + 7;
    if (!text_has_prefix(url, "https://") && !text_has_prefix(url, "http://"))
        return false;
    size_t n = strlen(host);
    return n > 0 && n <= 200 &&
           strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-:[]") == n;
}

enum cli_status cli_serve(int argc, char **argv)
{
    struct words w = {.listen = "127.0.0.1:8080"};
    const struct cli_option options[] = {
        {"db",         &w.db,         NULL},
        {"listen",     &w.listen,     NULL},
        {"key",        &w.key,        NULL},
        {"web",        &w.web,        NULL},
        {"rate",       &w.rate,       NULL},
        {"public-url", &w.public_url, NULL},
        {"programmes", &w.programmes, NULL},
    };
    size_t n;
    int64_t rate = RATE;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), NULL, 0, 0, &n);
    if (status == CLI_DONE && w.rate && (!text_int(w.rate, &rate) || rate < 0 || rate > 1000000)) {
        (void)fprintf(stderr, "wangge serve: --rate: 0 to 1000000\n");
        status = CLI_MISUSE;
    }
    if (status == CLI_DONE && w.public_url && !is_origin(w.public_url)) {
        (void)fprintf(stderr,
                      "wangge serve: --public-url: https://HOST or http://HOST, without a path\n");
        status = CLI_MISUSE;
    }
    struct serving g = {.scratch = NULL};
    if (status == CLI_DONE)
        status = cli_open(w.db, w.key, w.programmes, &g.s);
    if (status != CLI_DONE)
        return status;
    g.scratch = arena_new();
    g.s.app.public_url = w.public_url;
    status = serve(&g, &w, (int)rate);
    stop(&g);
    return status;
}
