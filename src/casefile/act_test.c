/* SPDX-License-Identifier: Apache-2.0 */
/* The flow as it is told in the contract, held against the engine: who may do what when, and what becomes of it. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "casefile/case_world.h"
#include "db/db_driver.h"
#include "journal/journal.h"

#define DESK (1U << INTAKE | 1U << CHIEF | 1U << HOLDER_CHECKS)
#define UNIT (1U << HOLDER | 1U << DEPUTY | 1U << HOLDER_CHECKS)
#define CHECKS (1U << CHECKER | 1U << CHIEF)
#define WATCH (1U << SUPERVISOR | 1U << CHIEF)
#define OPEN "reported accepted in_progress disposed checked escalated disputed"

/* ---- every action, state and actor ---- */

static const struct rule {
    const char *action, *from, *to; /* to NULL: it stays */
    unsigned who;                   /* bits of enum actor */
    const char *but;                /* what else forbids it to those; NULL: nothing */
} rules[] = {
    {"accept",               "reported",                                                                   "accepted",    DESK,                                        NULL                },
    {"reject",               "reported accepted",                                                          "rejected",    DESK,                                        NULL                },
    {"route",                "reported accepted",                                                          "accepted",    DESK,                                        NULL                },
    {"insist",               "reported accepted",                                                          "accepted",    WATCH | 1U << DUTY_CHIEF,                    NULL                },
    {"merge",                "reported accepted",                                                          "merged",      DESK,                                        NULL                },
    {"unmerge",              "merged",                                                                     "reported",    DESK,                                        NULL                },
    {"correct",              "reported",                                                                   NULL,          DESK,                                        NULL                },
    {"escalate",             "reported accepted in_progress",                                              "escalated",   DESK | 1U << GRID_LEAD,                      NULL                },
    {"refer",                "reported accepted in_progress",                                              "referred",    DESK,                                        NULL                },
    {"withdraw",             "reported",                                                                   "void",        1U << REPORTER,                              NULL                },
    {"start",                "accepted",                                                                   "in_progress", UNIT,                                        NULL                },
    {"return",               "accepted in_progress",                                                       "reported",    UNIT,                                        NULL                },
    {"progress",             "in_progress",                                                                NULL,          UNIT,                                        NULL                },
    {"ask_extension",        "in_progress",                                                                NULL,          UNIT,                                        NULL                },
    {"grant_extension",      "in_progress",                                                                NULL,          DESK | 1U << DUTY_CHIEF,                     "case.not_asked"    },
    {"refuse_request",       "in_progress",                                                                NULL,          DESK | 1U << DUTY_CHIEF,                     "case.not_asked"    },
    {"dispose",              "in_progress",                                                                "disposed",    UNIT,                                        NULL                },
    {"pass",                 "disposed",                                                                   "checked",     CHECKS,                                      NULL                },
    {"rework",               "disposed",                                                                   "in_progress", CHECKS,                                      NULL                },
    {"close",                "checked",                                                                    "closed",      1U << INTAKE | 1U << CHIEF,                  NULL                },
    {"upper_return",         "escalated",                                                                  "reported",    0,                                           NULL                },
    {"upper_close",          "escalated",                                                                  "disposed",    0,                                           NULL                },
    {"confirm",              "closed",                                                                     NULL,          1U << REPORTER,                              NULL                },
    {"dispute",              "closed",                                                                     "disputed",    1U << REPORTER,                              NULL                },
    {"reopen_with_evidence", "closed",                                                                     "reported",    1U << REPORTER,                              NULL                },
    {"uphold",               "disputed",                                                                   "closed",      WATCH | 1U << DUTY_CHIEF,                    NULL                },
    {"reopen",               "closed disputed rejected void referred",                                     "reported",    WATCH,                                       NULL                },
    {"appeal",               "closed",                                                                     NULL,          0,                                           NULL                },
    {"appeal_pass",          "closed",                                                                     NULL,          1U << INTAKE | 1U << CHIEF,                  "case.not_asked"    },
    {"appeal_grant",         "closed",                                                                     NULL,          WATCH | 1U << DUTY_CHIEF,                    "case.not_asked"    },
    {"appeal_refuse",        "closed",                                                                     NULL,          WATCH | 1U << DUTY_CHIEF | 1U << INTAKE,     "case.not_asked"    },
    {"note_external",        "reported accepted in_progress disposed checked escalated disputed referred",
     NULL,                                                                                                                DESK,                                        "case.not_elsewhere"},
    {"urge",                 OPEN,                                                                         NULL,          WATCH | 1U << DUTY_CHIEF | 1U << DISPATCHER, NULL                },
    {"supervise",            OPEN,                                                                         NULL,          WATCH,                                       NULL                },
    {"list_publicly",        OPEN,                                                                         NULL,          WATCH,                                       NULL                },
    {"answer_still",         OPEN " closed rejected void",                                                 NULL,          DESK | UNIT | WATCH | 1U << DUTY_CHIEF,
     "case.not_woken"                                                                                                                                                                      },
    {"answer_mark",          "accepted in_progress",                                                       NULL,          UNIT,                                        "case.not_marked"   },
    {"answer_desk_mark",     "reported disposed checked escalated disputed",                               NULL,
     DESK | CHECKS | WATCH | 1U << DUTY_CHIEF,                                                                                                                         "case.not_marked"   },
};

/* Zhang's second login has the role for these, but Zhang has done the work. */
static bool is_own_work(const struct rule *r, enum actor who)
{
    static const char *const decided[] = {
        "pass",           "rework",      "close",        "grant_extension",
        "refuse_request", "appeal_pass", "appeal_refuse"};
    for (size_t i = 0; i < LEN(decided); i++)
        if (who == HOLDER_CHECKS && strcmp(r->action, decided[i]) == 0)
            return true;
    return false;
}

static const char *expected(const struct rule *r, const char *state, enum actor who)
{
    if (!strstr(r->from, state))
        return "case.action_not_now";
    if (is_own_work(r, who))
        return "case.checker_is_handler";
    if (!(r->who & (1U << who)))
        return "case.role";
    return r->but ? r->but : "";
}

/* One try in a unit that is undone. */
static const char *outcome(struct city *w, struct receipt r, const struct casefile *f,
                           struct casefile_act act, enum actor who, struct casefile *out_after)
{
    act.secret = who == REPORTER ? r.secret : NULL;
    city_as(w, who);
    city_begin(w);
    enum err err = casefile_act(w->c, &w->app, r.district, r.id, &act);
    const char *code = err == ERR_OK ? "" : arena_copy(w->c->mem, w->c->problem.code);
    if (err == ERR_OK) {
        assert_int_equal(casefile_get(w->c, r.district, r.id, out_after), ERR_OK);
        assert_int_equal(out_after->version, f->version + 1);
    }
    (void)city_end(w, false);
    city_as(w, NOBODY);
    return code;
}

static bool is_offered(struct city *w, const struct casefile *f, const char *action, enum actor who)
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
        found = found || strcmp(actions[i]->action, action) == 0;
    return found;
}

static void try_rule(struct city *w, struct receipt r, const struct casefile *f,
                     const struct rule *rule, struct casefile_act act)
{
    for (enum actor who = 0; who < ACTOR__COUNT; who++) {
        struct casefile after;
        const char *want = expected(rule, f->state, who);
        const char *got = outcome(w, r, f, act, who, &after);
        if (strcmp(want, got) != 0)
            fail_msg("%s %s by %d: %s, not %s", f->state, rule->action, (int)who, got, want);
        if (!got[0])
            assert_string_equal(after.state, rule->to ? rule->to : f->state);
        if (is_offered(w, f, rule->action, who) != (want[0] == '\0'))
            fail_msg("%s %s by %d: offered wrongly", f->state, rule->action, (int)who);
    }
}

static void each_action_is_open_to_its_roles_in_its_states_only(void **state)
{
    static const char *const states[] = {"reported", "accepted", "in_progress", "disposed",
                                         "checked",  "closed",   "disputed",    "rejected",
                                         "void",     "merged"};
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t s = 0; s < LEN(states); s++) {
        struct receipt r = city_bring(&w, states[s]);
        struct casefile f = city_case(&w, r);
        for (size_t i = 0; i < LEN(rules); i++)
            try_rule(&w, r, &f, &rules[i], city_input(&w, &f, rules[i].action));
    }
    city_close(&w);
}

static void a_flow_has_no_actions_beside_those_of_the_contract(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    const struct flow *flow = programme_flow(w.app.programmes, "short");
    assert_int_equal(flow->n_actions, LEN(rules));
    struct receipt r = city_report(&w, NOISE, CELL_1);
    assert_int_equal(city_act(&w, r, INTAKE, "vanish"), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "case.action_unknown");
    city_close(&w);
}

static void try_offer(struct city *w, struct receipt r, const struct casefile *f,
                      const char *action)
{
    struct casefile_act act = city_input(w, f, action);
    for (enum actor who = 0; who < ACTOR__COUNT; who++) {
        struct casefile after;
        const char *got = outcome(w, r, f, act, who, &after);
        if (is_offered(w, f, action, who) != (got[0] == '\0'))
            fail_msg("%s %s by %d: %s", f->state, action, (int)who, got);
    }
}

/* In every state of the full flow, to everybody: what is offered can be done, and nothing else. */
static void what_is_offered_is_what_would_be_carried_out(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    const struct flow *flow = programme_flow(w.app.programmes, "full");
    for (size_t s = 0; s < flow->n_states; s++) {
        struct receipt r = city_bring_full(&w, flow->states[s].state);
        struct casefile f = city_case(&w, r);
        for (size_t i = 0; i < flow->n_actions; i++)
            if (flow_starts_from(&flow->actions[i], f.state))
                try_offer(&w, r, &f, flow->actions[i].action);
    }
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
    assert_int_equal(city_act(&w, r, REPORTER, "reopen_with_evidence"), ERR_OK);
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
        {"reported",    "reject",  "case.reason_needed",       INTAKE },
        {"reported",    "route",   "case.post_needed",         INTAKE },
        {"reported",    "merge",   "case.into_needed",         INTAKE },
        {"in_progress", "return",  "case.reason_needed",       HOLDER },
        {"in_progress", "dispose", "case.note_needed",         HOLDER },
        {"disposed",    "rework",  "case.reason_needed",       CHECKER},
        {"checked",     "close",   "case.close_reason_needed", INTAKE },
    };
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(rows); i++) {
        struct receipt r = city_bring(&w, rows[i].state);
        struct casefile_act act = {.action = rows[i].action, .version = city_case(&w, r).version};
        assert_int_equal(city_act_with(&w, r, rows[i].who, &act), ERR_INVALID);
        assert_string_equal(w.c->problem.code, rows[i].code);
        act.reason = " \n　"; /* blanks say nothing */
        act.note = "\t";
        assert_int_equal(city_act_with(&w, r, rows[i].who, &act), ERR_INVALID);
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
    struct receipt r = city_bring_full(&w, "in_progress");
    assert_int_equal(city_case(&w, r).post, w.duty_post);
    struct casefile_act act = {
        .action = "feedback", .version = city_case(&w, r).version, .note = "换了灯泡"};
    assert_int_equal(city_act_with(&w, r, MEMBER, &act), ERR_INVALID);
    assert_string_equal(w.c->problem.code, "case.photo_needed");
    struct media_claim claim = city_upload(&w);
    act.uploads = &claim;
    act.n_uploads = 1;
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
    assert_string_equal(w.c->problem.detail,
                        "accepted, accept, intake"); /* what happened meanwhile */
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
        .action = "dispute", .version = 6, .reason = "还在漏", .secret = "00000-00000"};
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
        {"file",                 "resident", "居民",    NULL,          "reported"   },
        {"accept",               "intake",   "何受理", "reported",    "accepted"   },
        {"start",                "handler",  "张三",    "accepted",    "in_progress"},
        {"dispose",              "handler",  "张三",    "in_progress", "disposed"   },
        {"pass",                 "checker",  "冯主任", "disposed",    "checked"    },
        {"close",                "intake",   "冯主任", "checked",     "closed"     },
        {"reopen_with_evidence", "reporter", "居民",    "closed",      "reported"   },
    };
    struct city w;
    const struct journal_row *rows;
    size_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed");
    assert_int_equal(city_act(&w, r, CHIEF, "pass"), ERR_OK);
    assert_int_equal(city_act(&w, r, CHIEF, "close"), ERR_OK);
    assert_int_equal(city_act(&w, r, REPORTER, "reopen_with_evidence"), ERR_OK);
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
        cmocka_unit_test(what_is_offered_is_what_would_be_carried_out),
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
