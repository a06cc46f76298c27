/* SPDX-License-Identifier: Apache-2.0 */
/* Cases that change together: merged ones, and those that wait for the desk above. */
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/loop_world.h"

static struct receipt twin(struct receipt r, int64_t id)
{
    return (struct receipt){.district = r.district, .id = id};
}

static void merge(struct city *w, struct receipt r, int64_t into)
{
    struct casefile f = city_case(w, r);
    const struct casefile_act act = {.action = "merge", .version = f.version, .into = into};
    loop_go_with(w, r, INTAKE, act);
}

/* ---- merging ---- */

static void an_undone_merge_gives_the_supports_back_and_the_clock_goes_on(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt a = city_report(&w, NOISE, CELL_1), b = city_report(&w, NOISE, CELL_1),
                   c = city_report(&w, NOISE, CELL_1);
    int64_t started = loop_clock(&w, a, "accept").started;
    loop_at(&w, "2026-11-24 10:00");
    merge(&w, a, b.id);
    assert_int_equal(city_case(&w, a).due, 0);
    merge(&w, b, c.id); /* and the other is merged on */
    assert_int_equal(city_case(&w, c).supports, 2);
    loop_do(&w, a, INTAKE, "unmerge", "2026-11-24 16:00");
    assert_string_equal(city_case(&w, a).state, "reported");
    assert_int_equal(city_case(&w, a).merged_into, 0);
    assert_int_equal(city_case(&w, b).supports, 0);
    assert_int_equal(city_case(&w, c).supports, 1);
    const struct loop_clock k = loop_clock(&w, a, "accept");
    assert_int_equal(k.started, started);
    assert_int_equal(k.n_runs, 2);
    assert_int_equal(k.ended, 0);
    assert_true(k.due > moment("2026-11-25 08:00")); /* an hour of the four was used */
    city_close(&w);
}

/* ---- the desk above ---- */

static void what_is_passed_up_is_a_case_of_the_town_with_the_same_matter(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated");
    struct casefile low = city_case(&w, r), up = city_case(&w, twin(r, low.upper));
    assert_string_equal(up.area, TOWN);
    assert_string_equal(up.kind, low.kind);
    assert_string_equal(up.body, low.body);
    assert_string_equal(up.state, "reported");
    assert_int_equal(up.lower, low.id);
    assert_string_equal(up.clock, "accept");
    assert_string_equal(low.clock, "upper");
    assert_int_equal(up.post, 0); /* nobody is on duty there */
    city_close(&w);
}

static void it_is_passed_to_a_desk_above_its_own_area_only(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "accepted");
    static const char *const wrong[] = {CELL_1, TOWN_2, CITY, "41010501600"};
    for (size_t i = 0; i < LEN(wrong); i++) {
        struct casefile_act act = loop_input(&w, r, "escalate");
        act.area = wrong[i];
        loop_no_with(&w, r, INTAKE, act, i < 3 ? "case.upper_area" : "area.unknown");
    }
    struct casefile_act act = loop_input(&w, r, "escalate");
    act.area = JINSHUI;
    loop_go_with(&w, r, INTAKE, act);
    assert_string_equal(city_case(&w, twin(r, city_case(&w, r).upper)).area, JINSHUI);
    struct receipt wide = city_report(&w, LIGHT, JINSHUI);
    loop_go(&w, wide, CHIEF, "accept");
    loop_no(&w, wide, CHIEF, "escalate", "case.no_upper");
    city_close(&w);
}

/* From the desk of the town through to its end. */
static void settle(struct city *w, struct receipt r)
{
    static const struct {
        const char *action;
        enum actor who;
    } steps[] = {
        {"accept",     INTAKE    },
        {"file_case",  INTAKE    },
        {"dispatch",   DISPATCHER},
        {"sign",       MEMBER    },
        {"feedback",   MEMBER    },
        {"send_check", DISPATCHER},
        {"pass",       CHECKER   },
        {"close",      INTAKE    },
    };
    for (size_t i = 0; i < LEN(steps); i++)
        loop_go(w, r, steps[i].who, steps[i].action);
}

static void what_is_settled_above_comes_back_done_with_the_hands_of_above(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated"), up = twin(r, city_case(&w, r).upper);
    loop_go(&w, up, INTAKE, "accept");
    loop_go(&w, up, INTAKE, "file_case");
    struct casefile_act act = loop_input(&w, up, "dispatch");
    act.post = w.worker_post;
    loop_go_with(&w, up, DISPATCHER, act);
    loop_go(&w, up, HOLDER, "sign"); /* Zhang begins, his deputy Li ends it */
    loop_go(&w, up, DEPUTY, "feedback");
    loop_go(&w, up, DISPATCHER, "send_check");
    loop_go(&w, up, CHECKER, "pass");
    loop_go(&w, up, INTAKE, "close");
    struct casefile low = city_case(&w, r);
    assert_string_equal(low.state, "disposed");
    assert_int_equal(low.handler, w.li);
    assert_int_equal(low.upper, 0);
    assert_int_equal(loop_rows(&w, r, "upper_close"), 1);
    loop_go(&w, r, DISPATCHER, "send_check");
    loop_no(&w, r, HOLDER_CHECKS, "pass", "case.checker_is_handler");
    loop_go(&w, r, CHECKER, "pass");
    city_close(&w);
}

static void what_is_not_taken_above_comes_back_to_be_accepted(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated");
    loop_go(&w, twin(r, city_case(&w, r).upper), INTAKE, "reject");
    struct casefile low = city_case(&w, r);
    assert_string_equal(low.state, "accepted");
    assert_int_equal(low.upper, 0);
    assert_string_equal(low.clock, "accept");
    loop_go(&w, r, INTAKE, "escalate"); /* and may be passed up again */
    city_close(&w);
}

static void a_case_above_that_is_merged_takes_those_who_wait_with_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated"), other = city_report(&w, LIGHT, TOWN);
    int64_t upper = city_case(&w, r).upper;
    merge(&w, twin(r, upper), other.id);
    assert_int_equal(city_case(&w, r).upper, other.id);
    loop_go(&w, twin(r, upper), INTAKE, "unmerge");
    assert_int_equal(city_case(&w, r).upper, upper);
    assert_int_equal(city_case(&w, other).lower, 0);
    merge(&w, twin(r, upper), other.id);
    settle(&w, other);
    assert_string_equal(city_case(&w, r).state, "disposed");
    city_close(&w);
}

/* As if a neighbour had said "me too" between the reading and the writing of a case that is merged. */
static void support_while_merging(struct city *w, bool on)
{
    static const char sqlite[] =
        "CREATE TRIGGER late AFTER UPDATE OF state ON casefile"
        " WHEN NEW.state = 'merged' AND OLD.state <> 'merged' BEGIN"
        " UPDATE casefile SET supports = supports + 1 WHERE district = NEW.district AND id = NEW.id; END";
    static const char function[] =
        "CREATE FUNCTION late() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN"
        " UPDATE casefile SET supports = supports + 1 WHERE district = NEW.district AND id = NEW.id;"
        " RETURN NULL; END $$";
    static const char postgres[] =
        "CREATE TRIGGER late AFTER UPDATE OF state ON casefile FOR EACH ROW"
        " WHEN (NEW.state = 'merged' AND OLD.state <> 'merged') EXECUTE FUNCTION late()";
    if (!unit_is_postgres()) {
        loop_sql(w, on ? sqlite : "DROP TRIGGER late");
        return;
    }
    /* One statement at a time: the driver's pipe takes no more. */
    loop_sql(w, on ? function : "DROP TRIGGER late ON casefile");
    loop_sql(w, on ? postgres : "DROP FUNCTION late()");
}

static void who_supports_a_case_while_it_is_merged_is_counted_and_given_back_once(void **state)
{
    struct city w;
    int64_t n;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1), into = city_report(&w, NOISE, CELL_1);
    city_begin(&w);
    assert_int_equal(casefile_support(w.c, into.district, into.id, &n), ERR_OK);
    assert_int_equal(city_end(&w, true), ERR_OK);
    support_while_merging(&w, true);
    merge(&w, r, into.id);
    support_while_merging(&w, false);
    assert_int_equal(city_case(&w, r).supports, 1);
    assert_int_equal(city_case(&w, into).supports, 3);
    loop_go(&w, r, INTAKE, "unmerge");
    assert_int_equal(city_case(&w, into).supports, 1);
    w.facts_made_up = true; /* the journal does not know of the one by trigger */
    city_close(&w);
}

static int64_t results(struct city *w, struct receipt r)
{
    int64_t n = -1;
    assert_int_equal(city_ask(w, CHIEF, "GET", city_path(w, r, ""), NULL), 200);
    assert_true(node_int(node_get(node_get(city_reply(w), "proof"), "after"), &n));
    return n;
}

static void what_was_settled_above_shows_its_result_below(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated"), up = twin(r, city_case(&w, r).upper);
    int64_t photos = city_case(&w, r).photos;
    settle(&w, up);
    assert_string_equal(city_case(&w, r).state, "disposed");
    assert_int_equal(results(&w, up), 1);
    assert_int_equal(results(&w, r), 1);
    assert_int_equal(city_case(&w, r).photos, photos + 1);
    city_close(&w);
}

static size_t twins(struct city *w, struct receipt r)
{
    assert_int_equal(city_ask(w, CHIEF, "GET", city_path(w, r, ""), NULL), 200);
    return node_len(node_get(city_reply(w), "duplicates"));
}

static void a_case_and_the_one_above_it_are_no_duplicates(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report_at(&w, LIGHT, 113.605, 34.705);
    loop_go(&w, r, INTAKE, "accept");
    loop_go(&w, r, INTAKE, "escalate");
    struct receipt up = twin(r, city_case(&w, r).upper);
    assert_int_equal(twins(&w, r), 0);
    assert_int_equal(twins(&w, up), 0);
    (void)city_report_at(&w, LIGHT, 113.605, 34.705);
    assert_int_equal(twins(&w, r), 1);
    assert_int_equal(twins(&w, up), 1);
    city_close(&w);
}

static void a_case_is_not_merged_into_one_that_waits_for_it(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated"), up = twin(r, city_case(&w, r).upper);
    struct casefile_act act = loop_input(&w, up, "merge");
    act.into = r.id;
    loop_no_with(&w, up, INTAKE, act, "case.into_waits");
    assert_int_equal(city_case(&w, r).supports, 0);
    loop_go(&w, up, INTAKE, "accept");
    loop_go(&w, up, INTAKE, "escalate"); /* and not over two desks either */
    struct receipt top = twin(r, city_case(&w, up).upper);
    act = loop_input(&w, top, "merge");
    act.into = r.id;
    loop_no_with(&w, top, CHIEF, act, "case.into_waits");
    loop_go(&w, top, CHIEF, "reject");
    assert_string_equal(city_case(&w, up).state, "accepted");
    city_close(&w);
}

/* As on two servers: one merges a case in while the other, who has read it before, closes it. */
static void who_was_merged_in_meanwhile_hears_of_the_end_too(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "escalated"), other = city_report(&w, LIGHT, TOWN);
    merge(&w, twin(r, city_case(&w, r).upper), other.id);
    loop_sql(&w, "UPDATE casefile SET lower = NULL");
    loop_go(&w, other, INTAKE, "reject");
    assert_string_equal(city_case(&w, r).state, "accepted");
    city_close(&w);
}

static void a_referred_case_keeps_whom_it_went_to_and_under_which_number(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "accepted");
    struct casefile_act act = loop_input(&w, r, "refer");
    act.referral_to = "the mayor";
    loop_no_with(&w, r, INTAKE, act, "case.referral_unknown");
    act.referral_to = "12345";
    act.referral_number = NULL;
    loop_no_with(&w, r, INTAKE, act, "case.referral_number_needed");
    act.referral_number = "20261124-0017";
    loop_go_with(&w, r, INTAKE, act);
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "referred");
    assert_string_equal(f.external_to, "12345");
    assert_string_equal(f.external_number, "20261124-0017");
    loop_go(&w, r, DUTY_CHIEF, "revive");
    assert_string_equal(city_case(&w, r).state, "accepted");
    city_close(&w);
}

static void the_number_and_the_limit_of_another_office_are_noted_when_they_are_known(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "accepted");
    struct casefile_act act = loop_input(&w, r, "refer");
    act.referral_to = "119"; /* nobody waits for a number there */
    act.referral_number = NULL;
    loop_go_with(&w, r, INTAKE, act);
    assert_null(city_case(&w, r).external_number);
    act = loop_input(&w, r, "note_external");
    act.referral_to = "119";
    act.referral_number = NULL;
    loop_no_with(&w, r, INTAKE, act, "case.referral_number_needed");
    act.referral_number = "F-17";
    act.referral_due = w.c->now;
    loop_no_with(&w, r, INTAKE, act, "case.referral_due");
    act.referral_due = w.c->now + TIME_DAY;
    loop_go_with(&w, r, INTAKE, act);
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.state, "referred");
    assert_string_equal(f.external_number, "F-17");
    assert_int_equal(f.external_due, act.referral_due);
    city_close(&w);
}

/* ---- kind and place ---- */

static struct casefile_act correction(struct city *w, struct receipt r, const char *kind,
                                      const char *area)
{
    struct casefile_act act = loop_input(w, r, "correct");
    act.kind = kind;
    act.area = area;
    return act;
}

/* Closing the city holds the counters against the cases. */
static void a_corrected_case_is_counted_and_routed_where_it_belongs(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, LIGHT, CELL_1);
    loop_no_with(&w, r, INTAKE, correction(&w, r, NULL, NULL), "case.kind_needed");
    loop_go_with(&w, r, INTAKE, correction(&w, r, ADS, CELL_2));
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.kind, ADS);
    assert_string_equal(f.area, CELL_2);
    assert_string_equal(f.state, "reported");
    assert_int_equal(f.post, w.duty_post);
    loop_go(&w, r, INTAKE, "accept");
    loop_no_with(&w, r, INTAKE, correction(&w, r, "no_such_kind", NULL), "case.kind_unknown");
    loop_no_with(&w, r, INTAKE, correction(&w, r, NULL, OTHER_VILLAGE), "case.place_district");
    loop_no_with(&w, r, INTAKE, correction(&w, r, NULL, "410105999"), "area.unknown");
    loop_no_with(&w, r, INTAKE, correction(&w, r, NOISE, NULL), "case.kind_flow");
    loop_go_with(&w, r, INTAKE, correction(&w, r, LIGHT, NULL));
    assert_string_equal(city_case(&w, r).area, CELL_2);
    assert_int_equal(loop_rows(&w, r, "correct"), 4);
    city_close(&w);
}

static void a_kind_of_another_flow_is_corrected_before_it_is_accepted(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, LIGHT, CELL_1), back = city_report(&w, NOISE, CELL_1);
    int64_t due = city_case(&w, r).due;
    loop_go_with(&w, r, INTAKE, correction(&w, r, NOISE, NULL));
    struct casefile f = city_case(&w, r);
    assert_string_equal(f.flow, "short");
    assert_int_equal(f.due, due); /* the time that was promised for accepting */
    assert_int_equal(f.post, w.worker_post);
    loop_go(&w, r, INTAKE, "accept");
    loop_go(&w, r, HOLDER, "start");
    loop_go_with(&w, back, INTAKE, correction(&w, back, LIGHT, NULL));
    loop_go(&w, back, INTAKE, "accept");
    loop_go(&w, back, INTAKE, "file_case");
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_undone_merge_gives_the_supports_back_and_the_clock_goes_on),
        cmocka_unit_test(what_is_passed_up_is_a_case_of_the_town_with_the_same_matter),
        cmocka_unit_test(it_is_passed_to_a_desk_above_its_own_area_only),
        cmocka_unit_test(what_is_settled_above_comes_back_done_with_the_hands_of_above),
        cmocka_unit_test(what_is_not_taken_above_comes_back_to_be_accepted),
        cmocka_unit_test(a_case_above_that_is_merged_takes_those_who_wait_with_it),
        cmocka_unit_test(who_supports_a_case_while_it_is_merged_is_counted_and_given_back_once),
        cmocka_unit_test(what_was_settled_above_shows_its_result_below),
        cmocka_unit_test(a_case_and_the_one_above_it_are_no_duplicates),
        cmocka_unit_test(a_case_is_not_merged_into_one_that_waits_for_it),
        cmocka_unit_test(who_was_merged_in_meanwhile_hears_of_the_end_too),
        cmocka_unit_test(a_corrected_case_is_counted_and_routed_where_it_belongs),
        cmocka_unit_test(a_kind_of_another_flow_is_corrected_before_it_is_accepted),
        cmocka_unit_test(a_referred_case_keeps_whom_it_went_to_and_under_which_number),
        cmocka_unit_test(the_number_and_the_limit_of_another_office_are_noted_when_they_are_known),
    };
    return UNIT_RUN(tests);
}
