/* SPDX-License-Identifier: Apache-2.0 */
#include "http/ask.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "http/replay.h"

static void a_refused_change_leaves_nothing_behind(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post(&a, "/api/v1/notes", "{\"login\":\"one\",\"fail\":\"x\"}"), 409);
    assert_int_equal(ask_notes(&a), 0);
    ask_close(&a);
}

static void a_busy_read_is_run_again_a_few_times(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    a.world.busy_left = 3;
    assert_int_equal(ask_get(&a, "/api/v1/hello/a"), 200);
    assert_int_equal(a.world.runs, 4);
    a.world.busy_left = 4;
    assert_int_equal(ask_get(&a, "/api/v1/hello/a"), 503);
    assert_true(a.reply.retry_after_s > 0);
    ask_close(&a);
}

static const char key[] = "a-key-of-a-phone";

static void the_same_key_gives_the_first_answer(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 201);
    assert_false(a.reply.replayed);
    const char *first = ask_body(&a);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 201);
    assert_true(a.reply.replayed);
    assert_string_equal(ask_body(&a), first);
    assert_string_equal(a.reply.location, "/api/v1/notes/1");
    assert_string_equal(a.reply.etag, "\"v1\"");
    assert_int_equal(a.world.runs, 1);
    ask_close(&a);
}

static void a_file_is_made_anew_for_its_key(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/papers", NULL, key, "{\"login\":\"one\"}"), 201);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/papers", NULL, key, "{\"login\":\"two\"}"), 201);
    assert_false(a.reply.replayed);
    assert_int_equal(ask_notes(&a), 2);
    ask_close(&a);
}

static void the_same_key_for_another_request_is_refused(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 201);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"two\"}"), 422);
    ask_code(&a, "idempotency.mismatch");
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes?x=1", NULL, key, "{\"login\":\"one\"}"),
                     422);
    ask_code(&a, "idempotency.mismatch");
    assert_int_equal(ask_notes(&a), 1);
    ask_close(&a);
}

static void a_key_belongs_to_its_caller_alone(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 201);
    assert_int_equal(
        ask_post_keyed(&a, "/api/v1/notes", "Bearer officer", key, "{\"login\":\"two\"}"), 201);
    assert_int_equal(
        ask_post_keyed(&a, "/api/v1/notes", "Bearer guest", key, "{\"login\":\"three\"}"), 201);
    assert_int_equal(ask_notes(&a), 3);
    ask_close(&a);
}

static void a_refusal_is_not_kept_for_its_key(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post(&a, "/api/v1/notes", "{\"login\":\"one\"}"), 201);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 409);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"two\"}"), 201);
    ask_close(&a);
}

static void an_odd_key_is_malformed(void **state)
{
    (void)state;
    struct ask a;
    static const char *const odd[] = {
        "short",
        "with a blank",
        "",
        "12345678901234567890123456789012345678901234567890123456789012345",
    };
    ask_open(&a);
    for (size_t i = 0; i < LEN(odd); i++) {
        assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, odd[i], "{\"login\":\"one\"}"),
                         400);
        ask_code(&a, "idempotency.key");
    }
    ask_close(&a);
}

static bool holds(const void *p, size_t n, const char *word)
{
    return p && memmem(p, n, word, strlen(word)) != NULL;
}

static void neither_key_nor_answer_is_stored_in_the_open(void **state)
{
    (void)state;
    struct ask a;
    struct db_rows r;
    unsigned char hash[SECRET_HASH];
    char row[2 * SECRET_HASH + 1];
    size_t n;
    ask_open(&a);
    const char *named = arena_printf(a.c->mem, "row:public:%s", key);
    secret_hash(NULL, named, strlen(named), hash);
    text_hex(hash, sizeof hash, row);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 201);
    assert_int_equal(db_begin(a.c, DB_READ), ERR_OK);
    assert_int_equal(
        db_query(a.c, SQL_REPLAY_FIND, ARGS(db_int(0), db_text("public"), db_text(row)), &r),
        ERR_OK);
    assert_int_equal(db_end(a.c, true), ERR_OK);
    assert_int_equal(r.n, 1);
    const void *reply = row_blob(&r, 0, 2, &n);
    assert_false(holds(reply, n, "the-receipt"));
    ask_close(&a);
}

static void an_answer_is_forgotten_after_thirty_days(void **state)
{
    (void)state;
    struct ask a;
    ask_open(&a);
    assert_int_equal(ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}"), 201);
    for (int day = 29; day <= 31; day += 2) {
        a.c->now += day * TIME_DAY;
        assert_int_equal(db_begin(a.c, DB_WRITE), ERR_OK);
        assert_int_equal(replay_purge(a.c), ERR_OK);
        assert_int_equal(db_end(a.c, true), ERR_OK);
        int status = ask_post_keyed(&a, "/api/v1/notes", NULL, key, "{\"login\":\"one\"}");
        assert_int_equal(status, day == 29 ? 201 : 409); /* run anew, the login is taken */
    }
    ask_close(&a);
}

static void a_failing_statement_changes_nothing_and_is_never_a_success(void **state)
{
    (void)state;
    struct ask a;
    int failures = 0, status = 0;
    ask_open(&a);
    for (int64_t n = 1; n < 50 && status != 201; n++) {
        db_fail_at(a.c->db, n);
        status = ask_post_keyed(&a, "/api/v1/areas/410105/notes", "Bearer officer", key,
                                "{\"login\":\"one\"}");
        db_fail_at(a.c->db, 0);
        failures += status == 500;
        assert_true(status == 201 || status == 500);
        assert_int_equal(ask_notes(&a), status == 201);
    }
    assert_int_equal(status, 201);
    assert_true(failures >= 3);
    ask_close(&a);
}

static void an_answer_that_came_second_is_run_again(void **state)
{
    (void)state;
    struct ask a;
    struct replay r = {.district = 410105, .scope = "7", .key = key};
    struct reply reply = {.status = 201};
    ask_open(&a);
    assert_int_equal(db_begin(a.c, DB_WRITE), ERR_OK);
    assert_int_equal(replay_keep(a.c, &r, &reply), ERR_OK);
    assert_int_equal(replay_keep(a.c, &r, &reply), ERR_BUSY);
    assert_int_equal(db_end(a.c, false), ERR_OK);
    ask_close(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_refused_change_leaves_nothing_behind),
        cmocka_unit_test(a_busy_read_is_run_again_a_few_times),
        cmocka_unit_test(the_same_key_gives_the_first_answer),
        cmocka_unit_test(a_file_is_made_anew_for_its_key),
        cmocka_unit_test(the_same_key_for_another_request_is_refused),
        cmocka_unit_test(a_key_belongs_to_its_caller_alone),
        cmocka_unit_test(a_refusal_is_not_kept_for_its_key),
        cmocka_unit_test(an_odd_key_is_malformed),
        cmocka_unit_test(neither_key_nor_answer_is_stored_in_the_open),
        cmocka_unit_test(an_answer_that_came_second_is_run_again),
        cmocka_unit_test(an_answer_is_forgotten_after_thirty_days),
        cmocka_unit_test(a_failing_statement_changes_nothing_and_is_never_a_success),
    };
    return UNIT_RUN(tests);
}
