/* SPDX-License-Identifier: Apache-2.0 */
/*
 * PostgreSQL in pipeline mode: db_exec only queues, so that a unit costs few round trips. After an error the server
 * skips all up to the next sync; undo sends one. A statement without answer before its deadline costs the connection,
 * for a frozen server keeps a TCP connection alive. Whatever goes wrong once COMMIT is out leaves it unknown.
 */
#include <assert.h>
#include <errno.h>
#include <libpq-fe.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/time.h"
#include "db/db_driver.h"
#include "db/db_wire.h"

enum {
    DEADLINE_MS = 5000,
    SLOW_MS = 15 * 60 * 1000, /* schema changes, and results that are read row by row */
    PIPE_MAX = 64, /* answers that may be outstanding: few enough for any socket buffer */
    PIPE_ROOM = PIPE_MAX + 16,
    VERSION_MIN = 150000
};

enum sent { SENT_PREPARE, SENT_RUN, SENT_CONTROL, SENT_COMMIT, SENT_SYNC };

struct pending {
    enum sent what;
    enum sql id; /* of PREPARE and RUN */
};

struct prepared {
    bool made;
    unsigned char round; /* how often its types changed, for its name */
    Oid types[DB_PARAMS_MAX];
};

struct postgres {
    struct db head;
    PGconn *conn; /* NULL: lost; db_begin makes a new one */
    char *where;
    bool warned; /* the server said 01000 */
    struct pending pending[PIPE_ROOM];
    size_t n_pending;
    struct prepared stmts[SQL__COUNT];
};

/* Where the rows of the last pending command go. */
struct sink {
    db_row_fn *fn;
    void *arg;
    bool stream;
};

static struct postgres *self(const struct ctx *c)
{
    return (struct postgres *)c->db;
}

static int64_t now_ms(void)
{
    return time_steady() / TIME_MS;
}

/* ---- connection ---- */

static void drop(struct postgres *pg)
{
    PQfinish(pg->conn);
    pg->conn = NULL;
    pg->n_pending = 0;
    memset(pg->stmts, 0, sizeof pg->stmts);
}

static enum err lost(struct ctx *c, const char *why)
{
    struct postgres *pg = self(c);
    const char *text = pg->conn ? PQerrorMessage(pg->conn) : "";
    enum err err =
        ctx_fail(c, ERR_BUSY, "db.lost", "", "%s: %.*s", why, (int)strcspn(text, "\n"), text);
    drop(pg);
    return err;
}

static void on_notice(void *arg, const PGresult *r)
{
    struct postgres *pg = arg;
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    if (state && strcmp(state, "01000") == 0)
        pg->warned = true;
}

/* Settings of the session, and what the server must be like. */
static bool set_up(struct postgres *pg, char problem[256])
{
    static const char settings[] =
        "SET lock_timeout = '3s'; SET idle_in_transaction_session_timeout = '5min';"
        "SET client_connection_check_interval = '2s'; SET jit = off;"
        "SELECT current_setting('synchronous_commit')";
    const char *encoding = PQparameterStatus(pg->conn, "server_encoding");
    if (PQserverVersion(pg->conn) < VERSION_MIN) {
        (void)snprintf(problem, 256, "PostgreSQL 15 or newer is needed");
        return false;
    }
    if (!encoding || strcmp(encoding, "UTF8") != 0) {
        (void)snprintf(problem, 256, "the database's encoding must be UTF8, not %s", encoding);
        return false;
    }
    PGresult *r = PQexec(pg->conn, settings);
    const char *sync = PQntuples(r) == 1 ? PQgetvalue(r, 0, 0) : "";
    bool fits = strcmp(sync, "on") == 0 || strcmp(sync, "remote_apply") == 0;
    if (PQresultStatus(r) != PGRES_TUPLES_OK)
        (void)snprintf(problem, 256, "%s", PQerrorMessage(pg->conn));
    else if (!fits)
        (void)snprintf(problem, 256, "synchronous_commit must be on, not %s", sync);
    PQclear(r);
    return fits && PQsetnonblocking(pg->conn, 1) == 0 && PQenterPipelineMode(pg->conn) == 1;
}

static bool connect_now(struct postgres *pg, char problem[256])
{
    static const char *const keys[] = {"connect_timeout", "dbname", "client_encoding",
                                       "fallback_application_name", NULL};
    const char *const values[] = {"3", pg->where, "UTF8", "wangge", NULL};
    pg->conn = PQconnectdbParams(keys, values, 1);
    if (PQstatus(pg->conn) != CONNECTION_OK) {
        const char *text = PQerrorMessage(pg->conn);
        (void)snprintf(problem, 256, "%.*s", (int)strcspn(text, "\n"), text);
        drop(pg);
        return false;
    }
    (void)PQsetNoticeReceiver(pg->conn, on_notice, pg);
    if (set_up(pg, problem))
        return true;
    drop(pg);
    return false;
}

static void postgres_close(struct db *db)
{
    struct postgres *pg = (struct postgres *)db;
    PQfinish(pg->conn);
    free(pg->where);
    free(pg);
}

static enum err postgres_open(const char *where, struct db **out, char problem[256])
{
    struct postgres *pg = calloc(1, sizeof *pg);
    if (!pg)
        abort();
    pg->head.driver = &db_postgres;
    pg->where = strdup(where);
    if (!pg->where)
        abort();
    if (!connect_now(pg, problem)) {
        postgres_close(&pg->head);
        return ERR_INTERNAL;
    }
    *out = &pg->head;
    return ERR_OK;
}

/* ---- the pipe ---- */

static bool wait_for(struct postgres *pg, short events, int64_t deadline)
{
    struct pollfd p = {.fd = PQsocket(pg->conn), .events = events};
    for (;;) {
        int64_t left = deadline - now_ms();
        int n = left > 0 ? poll(&p, 1, (int)left) : 0;
        if (n > 0)
            return true;
        if (n == 0 || errno != EINTR)
            return false;
    }
}

static enum err flush_out(struct ctx *c, int64_t deadline)
{
    struct postgres *pg = self(c);
    int left;
    while ((left = PQflush(pg->conn)) == 1)
        if (!wait_for(pg, POLLIN | POLLOUT, deadline) || !PQconsumeInput(pg->conn))
            return lost(c, "send");
    return left == 0 ? ERR_OK : lost(c, "send");
}

static enum err next_result(struct ctx *c, int64_t deadline, PGresult **out)
{
    struct postgres *pg = self(c);
    while (PQisBusy(pg->conn))
        if (!wait_for(pg, POLLIN, deadline) || !PQconsumeInput(pg->conn))
            return lost(c, "read");
    *out = PQgetResult(pg->conn);
    return ERR_OK;
}

static const char *name_of(const struct ctx *c, const struct pending *p)
{
    switch (p->what) {
    case SENT_PREPARE:
    case SENT_RUN:
        return c->db->stmts[p->id].name;
    case SENT_COMMIT:
        return "commit";
    case SENT_CONTROL:
    case SENT_SYNC:
        break;
    }
    return "unit";
}

static enum err failed(struct ctx *c, const struct pending *p, const PGresult *r)
{
    const char *code;
    const char *state = PQresultErrorField(r, PG_DIAG_SQLSTATE);
    const char *text = PQresultErrorField(r, PG_DIAG_MESSAGE_PRIMARY);
    if (!state)
        return lost(c, name_of(c, p));
    enum err err = wire_class(state, &code);
    /* Only these say for sure that a COMMIT was refused. */
    if (p->what == SENT_COMMIT && !wire_refused(state)) {
        err = ERR_UNKNOWN;
        code = "db.unknown";
    }
    return ctx_fail(c, err, code, "", "%s: %s (%s)", name_of(c, p), text ? text : "", state);
}

static enum err cell(struct ctx *c, const PGresult *r, int row, int col, struct db_value *out)
{
    *out = db_null();
    if (PQgetisnull(r, row, col) || wire_decode(PQftype(r, col), PQgetvalue(r, row, col),
                                                (size_t)PQgetlength(r, row, col), out))
        return ERR_OK;
    return ctx_fail(c, ERR_INTERNAL, "db.type", "", "%s has type %u", PQfname(r, col),
                    PQftype(r, col));
}

static enum err give_rows(struct ctx *c, const PGresult *r, const struct sink *to)
{
    struct db_value row[DB_COLS_MAX];
    int cols = PQnfields(r);
    if (cols > DB_COLS_MAX)
        return ctx_fail(c, ERR_INTERNAL, "db.statement", "", "%d columns", cols);
    for (int i = 0; i < PQntuples(r); i++) {
        for (int k = 0; k < cols; k++)
            TRY(cell(c, r, i, k, &row[k]));
        TRY(to->fn(to->arg, row, (size_t)cols));
    }
    return ERR_OK;
}

/* One result of a command. Sets *out_done after its last. */
static enum err take_result(struct ctx *c, const struct pending *p, PGresult *r,
                            const struct sink *to, bool *out_done)
{
    ExecStatusType status = r ? PQresultStatus(r) : PGRES_EMPTY_QUERY;
    *out_done = !r || status == PGRES_PIPELINE_SYNC;
    if (!r)
        return p->what == SENT_SYNC ? lost(c, "sync") : ERR_OK;
    if (status == PGRES_TUPLES_OK || status == PGRES_SINGLE_TUPLE)
        return to ? give_rows(c, r, to) : ERR_OK;
    if (status == PGRES_PIPELINE_SYNC)
        return ERR_OK;
    if (status == PGRES_PIPELINE_ABORTED)
        return ctx_fail(c, ERR_INTERNAL, "db.failed", "", "%s: skipped", name_of(c, p));
    if (status != PGRES_COMMAND_OK)
        return failed(c, p, r);
    if (p->what == SENT_COMMIT && strcmp(PQcmdStatus(r), "COMMIT") != 0)
        return ctx_fail(c, ERR_INTERNAL, "db.failed", "", "%s", "rolled back at commit");
    return ERR_OK;
}

/* Reads all answers to one command; after a failure the rest is read and forgotten. */
static enum err read_answer(struct ctx *c, const struct pending *p, const struct sink *to,
                            int64_t wait_ms)
{
    struct postgres *pg = self(c);
    enum err first = ERR_OK;
    bool done = false;
    if (to && to->stream)
        (void)PQsetSingleRowMode(pg->conn);
    while (!done) {
        PGresult *r = NULL;
        struct problem kept = c->problem;
        TRY(next_result(c, now_ms() + wait_ms, &r));
        enum err err = take_result(c, p, r, first == ERR_OK ? to : NULL, &done);
        PQclear(r);
        if (!pg->conn)
            return err;
        if (first != ERR_OK)
            c->problem = kept;
        else
            first = err;
    }
    return first;
}

/* Reads the answers to all that was sent; the last command's rows go to the sink. */
static enum err settle(struct ctx *c, const struct sink *to, int64_t wait_ms)
{
    struct postgres *pg = self(c);
    enum err first = ERR_OK;
    if (pg->pending[pg->n_pending - 1].what != SENT_SYNC && !PQsendFlushRequest(pg->conn))
        return lost(c, "send");
    TRY(flush_out(c, now_ms() + wait_ms));
    for (size_t i = 0; i < pg->n_pending; i++) {
        const struct pending p = pg->pending[i];
        struct problem kept = c->problem;
        bool last = i + 1 == pg->n_pending;
        enum err err = read_answer(c, &p, last && first == ERR_OK ? to : NULL, wait_ms);
        if (!pg->conn)
            return err;
        if (err != ERR_OK && p.what == SENT_PREPARE)
            pg->stmts[p.id].made = false;
        if (first != ERR_OK)
            c->problem = kept;
        else
            first = err;
    }
    pg->n_pending = 0;
    return first;
}

static enum err sent(struct ctx *c, int ok, enum sent what, enum sql id)
{
    struct postgres *pg = self(c);
    if (!ok)
        return lost(c, "send");
    assert(pg->n_pending < PIPE_ROOM);
    pg->pending[pg->n_pending++] = (struct pending){.what = what, .id = id};
    return ERR_OK;
}

static enum err control(struct ctx *c, const char *sql, enum sent what)
{
    struct postgres *pg = self(c);
    if (!pg->conn)
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", sql);
    int ok = PQsendQueryParams(pg->conn, sql, 0, NULL, NULL, NULL, NULL, 1);
    return sent(c, ok, what, 0);
}

static enum err sync_out(struct ctx *c)
{
    struct postgres *pg = self(c);
    if (!pg->conn)
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", "sync");
    return sent(c, PQpipelineSync(pg->conn), SENT_SYNC, 0);
}

/* ---- statements ---- */

/*
 * Prepares on first use. Where the first use had a NULL, the server guessed the parameter's type: the first value of
 * another use settles it, under a new name.
 */
static enum err prepare(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                        char name[32])
{
    struct postgres *pg = self(c);
    struct prepared *p = &pg->stmts[id];
    if (n > DB_PARAMS_MAX)
        return ctx_fail(c, ERR_INTERNAL, "db.statement", "", "%s: arguments",
                        c->db->stmts[id].name);
    for (size_t i = 0; i < n; i++) {
        Oid type = wire_type(args[i].type);
        if (type == 0 || type == p->types[i])
            continue;
        if (p->types[i] != 0)
            return ctx_fail(c, ERR_INTERNAL, "db.type", "", "%s: $%zu changes its type",
                            c->db->stmts[id].name, i + 1);
        p->types[i] = type;
        p->round = (unsigned char)(p->round + p->made);
        p->made = false;
    }
    (void)snprintf(name, 32, "s%d_%d", (int)id, p->round);
    if (p->made)
        return ERR_OK;
    p->made = true;
    int ok = PQsendPrepare(pg->conn, name, c->db->stmts[id].sql, (int)n, p->types);
    return sent(c, ok, SENT_PREPARE, id);
}

static enum err start(struct ctx *c, enum sql id, const struct db_value *args, size_t n)
{
    struct postgres *pg = self(c);
    struct wire_value wire[DB_PARAMS_MAX];
    const char *values[DB_PARAMS_MAX];
    int lengths[DB_PARAMS_MAX], formats[DB_PARAMS_MAX];
    char name[32];
    if (!pg->conn)
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", c->db->stmts[id].name);
    TRY(prepare(c, id, args, n, name));
    for (size_t i = 0; i < n; i++) {
        wire_encode(&args[i], &wire[i]);
        values[i] = wire[i].p;
        lengths[i] = wire[i].n;
        formats[i] = wire[i].format;
    }
    int ok = PQsendQueryPrepared(pg->conn, name, (int)n, values, lengths, formats, 1);
    return sent(c, ok, SENT_RUN, id);
}

static enum err postgres_exec(struct ctx *c, enum sql id, const struct db_value *args, size_t n)
{
    TRY(start(c, id, args, n));
    return self(c)->n_pending < PIPE_MAX ? ERR_OK : settle(c, NULL, DEADLINE_MS);
}

static enum err postgres_rows(struct ctx *c, enum sql id, const struct db_value *args, size_t n,
                              db_row_fn *fn, void *arg, bool stream)
{
    const struct sink to = {.fn = fn, .arg = arg, .stream = stream};
    TRY(start(c, id, args, n));
    return settle(c, &to, stream ? SLOW_MS : DEADLINE_MS);
}

static enum err postgres_ddl(struct ctx *c, const char *sql)
{
    TRY(control(c, sql, SENT_CONTROL));
    return settle(c, NULL, SLOW_MS);
}

/* ---- units ---- */

static enum err postgres_begin(struct ctx *c, enum db_mode mode)
{
    char problem[256] = "";
    struct postgres *pg = self(c);
    if (pg->conn && PQstatus(pg->conn) != CONNECTION_OK)
        drop(pg);
    if (!pg->conn && !connect_now(pg, problem))
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", problem);
    return control(c,
                   mode == DB_WRITE ? "BEGIN ISOLATION LEVEL READ COMMITTED READ WRITE"
                                    : "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
                   SENT_CONTROL);
}

/* After a unit that only read nobody needs to wait: the answer is read with those of the next unit. */
static enum err end_reading(struct ctx *c)
{
    TRY(control(c, "COMMIT", SENT_CONTROL));
    TRY(sync_out(c));
    if (self(c)->n_pending > PIPE_MAX / 2)
        return settle(c, NULL, DEADLINE_MS);
    return flush_out(c, now_ms() + DEADLINE_MS);
}

static enum err postgres_commit(struct ctx *c)
{
    struct postgres *pg = self(c);
    if (pg->head.mode == DB_READ)
        return end_reading(c);
    if (!pg->conn)
        return ctx_fail(c, ERR_BUSY, "db.lost", "", "%s", "commit");
    pg->warned = false;
    enum err err = control(c, "COMMIT", SENT_COMMIT);
    if (err == ERR_OK)
        err = sync_out(c);
    if (err == ERR_OK)
        err = settle(c, NULL, DEADLINE_MS);
    if (!pg->conn || (err == ERR_OK && pg->warned))
        return ctx_fail(c, ERR_UNKNOWN, "db.unknown", "", "%s", "no answer to the commit");
    return err;
}

/* Ends whatever the pipe is in the middle of; its failures are known already. False: the connection is gone. */
static bool clear_pipe(struct ctx *c)
{
    if (sync_out(c) == ERR_OK)
        (void)settle(c, NULL, DEADLINE_MS);
    return self(c)->conn != NULL;
}

static void postgres_undo(struct ctx *c)
{
    struct problem kept = c->problem;
    struct postgres *pg = self(c);
    if (clear_pipe(c)) {
        enum err err = control(c, "ROLLBACK", SENT_CONTROL);
        if (err == ERR_OK)
            err = sync_out(c);
        if (err == ERR_OK)
            err = settle(c, NULL, DEADLINE_MS);
        if (err != ERR_OK && pg->conn)
            drop(pg);
    }
    c->problem = kept;
}

static enum err postgres_savepoint(struct ctx *c)
{
    return control(c, "SAVEPOINT u", SENT_CONTROL);
}

static enum err postgres_savepoint_end(struct ctx *c, bool keep)
{
    struct problem kept = c->problem;
    if (keep) {
        TRY(control(c, "RELEASE SAVEPOINT u", SENT_CONTROL));
        return settle(c, NULL, DEADLINE_MS);
    }
    if (!clear_pipe(c))
        return ERR_BUSY;
    c->problem = kept;
    TRY(control(c, "ROLLBACK TO SAVEPOINT u", SENT_CONTROL));
    return control(c, "RELEASE SAVEPOINT u", SENT_CONTROL);
}

const struct db_driver db_postgres = {
    .engine = DB_POSTGRES,
    .open = postgres_open,
    .close = postgres_close,
    .begin = postgres_begin,
    .commit = postgres_commit,
    .undo = postgres_undo,
    .savepoint = postgres_savepoint,
    .savepoint_end = postgres_savepoint_end,
    .exec = postgres_exec,
    .rows = postgres_rows,
    .ddl = postgres_ddl,
};
