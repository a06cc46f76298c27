/* SPDX-License-Identifier: Apache-2.0 */
/* What the reporter is shown of his case, and what stays with the office. */
#include <string.h>

#include "base/json_in.h"
#include "casefile/loop_world.h"

static const char *reason_of(struct city *w, const char *action)
{
    const struct node *history = node_get(city_reply(w), "history");
    for (size_t i = 0; i < node_len(history); i++)
        if (strcmp(node_text(node_get(node_at(history, i), "action")), action) == 0)
            return node_text(node_get(node_at(history, i), "reason"));
    return "no such step";
}

static void go(struct city *w, struct receipt r, enum actor who, const char *action,
               const char *words)
{
    struct casefile f = city_case(w, r);
    struct casefile_act act = city_input(w, &f, action);
    act.reason = act.reason ? words : NULL;
    act.note = act.reason ? NULL : words;
    loop_go_with(w, r, who, act);
}

/* What is for the reporter to read is; how the office works at it is its own. */
static void the_reporter_reads_what_is_told_and_nothing_from_inside(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "accepted");
    go(&w, r, SUPERVISOR, "urge", "内部催办");
    go(&w, r, HOLDER, "return", "内部退回");
    go(&w, r, INTAKE, "correct", "地点写错了");
    assert_int_equal(city_act(&w, r, INTAKE, "accept"), ERR_OK);
    assert_int_equal(city_act(&w, r, MEMBER, "start"), ERR_OK);
    go(&w, r, MEMBER, "progress", "内部进展");
    go(&w, r, MEMBER, "dispose", "已经清走");
    go(&w, r, CHECKER, "rework", "内部返工");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, r, "")), 200);
    assert_string_equal(reason_of(&w, "correct"), "地点写错了");
    assert_string_equal(reason_of(&w, "dispose"), "已经清走");
    assert_null(reason_of(&w, "return"));
    assert_null(reason_of(&w, "rework"));
    assert_string_equal(reason_of(&w, "urge"), "no such step");
    assert_string_equal(reason_of(&w, "progress"), "no such step");
    assert_false(city_says(&w, "内部"));
    city_close(&w);
}

/* A light, a due time computed anew or a look at the contact moves nothing. */
static void the_reporters_history_leaves_out_what_the_system_notes_for_the_office(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress");
    (void)loop_tick(&w, "2026-11-24 13:30"); /* yellow, then red and urged */
    (void)loop_tick(&w, "2026-11-24 15:00");
    assert_true(loop_rows(&w, r, "light") > 0);
    assert_true(loop_rows(&w, r, "urge") > 0);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, r, "")), 200);
    const struct node *history = node_get(city_reply(&w), "history");
    assert_int_equal(node_len(history), 3); /* file, accept, start */
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_reporter_reads_what_is_told_and_nothing_from_inside),
        cmocka_unit_test(the_reporters_history_leaves_out_what_the_system_notes_for_the_office),
    };
    return UNIT_RUN(tests);
}
