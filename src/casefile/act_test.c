/* SPDX-License-Identifier: Apache-2.0 */
/* The flow as it is told in the contract, held against the engine: who may do what when, and what becomes of it. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "casefile/case_world.h"
#include "db/db_driver.h"
#include "journal/journal.h"

#define ALL_STATES                                                                                 \
    "reported", "accepted", "in_progress", "disposed", "checked", "closed", "rejected", "merged"

/* ---- every action, state and actor ---- */

static const struct rule {
    const char *action, *from, *to;
    unsigned who; /* bits of enum actor */
} rules[] = {
    {"accept",  "reported",             "accepted",    1 << INTAKE | 1 << CHIEF | 1 << HOLDER_CHECKS },
    {"reject",  "reported accepted",    "rejected",    1 << INTAKE | 1 << CHIEF | 1 << HOLDER_CHECKS },
    {"route",   "reported accepted",    "accepted",    1 << INTAKE | 1 << CHIEF | 1 << HOLDER_CHECKS },
    {"merge",   "reported accepted",    "merged",      1 << INTAKE | 1 << CHIEF | 1 << HOLDER_CHECKS },
    {"start",   "accepted",             "in_progress", 1 << HOLDER | 1 << DEPUTY | 1 << HOLDER_CHECKS},
    {"return",  "accepted in_progress", "reported",    1 << HOLDER | 1 << DEPUTY | 1 << HOLDER_CHECKS},
    {"dispose", "in_progress",          "disposed",    1 << HOLDER | 1 << DEPUTY | 1 << HOLDER_CHECKS},
    {"pass",    "disposed",             "checked",     1 << CHECKER | 1 << CHIEF                     },
    {"rework",  "disposed",             "in_progress", 1 << CHECKER | 1 << CHIEF                     },
    {"close",   "checked",              "closed",      1 << INTAKE | 1 << CHIEF                      },
    {"reopen",  "closed rejected",      "reported",    1 << SUPERVISOR | 1 << CHIEF | 1 << REPORTER  },
};

/* Zhang's second login has the role for these, but Zhang has done the work. */
static bool is_own_work(const struct rule *r, enum actor who)
{
    return who == HOLDER_CHECKS &&
           (strcmp(r->action, "pass") == 0 || strcmp(r->action, "rework") == 0 ||
            strcmp(r->action, "close") == 0);
}

static const char *expected(const struct rule *r, const char *state, enum actor who)
{
    if (!strstr(r->from, state))
        return "case.action_not_now";
    if (is_own_work(r, who))
        return "case.checker_is_handler";
    return r->who & (1u << who) ? "" : "case.role";
}

/* One try in a unit that is undone. */
static const char *outcome(struct city *w, struct receipt r, const struct casefile *f,
                           const struct rule *rule, enum actor who, int64_t into)
{
    const struct casefile_act act = {
        .action = rule->action,
        .version = f->version,
        .reason = "原因",
        .note = "说明",
        .post = strcmp(rule->action, "route") == 0 ? w->duty_post : 0,
        .into = strcmp(rule->action, "merge") == 0 ? into : 0,
        .secret = who == REPORTER ? r.secret : NULL,
    };
    struct casefile after;
    city_as(w, who);
    city_begin(w);
    enum err err = casefile_act(w->c, &w->app, r.district, r.id, &act);
    const char *code = err == ERR_OK ? "" : arena_copy(w->c->mem, w->c->problem.code);
    if (err == ERR_OK) {
        assert_int_equal(casefile_get(w->c, r.district, r.id, &after), ERR_OK);
        assert_string_equal(after.state, rule->to);
        assert_int_equal(after.version, f->version + 1);
    }
    (void)city_end(w, false);
    city_as(w, NOBODY);
    return code;
}

static bool is_offered(struct city *w, const struct casefile *f, const struct rule *rule,
                       enum actor who)
{
    const struct flow_action **actions;
    size_t n;
    bool found = false;
    city_as(w, who);
    const struct account *account = w->c->who;
    city_as(w, NOBODY);
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(casefile_actions(w->c, &w->app, f, account, who == REPORTER, &actions, &n),
                     ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found = found || strcmp(actions[i]->action, rule->action) == 0;
    return found;
}

static void each_action_is_open_to_its_roles_in_its_states_only(void **state)
{
    static const char *const states[] = {ALL_STATES};
    struct city w;
    (void)state;
    city_open(&w);
    int64_t into = city_report(&w, NOISE, CELL_1).id;
    for (size_t s = 0; s < LEN(states); s++) {
        struct receipt r = city_bring(&w, states[s]);
        struct casefile f = city_case(&w, r);
        for (size_t i = 0; i < LEN(rules) * ACTOR__COUNT; i++) {
            const struct rule *rule = &rules[i / ACTOR__COUNT];
            enum actor who = (enum actor)(i % ACTOR__COUNT);
            const char *want = expected(rule, states[s], who);
            const char *got = outcome(&w, r, &f, rule, who, into);
            if (strcmp(want, got) != 0)
                fail_msg("%s %s by %d: %s, not %s", states[s], rule->action, (int)who, got, want);
            if (is_offered(&w, &f, rule, who) != (want[0] == '\0'))
                fail_msg("%s %s by %d: offered wrongly", states[s], rule->action, (int)who);
        }
    }
    city_close(&w);
}

static void a_flow_has_no_actions_beside_those_of_the_contract(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    const struct flow *flow = programme_flow(w.app.programmes, "short");
    assert_int_equal(flow->n_actions, 22);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    assert_int_equal(city_act(&w, r, INTAKE, "vanish"), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "case.action_unknown");
    city_close(&w);
}

/* ---- handler and checker ---- */

static void assert_own_work(struct city *w, struct receipt r, enum actor who, const char *action)
{
    assert_int_equal(city_act(w, r, who, action), ERR_DENIED);
    assert_string_equal(w->c->problem.code, "case.checker_is_handler");
}

static void another_login_of_the_handler_is_still_the_handler(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed");
    assert_int_equal(city_case(&w, r).handler, w.zhang);
    assert_own_work(&w, r, HOLDER_CHECKS, "pass");
    assert_own_work(&w, r, HOLDER_CHECKS, "rework");
    assert_int_equal(city_act(&w, r, CHECKER, "pass"), ERR_OK);
    assert_own_work(&w, r, HOLDER_CHECKS, "close");
    assert_int_equal(city_act(&w, r, INTAKE, "close"), ERR_OK);
    city_close(&w);
}

/* Zhang finishes, the checker sends it back, his deputy finishes again: Zhang has still worked on it. */
static void who_handled_before_a_rework_is_no_checker_after_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed");
    assert_int_equal(city_act(&w, r, CHECKER, "rework"), ERR_OK);
    assert_int_equal(city_act(&w, r, DEPUTY, "dispose"), ERR_OK);
    assert_int_equal(city_case(&w, r).handler, w.li);
    assert_own_work(&w, r, HOLDER_CHECKS, "pass");
    assert_int_equal(city_act(&w, r, CHECKER, "pass"), ERR_OK);
    city_close(&w);
}

static void who_only_began_the_work_is_no_checker_either(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress");
    assert_int_equal(city_act(&w, r, DEPUTY, "dispose"), ERR_OK);
    assert_own_work(&w, r, HOLDER_CHECKS, "pass");
    city_close(&w);
}

static void who_handed_it_back_untouched_may_check_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "accepted");
    assert_int_equal(city_act(&w, r, HOLDER, "return"), ERR_OK);
    assert_int_equal(city_act(&w, r, INTAKE, "route"), ERR_OK); /* to the village's team */
    assert_int_equal(city_act(&w, r, HOLDER, "start"), ERR_DENIED);
    assert_int_equal(city_act(&w, r, MEMBER, "start"), ERR_OK);
    assert_int_equal(city_act(&w, r, MEMBER, "dispose"), ERR_OK);
    assert_int_equal(city_case(&w, r).handler, w.wang);
    assert_int_equal(city_act(&w, r, HOLDER_CHECKS, "pass"), ERR_OK);
    city_close(&w);
}

static void the_table_itself_refuses_a_checker_who_handled(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed");
    city_begin(&w);
    assert_int_equal(
        w.c->db->driver->ddl(
            w.c, arena_printf(w.c->mem, "UPDATE casefile SET checker = handler WHERE id = %lld",
                              (long long)r.id)),
        ERR_CONFLICT);
    (void)city_end(&w, false);
    city_close(&w);
}

static void a_new_cycle_forgets_who_handled_and_checked(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.cycle, 1);
    assert_int_equal(f.handler, w.zhang);
    assert_true(f.checker != 0);
    assert_int_equal(f.closed, f.updated);
    assert_int_equal(city_act(&w, r, REPORTER, "reopen"), ERR_OK);
    f = city_case(&w, r);
    assert_int_equal(f.cycle, 2);
    assert_true(f.is_open);
    assert_int_equal(f.closed, 0);
    assert_int_equal(f.handler, 0);
    assert_null(f.handler_name);
    assert_int_equal(f.checker, 0);
    assert_int_equal(city_act(&w, r, INTAKE, "route"), ERR_OK);
    assert_int_equal(city_act(&w, r, MEMBER, "start"), ERR_OK);
    assert_int_equal(city_act(&w, r, MEMBER, "dispose"), ERR_OK);
    assert_int_equal(city_act(&w, r, HOLDER_CHECKS, "pass"), ERR_OK); /* not in this cycle */
    city_close(&w);
}

/* ---- merging ---- */

static enum err merge(struct city *w, struct receipt r, enum actor who, int64_t into)
{
    const struct casefile_act act = {
        .action = "merge", .version = city_case(w, r).version, .into = into};
    return city_act_with(w, r, who, &act);
}

static void a_merged_case_gives_its_supports_to_the_other(void **state)
{
    struct city w;
    int64_t supports;
    (void)state;
    city_open(&w);
    struct receipt a = city_report(&w, NOISE, CELL_1), b = city_report(&w, NOISE, CELL_1);
    for (int i = 0; i < 2; i++) {
        city_begin(&w);
        assert_int_equal(casefile_support(w.c, a.district, a.id, &supports), ERR_OK);
        assert_int_equal(city_end(&w, true), ERR_OK);
    }
    assert_int_equal(supports, 2);
    assert_int_equal(city_case(&w, a).version,
                     1); /* a stranger's click makes no officer's view stale */
    assert_int_equal(merge(&w, a, INTAKE, b.id), ERR_OK);
    assert_int_equal(city_case(&w, a).merged_into, b.id);
    assert_false(city_case(&w, a).is_open);
    assert_int_equal(city_case(&w, b).supports, 3);
    assert_int_equal(city_case(&w, b).version, 1);
    city_close(&w);
}

static void merging_into_itself_or_a_closed_or_unknown_case_is_refused(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1), closed = city_bring(&w, "closed"),
                   merged = city_bring(&w, "merged"), far = city_report(&w, NOISE, VILLAGE_3);
    const struct {
        int64_t into;
        const char *code;
    } bad[] = {
        {r.id,      "case.into_unknown"},
        {12345,     "case.into_unknown"},
        {closed.id, "case.into_closed" },
        {merged.id, "case.into_closed" },
        {far.id,    "case.role"        }, /* the other town's desk decides about that one */
    };
    for (size_t i = 0; i < LEN(bad); i++) {
        assert_int_not_equal(merge(&w, r, INTAKE, bad[i].into), ERR_OK);
        assert_string_equal(w.c->problem.code, bad[i].code);
    }
    assert_int_equal(city_case(&w, r).version, 1);
    assert_int_equal(city_case(&w, far).supports, 0);
    assert_int_equal(merge(&w, r, CHIEF, far.id), ERR_OK);
    city_close(&w);
}

/* ---- what a step needs ---- */

static void what_a_step_needs_is_asked_for(void **state)
{
    static const struct {
        const char *state, *action, *code;
        enum actor who;
    } rows[] = {
        {"reported",    "reject",  "case.reason_needed", INTAKE },
        {"reported",    "route",   "case.post_needed",   INTAKE },
        {"reported",    "merge",   "case.into_needed",   INTAKE },
        {"in_progress", "return",  "case.reason_needed", HOLDER },
        {"in_progress", "dispose", "case.note_needed",   HOLDER },
        {"disposed",    "rework",  "case.reason_needed", CHECKER},
    };
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct receipt r = city_bring(&w, rows[i].state);
        struct casefile_act act = {.action = rows[i].action, .version = city_case(&w, r).version};
        assert_int_equal(city_act_with(&w, r, rows[i].who, &act), ERR_INVALID);
        assert_string_equal(w.c->problem.code, rows[i].code);
        act.reason = " \n　";
        act.note = "\t";
        assert_int_equal(city_act_with(&w, r, rows[i].who, &act),
                         ERR_INVALID); /* blanks say nothing */
        assert_string_equal(w.c->problem.code, rows[i].code);
        assert_int_equal(city_case(&w, r).version, act.version);
    }
    city_close(&w);
}

static void a_post_that_is_not_there_is_no_way_to_route(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    struct casefile_act act = {.action = "route", .version = 1, .post = 4711};
    assert_int_equal(city_act_with(&w, r, INTAKE, &act), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "case.post_unknown");
    act.post = w.old_post; /* abolished */
    assert_int_equal(city_act_with(&w, r, INTAKE, &act), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "case.post_unknown");
    act = (struct casefile_act){.action = "accept", .version = 1, .post = w.duty_post};
    assert_int_equal(city_act_with(&w, r, INTAKE, &act), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "input.unknown_field");
    city_close(&w);
}

static void a_kind_may_ask_for_a_photo_of_the_result(void **state)
{
    struct city w;
    const struct media_photo *photos;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, LIGHT, CELL_1);
    assert_int_equal(city_case(&w, r).post, w.duty_post);
    assert_int_equal(city_act(&w, r, INTAKE, "accept"), ERR_OK);
    assert_int_equal(city_act(&w, r, MEMBER, "start"), ERR_OK);
    assert_int_equal(city_act(&w, r, MEMBER, "dispose"), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "case.photo_needed");
    struct media_claim claim = city_upload(&w);
    struct casefile_act act = {
        .action = "dispose", .version = 3, .note = "换了灯泡", .uploads = &claim, .n_uploads = 1};
    assert_int_equal(city_act_with(&w, r, MEMBER, &act), ERR_OK);
    assert_int_equal(city_case(&w, r).photos, 1);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(media_list(w.c, r.district, r.id, &photos, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_string_equal(photos[0].moment, "after");
    assert_int_equal(db_end(w.c, true), ERR_OK);
    city_close(&w);
}

static void an_old_version_is_refused_and_changes_nothing(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "accepted");
    struct casefile_act act = {.action = "start", .version = 1};
    assert_int_equal(city_act_with(&w, r, HOLDER, &act), ERR_STALE);
    assert_string_equal(w.c->problem.code, "version.stale");
    assert_string_equal(city_case(&w, r).state, "accepted");
    act.version = 2;
    assert_int_equal(city_act_with(&w, r, HOLDER, &act), ERR_OK);
    city_close(&w);
}

static void a_wrong_secret_acts_on_nothing(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    const struct casefile_act act = {
        .action = "reopen", .version = 6, .reason = "还在漏", .secret = "00000-00000"};
    assert_int_equal(city_act_with(&w, r, NOBODY, &act), ERR_NOT_FOUND);
    assert_string_equal(w.c->problem.code, "follow.unknown");
    assert_string_equal(city_case(&w, r).state, "closed");
    city_close(&w);
}

/* ---- the journal ---- */

static void each_step_is_a_row_with_the_role_used(void **state)
{
    static const struct {
        const char *action, *role, *who, *from, *to;
    } want[] = {
        {"file",    "resident", "居民",    NULL,          "reported"   },
        {"accept",  "intake",   "何受理", "reported",    "accepted"   },
        {"start",   "handler",  "张三",    "accepted",    "in_progress"},
        {"dispose", "handler",  "张三",    "in_progress", "disposed"   },
        {"pass",    "checker",  "冯主任", "disposed",    "checked"    },
        {"close",   "intake",   "冯主任", "checked",     "closed"     },
        {"reopen",  "reporter", "居民",    "closed",      "reported"   },
    };
    struct city w;
    const struct journal_row *rows;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed");
    assert_int_equal(city_act(&w, r, CHIEF, "pass"), ERR_OK);
    assert_int_equal(city_act(&w, r, CHIEF, "close"), ERR_OK);
    assert_int_equal(city_act(&w, r, REPORTER, "reopen"), ERR_OK);
    assert_int_equal(db_begin(w.c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(w.c, r.district, "casefile", r.id, &rows, &n), ERR_OK);
    assert_int_equal(n, LEN(want));
    for (size_t i = 0; i < n; i++) {
        assert_string_equal(rows[i].action, want[i].action);
        assert_string_equal(rows[i].role, want[i].role);
        assert_string_equal(rows[i].who, want[i].who);
        assert_string_equal(rows[i].state_to, want[i].to);
        assert_true(want[i].from ? strcmp(rows[i].state_from, want[i].from) == 0
                                 : !rows[i].state_from);
        assert_int_equal(rows[i].version, (int64_t)i + 1);
        assert_int_equal(rows[i].seq > 0, 1);
    }
    assert_int_equal(db_end(w.c, true), ERR_OK);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_action_is_open_to_its_roles_in_its_states_only),
        cmocka_unit_test(a_flow_has_no_actions_beside_those_of_the_contract),
        cmocka_unit_test(another_login_of_the_handler_is_still_the_handler),
        cmocka_unit_test(who_handled_before_a_rework_is_no_checker_after_it),
        cmocka_unit_test(who_only_began_the_work_is_no_checker_either),
        cmocka_unit_test(who_handed_it_back_untouched_may_check_it),
        cmocka_unit_test(the_table_itself_refuses_a_checker_who_handled),
        cmocka_unit_test(a_new_cycle_forgets_who_handled_and_checked),
        cmocka_unit_test(a_merged_case_gives_its_supports_to_the_other),
        cmocka_unit_test(merging_into_itself_or_a_closed_or_unknown_case_is_refused),
        cmocka_unit_test(what_a_step_needs_is_asked_for),
        cmocka_unit_test(a_post_that_is_not_there_is_no_way_to_route),
        cmocka_unit_test(a_kind_may_ask_for_a_photo_of_the_result),
        cmocka_unit_test(an_old_version_is_refused_and_changes_nothing),
        cmocka_unit_test(a_wrong_secret_acts_on_nothing),
        cmocka_unit_test(each_step_is_a_row_with_the_role_used),
    };
    return UNIT_RUN(tests);
}
