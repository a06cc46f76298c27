/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <pthread.h>
#include <string.h>

#include "base/arena.h"
#include "db/db_driver.h"
#include "db/writer.h"

/* A table of our own: the nouns' tables are not this test's business. */
enum probe { PUT, COUNT, SUM };
static const struct db_stmt probe_stmts[] = {
    [PUT] = {"put",   "INSERT INTO probe (k, v) VALUES ($1, $2)", DB_STMT_WRITE},
    [COUNT] = {"count", "SELECT count(*) FROM probe",               0            },
    [SUM] = {"sum",   "SELECT CAST(sum(v) AS BIGINT) FROM probe", 0            },
};

struct bench {
    struct ctx *base;
    struct ctx look; /* a second connection, for looking */
    struct writer *w;
    pthread_mutex_t lock;
    pthread_cond_t change;
    int n_done, n_gate;
    bool gate;
};

static void make_table(struct ctx *c)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(
        c->db->driver->ddl(c, "CREATE TABLE probe (k BIGINT NOT NULL PRIMARY KEY, v BIGINT)"),
        ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static struct bench *bench_open(writer_seal_fn *seal)
{
    char problem[256];
    struct bench *b = test_calloc(1, sizeof *b);
    b->base = unit_open();
    make_table(b->base);
    b->look = *b->base;
    assert_int_equal(db_open(unit_url(b->base), &b->look.db, problem), ERR_OK);
    b->look.db->stmts = probe_stmts;
    (void)pthread_mutex_init(&b->lock, NULL);
    (void)pthread_cond_init(&b->change, NULL);
    assert_int_equal(writer_open(unit_url(b->base), 4, seal, &b->w, problem), ERR_OK);
    return b;
}

static void bench_close(struct bench *b)
{
    writer_close(b->w);
    db_close(b->look.db);
    unit_close(b->base);
    (void)pthread_mutex_destroy(&b->lock);
    (void)pthread_cond_destroy(&b->change);
    test_free(b);
}

static int64_t look_locked(struct bench *b, enum probe what)
{
    struct db_rows r;
    assert_int_equal(db_begin(&b->look, DB_READ), ERR_OK);
    assert_int_equal(db_query(&b->look, (enum sql)what, NO_ARGS, &r), ERR_OK);
    int64_t v = row_int(&r, 0, 0);
    assert_int_equal(db_end(&b->look, true), ERR_OK);
    return v;
}

static int64_t look(struct bench *b, enum probe what)
{
    (void)pthread_mutex_lock(&b->lock);
    int64_t v = look_locked(b, what);
    (void)pthread_mutex_unlock(&b->lock);
    return v;
}

struct job {
    struct unit unit;
    struct bench *b;
    int64_t key;
    int busy; /* so many tries end in ERR_BUSY first */
    bool shy; /* what it refuses it refuses before it writes */
    int runs;
    enum err wanted, err; /* what run returns after its insert; what done heard */
    bool done;
    int64_t seen; /* rows that another connection saw when done was called */
    char code[48];
};

static enum err job_run(struct ctx *c, void *arg)
{
    struct job *j = arg;
    j->runs++;
    c->db->stmts = probe_stmts;
    if (j->shy && j->wanted != ERR_OK)
        return ctx_fail(c, j->wanted, "test.refused", "", "%s", "");
    TRY(db_exec(c, (enum sql)PUT, ARGS(db_int(j->key), db_int(1))));
    if (j->unit.tries < j->busy)
        return ctx_fail(c, ERR_BUSY, "test.busy", "", "%s", "");
    return j->wanted == ERR_OK ? ERR_OK : ctx_fail(c, j->wanted, "test.refused", "", "%s", "");
}

static void job_done(struct ctx *c, enum err err, void *arg)
{
    struct job *j = arg;
    struct bench *b = j->b;
    (void)pthread_mutex_lock(&b->lock);
    if (err == ERR_OK)
        j->seen = look_locked(b, COUNT);
    j->err = err;
    j->done = true;
    memcpy(j->code, c->problem.code, sizeof j->code);
    b->n_done++;
    (void)pthread_cond_broadcast(&b->change);
    (void)pthread_mutex_unlock(&b->lock);
}

static void job_init(struct job *j, struct bench *b, int64_t key)
{
    *j = (struct job){
        .unit = {.run = job_run, .done = job_done, .arg = j},
          .b = b, .key = key
    };
}

/* Holds the writer's thread until the gate opens, so that what comes behind it is queued. */
static enum err gate_run(struct ctx *c, void *arg)
{
    struct job *j = arg;
    struct bench *b = j->b;
    (void)c;
    (void)pthread_mutex_lock(&b->lock);
    b->n_gate++;
    (void)pthread_cond_broadcast(&b->change);
    while (!b->gate)
        (void)pthread_cond_wait(&b->change, &b->lock);
    (void)pthread_mutex_unlock(&b->lock);
    return ERR_OK;
}

enum { GATES = 4 };

static void close_gate(struct bench *b, struct job gates[GATES])
{
    int n = unit_is_postgres() ? GATES : 1;
    for (int i = 0; i < n; i++) {
        job_init(&gates[i], b, 0);
        gates[i].unit.run = gate_run;
        assert_true(writer_submit(b->w, &gates[i].unit));
        (void)pthread_mutex_lock(&b->lock);
        while (b->n_gate <= i)
            (void)pthread_cond_wait(&b->change, &b->lock);
        (void)pthread_mutex_unlock(&b->lock);
    }
}

static void open_gate(struct bench *b)
{
    (void)pthread_mutex_lock(&b->lock);
    b->gate = true;
    (void)pthread_cond_broadcast(&b->change);
    (void)pthread_mutex_unlock(&b->lock);
}

static void await(struct bench *b, const struct job *jobs, size_t n)
{
    (void)pthread_mutex_lock(&b->lock);
    for (size_t i = 0; i < n; i++)
        while (!jobs[i].done)
            (void)pthread_cond_wait(&b->change, &b->lock);
    (void)pthread_mutex_unlock(&b->lock);
}

static void a_unit_is_answered_only_after_its_commit(void **state)
{
    (void)state;
    struct job gates[GATES], jobs[40];
    struct bench *b = bench_open(NULL);
    close_gate(b, gates);
    for (size_t i = 0; i < LEN(jobs); i++) {
        job_init(&jobs[i], b, (int64_t)i);
        assert_true(writer_submit(b->w, &jobs[i].unit));
    }
    assert_int_equal(look(b, COUNT), 0);
    open_gate(b);
    await(b, jobs, LEN(jobs));
    for (size_t i = 0; i < LEN(jobs); i++) {
        assert_int_equal(jobs[i].err, ERR_OK);
        assert_true(jobs[i].seen >= 1);
    }
    /* One batch on SQLite: the first that was answered was so after all of them were durable. */
    if (!unit_is_postgres())
        assert_int_equal(jobs[0].seen, LEN(jobs));
    assert_int_equal(look(b, COUNT), LEN(jobs));
    bench_close(b);
}

static void a_bad_unit_does_not_spoil_its_batch(void **state)
{
    (void)state;
    struct job gates[GATES], jobs[12];
    struct bench *b = bench_open(NULL);
    close_gate(b, gates);
    for (size_t i = 0; i < LEN(jobs); i++) {
        job_init(&jobs[i], b, (int64_t)i);
        if (i == 5)
            jobs[i].wanted = ERR_DENIED;
        if (i == 7)
            jobs[i].key = 3; /* is there already */
        assert_true(writer_submit(b->w, &jobs[i].unit));
    }
    open_gate(b);
    await(b, jobs, LEN(jobs));
    int conflicts = 0;
    for (size_t i = 0; i < LEN(jobs); i++) {
        conflicts += jobs[i].err == ERR_CONFLICT;
        if (i == 5)
            assert_int_equal(jobs[i].err, ERR_DENIED);
        else if (i != 3 && i != 7)
            assert_int_equal(jobs[i].err, ERR_OK);
    }
    assert_int_equal(conflicts, 1);
    assert_string_equal(jobs[5].code, "test.refused");
    assert_int_equal(look(b, COUNT), 10);
    bench_close(b);
}

/* One batch on SQLite: only what a refused unit wrote has to be undone, so that the others run once more. */
static void a_batch_runs_again_only_for_what_a_refused_unit_wrote(void **state)
{
    (void)state;
    if (unit_is_postgres())
        skip();
    for (int shy = 0; shy <= 1; shy++) {
        struct job gates[GATES], jobs[5];
        struct bench *b = bench_open(NULL);
        close_gate(b, gates);
        for (size_t i = 0; i < LEN(jobs); i++) {
            job_init(&jobs[i], b, (int64_t)i);
            jobs[i].shy = shy;
            jobs[i].wanted = i == 2 ? ERR_DENIED : ERR_OK;
            assert_true(writer_submit(b->w, &jobs[i].unit));
        }
        open_gate(b);
        await(b, jobs, LEN(jobs));
        assert_int_equal(jobs[0].runs, shy ? 1 : 2);
        assert_int_equal(jobs[2].err, ERR_DENIED);
        assert_string_equal(jobs[2].code, "test.refused");
        assert_int_equal(jobs[4].err, ERR_OK);
        assert_int_equal(look(b, COUNT), 4);
        bench_close(b);
    }
}

static void a_busy_unit_is_tried_again_five_times_at_most(void **state)
{
    (void)state;
    struct job jobs[3];
    struct bench *b = bench_open(NULL);
    for (size_t i = 0; i < LEN(jobs); i++)
        job_init(&jobs[i], b, (int64_t)i);
    jobs[0].busy = 2;
    jobs[1].busy = 99;
    for (size_t i = 0; i < LEN(jobs); i++)
        assert_true(writer_submit(b->w, &jobs[i].unit));
    await(b, jobs, LEN(jobs));
    assert_int_equal(jobs[0].err, ERR_OK);
    assert_int_equal(jobs[0].unit.tries, 2);
    assert_int_equal(jobs[1].err, ERR_BUSY);
    assert_int_equal(jobs[1].unit.tries, 5);
    assert_int_equal(jobs[2].err, ERR_OK);
    assert_int_equal(jobs[2].unit.tries, 0);
    assert_int_equal(look(b, COUNT), 2);
    bench_close(b);
}

static void a_full_queue_refuses(void **state)
{
    (void)state;
    enum { TOO_MANY = 5000 };
    struct job gates[GATES];
    struct bench *b = bench_open(NULL);
    struct job *jobs = test_calloc(TOO_MANY, sizeof *jobs);
    size_t n = 0;
    close_gate(b, gates);
    for (; n < TOO_MANY; n++) {
        job_init(&jobs[n], b, (int64_t)n);
        jobs[n].wanted = ERR_DENIED;
        if (!writer_submit(b->w, &jobs[n].unit))
            break;
    }
    assert_int_equal(n, 4096);
    open_gate(b);
    await(b, jobs, n);
    assert_int_equal(jobs[n - 1].err, ERR_DENIED);
    bench_close(b);
    test_free(jobs);
}

static void closing_runs_what_is_queued(void **state)
{
    (void)state;
    struct job gates[GATES], jobs[50];
    struct bench *b = bench_open(NULL);
    close_gate(b, gates);
    for (size_t i = 0; i < LEN(jobs); i++) {
        job_init(&jobs[i], b, (int64_t)i);
        jobs[i].busy = i == 10;
        assert_true(writer_submit(b->w, &jobs[i].unit));
    }
    open_gate(b);
    writer_close(b->w);
    b->w = NULL;
    assert_int_equal(look(b, SUM), LEN(jobs));
    for (size_t i = 0; i < LEN(jobs); i++)
        assert_true(jobs[i].done);
    bench_close(b);
}

/* ---- sealing ---- */

static enum err touch_run(struct ctx *c, void *arg)
{
    const struct job *j = arg;
    TRY(job_run(c, arg));
    db_touch(c, (int32_t)(410101 + j->key % 3));
    return ERR_OK;
}

static enum err seal_by_row(struct ctx *c, int32_t district)
{
    return db_exec(c, (enum sql)PUT, ARGS(db_int(district), db_int(0)));
}

static void each_touched_district_is_sealed_once_in_the_batch(void **state)
{
    (void)state;
    struct job gates[GATES], jobs[9];
    struct bench *b = bench_open(seal_by_row);
    close_gate(b, gates);
    for (size_t i = 0; i < LEN(jobs); i++) {
        job_init(&jobs[i], b, (int64_t)i);
        jobs[i].unit.run = touch_run;
        assert_true(writer_submit(b->w, &jobs[i].unit));
    }
    open_gate(b);
    await(b, jobs, LEN(jobs));
    assert_int_equal(jobs[0].err, ERR_OK);
    assert_int_equal(look(b, COUNT), unit_is_postgres() ? 9 : 12);
    bench_close(b);
}

static enum err seal_never(struct ctx *c, int32_t district)
{
    return ctx_fail(c, ERR_INTERNAL, "test.seal", "", "%d", district);
}

static void a_seal_that_fails_answers_the_whole_batch(void **state)
{
    (void)state;
    struct job gates[GATES], jobs[5];
    struct bench *b = bench_open(seal_never);
    close_gate(b, gates);
    for (size_t i = 0; i < LEN(jobs); i++) {
        job_init(&jobs[i], b, (int64_t)i);
        jobs[i].unit.run = touch_run;
        assert_true(writer_submit(b->w, &jobs[i].unit));
    }
    open_gate(b);
    await(b, jobs, LEN(jobs));
    bool postgres = unit_is_postgres();
    for (size_t i = 0; i < LEN(jobs); i++) {
        assert_int_equal(jobs[i].err, postgres ? ERR_OK : ERR_INTERNAL);
        assert_string_equal(jobs[i].code, postgres ? "" : "test.seal");
    }
    assert_int_equal(look(b, COUNT), postgres ? 5 : 0);
    bench_close(b);
}

static enum err commit_fails_run(struct ctx *c, void *arg)
{
    TRY(job_run(c, arg));
    db_fail_at(c->db, 1);
    return ERR_OK;
}

static void a_commit_that_fails_answers_the_unit(void **state)
{
    (void)state;
    struct job job;
    struct bench *b = bench_open(NULL);
    job_init(&job, b, 1);
    job.unit.run = commit_fails_run;
    assert_true(writer_submit(b->w, &job.unit));
    await(b, &job, 1);
    assert_int_equal(job.err, ERR_INTERNAL);
    assert_string_equal(job.code, "db.fail_at");
    assert_int_equal(look(b, COUNT), 0);
    bench_close(b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_unit_is_answered_only_after_its_commit),
        cmocka_unit_test(a_bad_unit_does_not_spoil_its_batch),
        cmocka_unit_test(a_batch_runs_again_only_for_what_a_refused_unit_wrote),
        cmocka_unit_test(a_busy_unit_is_tried_again_five_times_at_most),
        cmocka_unit_test(a_full_queue_refuses),
        cmocka_unit_test(closing_runs_what_is_queued),
        cmocka_unit_test(each_touched_district_is_sealed_once_in_the_batch),
        cmocka_unit_test(a_seal_that_fails_answers_the_whole_batch),
        cmocka_unit_test(a_commit_that_fails_answers_the_unit),
    };
    return UNIT_RUN(tests);
}
