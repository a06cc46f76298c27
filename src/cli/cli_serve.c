/* SPDX-License-Identifier: Apache-2.0 */
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "account/account.h"
#include "account/account_api.h"
#include "area/area_api.h"
#include "area/atlas.h"
#include "area/tile_api.h"
#include "base/arena.h"
#include "base/log.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/casefile_api.h"
#include "cli/cli.h"
#include "db/writer.h"
#include "http/server.h"
#include "journal/journal.h"
#include "journal/journal_api.h"
#include "journal/sealer.h"
#include "media/media.h"
#include "media/media_api.h"
#include "meta/meta_api.h"
#include "person/person_api.h"
#include "post/post_api.h"
#include "team/team_api.h"

enum { PURGE_EVERY_S = 60, WRITERS_POSTGRES = 8 };

struct serving {
    struct cli_session s;
    struct arena *scratch; /* of one round of housekeeping */
    struct writer *writer;
    struct sealer *sealer;
    struct server *server;
};

static struct guard guard_of_accounts(void)
{
    return (struct guard){.who = account_by_session, .may = account_may, .account_id = account_id};
}

static enum err purge_run(struct ctx *c, void *arg)
{
    (void)arg;
    TRY(session_purge(c));
    return media_purge(c);
}

static void purge_done(struct ctx *c, enum err err, void *arg)
{
    (void)arg;
    if (err != ERR_OK)
        log_line(LOG_WARN, "purge: %s %s", c->problem.code, c->problem.detail);
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
    else
        (void)db_end(c, false);
    if (err != ERR_OK)
        log_line(LOG_WARN, "areas: %s %s", c->problem.code, c->problem.detail);
    arena_reset(g->scratch);
    c->mem = whole;
}

/* The main thread keeps house until a signal ends the program. */
static void keep_house(struct serving *g, const sigset_t *ends)
{
    static struct unit purge = {.run = purge_run, .done = purge_done};
    int64_t next_purge = 0;
    for (;;) {
        struct timespec second = {.tv_sec = 1};
        if (sigtimedwait(ends, NULL, &second) > 0)
            return;
        refresh(g);
        int64_t now = time_now();
        if (now >= next_purge) {
            next_purge = now + PURGE_EVERY_S * TIME_SECOND;
            if (!writer_submit(g->writer, &purge))
                log_line(LOG_WARN, "purge: the writer's queue is full");
        }
    }
}

static enum err seal_left_over(struct ctx *c, void *arg)
{
    (void)c;
    (void)arg;
    return ERR_OK;
}

static enum err start(struct serving *g, const char *listen, const char *web, char problem[256])
{
    static const struct routes *const tables[] = {
        &meta_routes, &account_routes, &area_routes, &tile_routes,    &person_routes, &team_routes,
        &post_routes, &answer_routes,  &case_routes, &journal_routes, &media_routes};
    static struct routes routes[LEN(tables)];
    for (size_t i = 0; i < LEN(tables); i++)
        routes[i] = *tables[i];
    /* Rows that a crash left without a seal get theirs before the first new one. */
    TRY(cli_write(&g->s, true, seal_left_over, NULL));
    TRY(writer_open(g->s.url, WRITERS_POSTGRES, journal_seal, &g->writer, problem));
    if (db_engine(g->s.c.db) == DB_POSTGRES)
        TRY(sealer_open(g->s.url, &g->sealer, problem));
    struct server_setup setup = {
        .db_url = g->s.url,
        .listen = listen,
        .web_dir = web,
        .threads = (int)sysconf(_SC_NPROCESSORS_ONLN) + 1,
        .routes = routes,
        .n_routes = LEN(tables),
        .guard = guard_of_accounts(),
        .writer = g->writer,
        .app = &g->s.app,
    };
    return server_open(&setup, &g->server, problem);
}

static void stop(struct serving *g)
{
    server_close(g->server);
    sealer_close(g->sealer);
    writer_close(g->writer);
    arena_free(g->scratch);
    cli_close(&g->s);
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

enum cli_status cli_serve(int argc, char **argv)
{
    const char *db = NULL, *listen = "127.0.0.1:8080", *key = NULL, *web = NULL;
    const struct cli_option options[] = {
        {"db",     &db,     NULL},
        {"listen", &listen, NULL},
        {"key",    &key,    NULL},
        {"web",    &web,    NULL}
    };
    size_t n;
    char problem[256] = "";
    sigset_t ends;
    struct serving g = {.scratch = arena_new()};
    enum cli_status status = cli_read(argc, argv, options, LEN(options), NULL, 0, 0, &n);
    if (status == CLI_DONE)
        status = cli_open(db, key, &g.s);
    if (status != CLI_DONE) {
        arena_free(g.scratch);
        return status;
    }
    /* Blocked before any thread starts, so that only the main thread hears them. */
    (void)sigemptyset(&ends);
    (void)sigaddset(&ends, SIGINT);
    (void)sigaddset(&ends, SIGTERM);
    (void)sigprocmask(SIG_BLOCK, &ends, NULL);
    (void)signal(SIGPIPE, SIG_IGN);
    if (start(&g, listen, web ? web : default_web(g.s.c.mem), problem) == ERR_OK) {
        (void)printf("wangge %s: http://%.*s:%d\n", WANGGE_VERSION,
                     (int)(strrchr(listen, ':') ? strrchr(listen, ':') - listen : 0), listen,
                     server_port(g.server));
        (void)fflush(stdout);
        keep_house(&g, &ends);
    } else {
        (void)fprintf(stderr, "wangge serve: %s\n", problem[0] ? problem : g.s.c.problem.detail);
        status = CLI_FAILED;
    }
    stop(&g);
    return status;
}
