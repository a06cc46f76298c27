/* SPDX-License-Identifier: Apache-2.0 */
/* The closed loop as its routes show it: clocks with their derivation, proof, several cases at once, desks. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "casefile/loop_world.h"
#include "db/db_driver.h"

static const struct node *ask(struct city *w, enum actor who, const char *target)
{
    int status = city_ask(w, who, "GET", target, NULL);
    if (status != 200)
        fail_msg("%s: %d %s", target, status, city_body(w));
    return city_reply(w);
}

static const struct node *last(const struct node *array)
{
    return node_at(array, node_len(array) - 1);
}

static void assert_code(struct city *w, int status, int expected, const char *code)
{
    if (status != expected || strcmp(city_code(w), code) != 0)
        fail_msg("%d %s, not %d %s", status, city_body(w), expected, code);
}

/* ---- clocks ---- */

static void a_clock_is_shown_with_its_derivation(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress");
    const struct node *one = ask(&w, INTAKE, city_path(&w, r, ""));
    const struct node *clock = node_get(one, "clock"), *run = last(node_get(one, "clocks"));
    assert_string_equal(node_text(node_get(clock, "clock")), "handle");
    assert_string_equal(node_text(node_get(clock, "limit_text")), "4 urgent_hour");
    assert_string_equal(node_text(node_get(clock, "due")), node_text(node_get(run, "due")));
    assert_int_equal(node_type(node_get(run, "ended")), NODE_NULL);
    assert_string_equal(node_text(node_get(node_get(run, "rule"), "source")), "kind");
    const char *due = node_text(node_get(run, "due"));
    const struct node *shown = ask(&w, INTAKE, city_path(&w, r, "/clocks/2"));
    const struct node *derivation = node_get(shown, "derivation");
    assert_string_equal(node_text(node_get(derivation, "due")), due);
    assert_string_equal(node_text(node_get(last(node_get(derivation, "steps")), "kind")), "due");
    assert_non_null(node_get(node_get(shown, "calendar"), "version"));
    assert_code(&w, city_ask(&w, INTAKE, "GET", city_path(&w, r, "/clocks/3"), NULL), 404,
                "case.clock_unknown");
    assert_code(&w, city_ask(&w, INTAKE, "GET", city_path(&w, r, "/clocks/x"), NULL), 404,
                "case.clock_unknown");
    city_close(&w);
}

static void the_reporter_sees_the_same_clocks(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow/clocks", city_receipt(&w, r, "")),
                     200);
    assert_int_equal(node_len(node_get(city_reply(&w), "items")), 2);
    r.secret[0] = r.secret[0] == 'A' ? 'B' : 'A';
    assert_code(&w, city_ask(&w, NOBODY, "POST", "/api/v1/follow/clocks", city_receipt(&w, r, "")),
                404, "follow.unknown");
    city_close(&w);
}

static void an_export_has_every_day_that_a_clock_touched(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "disposed"); /* its check is due after one working day */
    const char *path = city_path(&w, r, "/export");
    int64_t rows = city_rows(&w);
    assert_int_equal(city_ask(&w, SUPERVISOR, "POST", path, "{\"reason\":\" \"}"), 422);
    assert_int_equal(city_ask(&w, HOLDER, "POST", path, "{}"), 422);
    assert_int_equal(city_rows(&w), rows);
    assert_int_equal(city_ask(&w, SUPERVISOR, "POST", path, "{\"reason\":\"复议材料\"}"), 200);
    assert_int_equal(city_rows(&w), rows + 1); /* who, when, which, what for */
    const struct node *document = city_reply(&w);
    const struct node *taken = last(node_get(node_get(document, "case"), "history"));
    assert_string_equal(node_text(node_get(taken, "action")), "export");
    assert_string_equal(node_text(node_get(taken, "reason")), "复议材料");
    const struct node *calendars = node_get(document, "calendars");
    const struct node *days = node_get(last(calendars), "days");
    const struct node *clock = node_get(last(node_get(document, "clocks")), "clock");
    const char *due = node_text(node_get(clock, "due"));
    const char *end = node_text(node_get(last(days), "date"));
    assert_true(node_len(days) >= 2);
    assert_true(strncmp(due, end, strlen(end)) == 0);
    assert_string_equal(node_text(node_get(document, "format")), "wangge-case-1");
    assert_non_null(strstr(w.reply.disposition, ".json"));
    city_close(&w);
}

/* ---- proof ---- */

static const char *photo_at(struct city *w, const char *start, const char *place)
{
    struct media_claim u = city_upload(w);
    return arena_printf(w->c->mem, "{%s,\"uploads\":[{\"upload\":\"%lld\",\"token\":\"%s\"%s}]}",
                        start, (long long)u.upload, u.token, place);
}

static void the_distance_of_the_result_from_the_place_is_shown(void **state)
{
    static const struct {
        const char *before, *after;
        int metres; /* below 0: not known */
    } rows[] = {
        {",\"lon\":113.605,\"lat\":34.705", ",\"lon\":113.605,\"lat\":34.706", 110},
        {"",                                ",\"lon\":113.605,\"lat\":34.706", -1 },
        {",\"lon\":113.605,\"lat\":34.705", "",                                -1 },
    };
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(rows); i++) {
        const char *body =
            photo_at(&w, "\"kind\":\"neighbour_noise\",\"body\":\"很吵\",\"area\":\"" CELL_1 "\"",
                     rows[i].before);
        struct receipt r = city_file(&w, body);
        assert_int_equal(city_act(&w, r, INTAKE, "accept"), ERR_OK);
        assert_int_equal(city_act(&w, r, HOLDER, "start"), ERR_OK);
        body = photo_at(&w, "\"action\":\"dispose\",\"note\":\"好了\"", rows[i].after);
        assert_int_equal(city_ask_with(&w, HOLDER, "POST", city_path(&w, r, "/act"), body, 3, NULL),
                         200);
        const struct node *metres = node_get(node_get(city_reply(&w), "proof"), "distance_m");
        double m = -1;
        (void)node_real(metres, &m);
        assert_int_equal((int)m, rows[i].metres);
    }
    assert_code(&w,
                city_ask(&w, NOBODY, "POST", "/api/v1/cases",
                         photo_at(&w, "\"kind\":\"neighbour_noise\",\"body\":\"很吵\"",
                                  ",\"lon\":113.605")),
                422, "input.missing");
    city_close(&w);
}

/* ---- still there ---- */

static void still_there_is_counted_and_marked_and_makes_nobodys_page_old(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress"), other = city_report(&w, NOISE, CELL_1);
    const char *path = city_path(&w, r, "/still-there");
    int64_t version = city_case(&w, r).version;
    assert_int_equal(city_ask(&w, NOBODY, "POST", path, "{\"note\":\" 还在吵 \"}"), 200);
    assert_string_equal(city_body(&w), "{\"still_there\":1,\"state\":\"in_progress\"}");
    assert_int_equal(city_ask(&w, NOBODY, "POST", path, "{}"), 200);
    struct casefile f = city_case(&w, r);
    assert_int_equal(f.still_there, 2);
    assert_int_equal(f.woken, w.c->now);
    assert_int_equal(f.version, version);
    const struct node *marks = node_get(ask(&w, INTAKE, city_path(&w, r, "")), "marks");
    assert_int_equal(node_len(marks), 2);
    assert_string_equal(node_text(node_get(node_at(marks, 0), "reason")), "还在吵");
    assert_string_equal(node_text(node_get(node_at(marks, 0), "area")), VILLAGE);
    assert_int_equal(node_type(node_get(node_at(marks, 1), "reason")), NODE_NULL);
    struct casefile_act merge = {.action = "merge", .version = 1, .into = r.id};
    assert_int_equal(city_act_with(&w, other, INTAKE, &merge), ERR_OK);
    assert_int_equal(city_ask(&w, NOBODY, "POST", city_path(&w, other, "/still-there"), "{}"), 200);
    assert_int_equal(city_case(&w, r).still_there, 3);
    city_close(&w);
}

static void a_settled_case_is_woken_while_it_may_be_reopened(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed");
    const char *path = city_path(&w, r, "/still-there");
    struct casefile f = city_case(&w, r);
    assert_true(f.reopen_until > w.c->now);
    assert_int_equal(city_ask(&w, NOBODY, "POST", path, "{}"), 200);
    int64_t now = w.c->now;
    w.c->now = f.reopen_until + 1;
    assert_code(&w, city_ask(&w, NOBODY, "POST", path, "{}"), 409, "case.too_late");
    w.c->now = now;
    city_close(&w);
}

static void still(struct city *w, struct receipt r)
{
    assert_int_equal(city_ask(w, NOBODY, "POST", city_path(w, r, "/still-there"), "{}"), 200);
}

static size_t woken(struct city *w, enum actor who, const char *more)
{
    const char *path = arena_printf(w->c->mem, "/api/v1/cases?still_there=true%s", more);
    return node_len(node_get(ask(w, who, path), "items"));
}

static void who_has_a_case_answers_that_it_is_still_there_and_then_it_rests(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress");
    still(&w, r);
    assert_int_equal(woken(&w, HOLDER, "&mine=true"), 1);
    assert_int_equal(woken(&w, SUPERVISOR, ""), 1);
    assert_int_equal(city_act(&w, r, HOLDER, "progress"), ERR_OK);
    assert_int_equal(woken(&w, SUPERVISOR, ""), 1); /* a note for the office is no answer */
    struct casefile f = city_case(&w, r);
    struct casefile_act answer = city_input(&w, &f, "answer_still");
    answer.note = "明天上午来";
    assert_int_equal(city_act_with(&w, r, HOLDER, &answer), ERR_OK);
    assert_int_equal(woken(&w, HOLDER, "&mine=true") + woken(&w, SUPERVISOR, ""), 0);
    assert_int_equal(city_case(&w, r).still_there, 1);
    assert_string_equal(city_code(&w), "");
    const struct node *marks = node_get(ask(&w, INTAKE, city_path(&w, r, "")), "marks");
    assert_string_equal(node_text(node_get(node_at(marks, 0), "answer")), "明天上午来");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, r, "")), 200);
    assert_true(city_says(&w, "明天上午来")); /* for the reporter to read */
    still(&w, r);
    assert_int_equal(city_act(&w, r, HOLDER, "dispose"), ERR_OK); /* the next step answers, too */
    assert_int_equal(woken(&w, SUPERVISOR, ""), 0);
    city_close(&w);
}

static void a_settled_case_that_is_still_there_stays_on_its_desks_until_it_is_answered(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "closed"), other = city_bring(&w, "closed");
    still(&w, r);
    still(&w, other);
    assert_int_equal(woken(&w, HOLDER, "&mine=true"), 2);
    assert_int_equal(city_act(&w, r, HOLDER, "answer_still"), ERR_OK);
    assert_int_equal(city_act(&w, other, SUPERVISOR, "reopen"), ERR_OK);
    assert_int_equal(woken(&w, SUPERVISOR, ""), 0);
    struct casefile f = city_case(&w, other);
    assert_int_equal(f.still_there, 0); /* of the cycle that is over */
    assert_int_equal(city_case(&w, r).still_there, 1);
    city_close(&w);
}

/* ---- several at once ---- */

static const char *items(struct city *w, const struct receipt *r, size_t n, const char *action)
{
    struct buf b = {.mem = w->c->mem};
    buf_text(&b, arena_printf(w->c->mem, "{\"action\":\"%s\",\"items\":[", action));
    for (size_t i = 0; i < n; i++)
        buf_text(&b, arena_printf(w->c->mem, "%s{\"ref\":\"%s\",\"version\":1}", i ? "," : "",
                                  city_ref(w, r[i])));
    buf_text(&b, "]}");
    return buf_str(&b);
}

/* Each of those who reported it is asked, and each is told of the own words alone. */
static void whoever_reported_a_merged_case_confirms_rates_and_disputes_the_other(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt a = city_report(&w, NOISE, CELL_1), b = city_bring(&w, "checked");
    struct casefile_act merge = {.action = "merge", .version = 1, .into = b.id};
    assert_int_equal(city_act_with(&w, a, INTAKE, &merge), ERR_OK);
    struct casefile_act early = loop_input(&w, b, "confirm");
    loop_no_with(&w, a, REPORTER, early, "version.stale"); /* his own case is over */
    loop_go(&w, b, INTAKE, "close");
    struct casefile_act confirm = loop_input(&w, b, "confirm");
    confirm.rating = 2;
    loop_go_with(&w, b, REPORTER, confirm);
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, a, "")), 200);
    assert_string_equal(city_text(&w, "state"), "closed");
    assert_int_equal(node_type(node_get(city_reply(&w), "rating")), NODE_NULL);
    assert_int_equal(node_type(node_get(city_reply(&w), "verdict")), NODE_NULL);
    assert_non_null(node_text(node_get(city_reply(&w), "confirm_until")));
    assert_true(city_says(&w, "\"action\":\"dispute\""));
    assert_false(city_says(&w, "\"action\":\"withdraw\""));
    confirm = loop_input(&w, b, "confirm");
    confirm.rating = 5;
    loop_go_with(&w, a, REPORTER, confirm);
    assert_int_equal(city_case(&w, b).rating, 4); /* 3.5, rounded */
    confirm = loop_input(&w, b, "confirm");
    confirm.rating = 5;
    loop_no_with(&w, a, REPORTER, confirm, "case.rated");
    struct casefile_act dispute = loop_input(&w, b, "dispute");
    dispute.reason = "甲说的话";
    loop_go_with(&w, a, REPORTER, dispute);
    assert_string_equal(city_case(&w, b).state, "disputed");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, a, "")), 200);
    assert_true(city_says(&w, "甲说的话"));
    assert_string_equal(city_text(&w, "verdict"), "disputed");
    assert_int_equal(city_ask(&w, NOBODY, "POST", "/api/v1/follow", city_receipt(&w, b, "")), 200);
    assert_false(city_says(&w, "甲说的话"));
    assert_string_equal(city_text(&w, "verdict"), "confirmed");
    city_close(&w);
}

static void several_reports_of_one_matter_are_merged_in_one_step(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r[5], into = city_report(&w, NOISE, CELL_1);
    for (size_t i = 0; i < LEN(r); i++)
        r[i] = city_report(&w, NOISE, CELL_1);
    const char *all = items(&w, r, LEN(r), "merge");
    const char *body = arena_printf(w.c->mem, "{\"into\":\"%s\",%s", city_ref(&w, into), all + 1);
    assert_int_equal(city_ask(&w, INTAKE, "POST", "/api/v1/cases/act", body), 200);
    assert_int_equal(city_case(&w, into).supports, 5);
    for (size_t i = 0; i < LEN(r); i++)
        assert_int_equal(city_case(&w, r[i]).merged_into, into.id);
    /* The case of another district cannot go there; then none goes. */
    r[0] = city_report(&w, NOISE, CELL_1);
    r[1] = city_report(&w, NOISE, OTHER_VILLAGE);
    body = arena_printf(w.c->mem, "{\"into\":\"%s\",%s", city_ref(&w, into),
                        items(&w, r, 2, "merge") + 1);
    assert_code(&w, city_ask(&w, CHIEF, "POST", "/api/v1/cases/act", body), 422,
                "case.into_unknown");
    assert_string_equal(city_text(&w, "field"), "items[1]");
    assert_string_equal(city_case(&w, r[0]).state, "reported");
    city_close(&w);
}

static void several_cases_act_together_or_not_at_all(void **state)
{
    static const char path[] = "/api/v1/cases/act";
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt near[3], far[2];
    for (size_t i = 0; i < LEN(near); i++)
        near[i] = city_report(&w, NOISE, CELL_1);
    far[0] = near[0];
    far[1] = city_report(&w, NOISE, VILLAGE_3);
    assert_code(&w, city_ask(&w, INTAKE, "POST", path, items(&w, far, 2, "accept")), 403,
                "right.area");
    assert_string_equal(city_text(&w, "field"), "items[1]");
    far[1] = city_report(&w, NOISE, OTHER_VILLAGE);
    assert_int_equal(city_ask(&w, CHIEF, "POST", path, items(&w, far, 2, "accept")), 200);
    assert_string_equal(city_case(&w, far[1]).state, "accepted"); /* in another district */
    near[0] = far[0] = city_report(&w, NOISE, CELL_1);
    far[1] = near[0];
    assert_code(&w, city_ask(&w, INTAKE, "POST", path, items(&w, far, 2, "reject")), 422,
                "case.items_twice");
    assert_string_equal(city_text(&w, "field"), "items[1]");
    assert_int_equal(city_case(&w, near[0]).version, 1);
    assert_int_equal(city_ask(&w, INTAKE, "POST", path, items(&w, near, 3, "accept")), 200);
    assert_int_equal(node_len(node_get(city_reply(&w), "items")), 3);
    for (size_t i = 0; i < LEN(near); i++)
        assert_string_equal(city_case(&w, near[i]).state, "accepted");
    assert_code(&w, city_ask(&w, INTAKE, "POST", path, items(&w, near, 3, "reject")), 412,
                "version.stale");
    assert_string_equal(city_text(&w, "field"), "items[0]");
    assert_string_equal(city_text(&w, "detail"), "accepted, accept, intake");
    assert_code(&w, city_ask(&w, INTAKE, "POST", path, items(&w, near, 0, "accept")), 422,
                "input.range");
    city_close(&w);
}

static void inputs_of_an_act_are_read_strictly(void **state)
{
    static const struct {
        const char *more, *code, *field;
    } rows[] = {
        {"\"co_posts\":7",                          "input.type",            "co_posts"},
        {"\"co_posts\":[]",                         "input.range",           "co_posts"},
        {"\"co_posts\":[7]",                        "input.type",            "co_posts"},
        {"\"co_posts\":[\"410103-AAAA\"]",          "case.post_unknown",     "co_posts"},
        {"\"person\":\"x\"",                        "case.person_unknown",   "person"  },
        {"\"standard\":{\"id\":\"-1\"}",            "case.standard_unknown", "standard"},
        {"\"standard\":{\"id\":\"1\",\"x\":1}",     "input.unknown_field",   "x"       },
        {"\"referral\":{\"number\":\"1\"}",         "input.missing",         "to"      },
        {"\"rating\":0",                            "input.range",           "rating"  },
        {"\"lon\":113.6",                           "input.missing",         "lat"     },
        {"\"until\":\"2026-02-30T00:00:00+08:00\"", "input.type",            "until"   },
        {"\"items\":[]",                            "input.unknown_field",   "items"   },
        {"\"referral\":{\"to\":\"110\"}",           "input.unknown_field",   "referral"},
        {"\"finding\":\"confirmed\"",               "input.unknown_field",   "finding" },
    };
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    for (size_t i = 0; i < LEN(rows); i++) {
        const char *body = arena_printf(w.c->mem, "{\"action\":\"accept\",%s}", rows[i].more);
        assert_code(&w, city_ask_with(&w, INTAKE, "POST", city_path(&w, r, "/act"), body, 1, NULL),
                    422, rows[i].code);
        assert_string_equal(city_text(&w, "field"), rows[i].field);
    }
    city_close(&w);
}

static void only_staff_say_where_a_report_came_from(void **state)
{
    static const char start[] =
        "{\"kind\":\"neighbour_noise\",\"body\":\"很吵\",\"area\":\"" CELL_1 "\",";
    struct city w;
    (void)state;
    city_open(&w);
    const char *hotline = arena_printf(w.c->mem,
                                       "%s\"source\":\"hotline\","
                                       "\"external\":{\"to\":\"12345\",\"number\":\"7\"}}",
                                       start);
    assert_code(&w, city_ask(&w, NOBODY, "POST", "/api/v1/cases", hotline), 403,
                "case.source_staff");
    assert_code(&w, city_ask(&w, ADMIN, "POST", "/api/v1/cases", hotline), 403,
                "case.source_staff");
    assert_int_equal(city_rows(&w), 0);
    assert_int_equal(city_ask(&w, INTAKE, "POST", "/api/v1/cases", hotline), 201);
    const char *path = arena_printf(w.c->mem, "/api/v1/cases/%s", city_text(&w, "ref"));
    const struct node *one = ask(&w, INTAKE, path);
    assert_string_equal(node_text(node_get(one, "source")), "hotline");
    assert_string_equal(node_text(node_get(node_get(one, "external"), "number")), "7");
    city_close(&w);
}

static void whom_the_unit_set_to_work_is_named(void **state)
{
    struct city w;
    char wang[TEXT_REF];
    (void)state;
    city_open(&w);
    struct receipt r = city_bring_full(&w, "in_progress");
    text_ref(410105, w.wang, wang);
    const char *body = arena_printf(w.c->mem, "{\"action\":\"assign\",\"person\":\"%s\"}", wang);
    assert_int_equal(city_ask_with(&w, MEMBER, "POST", city_path(&w, r, "/act"), body,
                                   city_case(&w, r).version, NULL),
                     200);
    assert_string_equal(city_text(&w, "assigned_name"), "王五");
    const struct node *list =
        node_get(ask(&w, MEMBER, "/api/v1/cases?mine=true&order=due"), "items");
    assert_int_equal(node_len(list), 1);
    assert_string_equal(node_text(node_get(node_at(list, 0), "assigned_name")), "王五");
    city_close(&w);
}

/* ---- lists ---- */

static void lists_by_due_page_behind_their_last_line(void **state)
{
    struct city w;
    const char *cursor = "";
    char seen[8][TEXT_REF], due[40] = "";
    size_t n = 0;
    (void)state;
    city_open(&w);
    for (int i = 0; i < 7; i++)
        (void)city_report(&w, NOISE, i % 2 ? CELL_1 : VILLAGE_2);
    do {
        const char *target = arena_printf(w.c->mem, "/api/v1/cases?order=due&limit=3%s%s",
                                          cursor[0] ? "&cursor=" : "", cursor);
        const struct node *page = ask(&w, INTAKE, target), *list = node_get(page, "items");
        for (size_t i = 0; i < node_len(list); i++, n++) {
            const char *at = node_text(node_get(node_get(node_at(list, i), "clock"), "due"));
            assert_true(n < 7 && strcmp(due, at) <= 0);
            (void)snprintf(due, sizeof due, "%s", at);
            (void)snprintf(seen[n], TEXT_REF, "%s", node_text(node_get(node_at(list, i), "ref")));
            for (size_t k = 0; k < n; k++)
                assert_string_not_equal(seen[k], seen[n]);
        }
        cursor = node_text(node_get(page, "next"));
    } while (cursor);
    assert_int_equal(n, 7);
    city_close(&w);
}

static void what_does_not_go_together_in_a_list_is_refused(void **state)
{
    static const struct {
        const char *query, *code, *field;
    } rows[] = {
        {"order=due&request=any",      "case.list_order",     "order"  },
        {"order=due&open=false",       "case.list_order",     "open"   },
        {"light=red&open=false",       "case.list_order",     "open"   },
        {"order=old",                  "input.range",         "order"  },
        {"light=green",                "input.range",         "light"  },
        {"request=holiday",            "input.range",         "request"},
        {"order=due&cursor=7",         "input.cursor",        "cursor" },
        {"order=due&cursor=7.x",       "input.cursor",        "cursor" },
        {"order=due&cursor=-7.8",      "input.cursor",        "cursor" },
        {"cursor=7.8",                 "input.cursor",        "cursor" },
        {"post=410105-AAAA&mine=true", "input.unknown_field", "mine"   },
    };
    struct city w;
    (void)state;
    city_open(&w);
    for (size_t i = 0; i < LEN(rows); i++) {
        const char *target = arena_printf(w.c->mem, "/api/v1/cases?%s", rows[i].query);
        assert_code(&w, city_ask(&w, INTAKE, "GET", target, NULL), 422, rows[i].code);
        assert_string_equal(city_text(&w, "field"), rows[i].field);
    }
    city_close(&w);
}

static void a_desk_is_that_of_its_caller(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    (void)city_bring(&w, "in_progress");
    (void)city_report(&w, NOISE, VILLAGE_3);
    const struct node *states = node_get(ask(&w, INTAKE, "/api/v1/desk"), "states");
    assert_int_equal(node_len(states), 1); /* the other town's is not his */
    assert_string_equal(node_text(node_get(node_at(states, 0), "state")), "in_progress");
    assert_int_equal(node_len(node_get(ask(&w, CHIEF, "/api/v1/desk"), "states")), 2);
    assert_int_equal(node_len(node_get(ask(&w, HOLDER, "/api/v1/desk?mine=true"), "states")), 1);
    assert_int_equal(node_len(node_get(ask(&w, BYSTANDER, "/api/v1/desk?mine=true"), "states")), 0);
    assert_int_equal(city_ask(&w, INTAKE, "GET", "/api/v1/desk?area=" TOWN_2, NULL), 403);
    city_close(&w);
}

/* ---- the n-th statement fails ---- */

static void a_failing_statement_is_never_a_success(void **state)
{
    struct city w;
    (void)state;
    city_open(&w);
    struct receipt r = city_bring(&w, "in_progress"), two[2];
    two[0] = city_report(&w, NOISE, CELL_1);
    two[1] = city_report(&w, NOISE, CELL_1);
    const char *clock = city_path(&w, r, "/clocks/1"), *export = city_path(&w, r, "/export"),
               *still = city_path(&w, r, "/still-there"), *receipt = city_receipt(&w, r, ""),
               *accept = items(&w, two, 2, "accept"), *note = "{\"note\":\"x\"}",
               *why = "{\"reason\":\"x\"}";
    const struct {
        enum actor who;
        const char *method, *target, *body;
    } rows[] = {
        {INTAKE, "GET",  clock,                       NULL   },
        {INTAKE, "POST", export,                      why    },
        {INTAKE, "GET",  "/api/v1/cases?order=due",   NULL   },
        {INTAKE, "GET",  "/api/v1/cases?request=any", NULL   },
        {HOLDER, "GET",  "/api/v1/desk?mine=true",    NULL   },
        {INTAKE, "GET",  "/api/v1/desk",              NULL   },
        {NOBODY, "POST", "/api/v1/follow/clocks",     receipt},
        {NOBODY, "POST", still,                       note   },
        {INTAKE, "POST", "/api/v1/cases/act",         accept },
    };
    for (size_t i = 0; i < LEN(rows); i++) {
        int64_t before = city_rows(&w), still_there = city_case(&w, r).still_there;
        for (int n = 1;; n++) {
            assert_true(n < 400);
            db_fail_at(w.c->db, n);
            int status = city_ask(&w, rows[i].who, rows[i].method, rows[i].target, rows[i].body);
            db_fail_at(w.c->db, 0);
            if (status == 200)
                break;
            assert_int_equal(status, 500);
            assert_int_equal(city_rows(&w), before);
            assert_int_equal(city_case(&w, r).still_there, still_there);
            assert_int_equal(city_case(&w, two[0]).version, 1);
        }
    }
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_clock_is_shown_with_its_derivation),
        cmocka_unit_test(the_reporter_sees_the_same_clocks),
        cmocka_unit_test(an_export_has_every_day_that_a_clock_touched),
        cmocka_unit_test(the_distance_of_the_result_from_the_place_is_shown),
        cmocka_unit_test(still_there_is_counted_and_marked_and_makes_nobodys_page_old),
        cmocka_unit_test(who_has_a_case_answers_that_it_is_still_there_and_then_it_rests),
        cmocka_unit_test(
            a_settled_case_that_is_still_there_stays_on_its_desks_until_it_is_answered),
        cmocka_unit_test(a_settled_case_is_woken_while_it_may_be_reopened),
        cmocka_unit_test(whoever_reported_a_merged_case_confirms_rates_and_disputes_the_other),
        cmocka_unit_test(several_reports_of_one_matter_are_merged_in_one_step),
        cmocka_unit_test(several_cases_act_together_or_not_at_all),
        cmocka_unit_test(inputs_of_an_act_are_read_strictly),
        cmocka_unit_test(only_staff_say_where_a_report_came_from),
        cmocka_unit_test(whom_the_unit_set_to_work_is_named),
        cmocka_unit_test(lists_by_due_page_behind_their_last_line),
        cmocka_unit_test(what_does_not_go_together_in_a_list_is_refused),
        cmocka_unit_test(a_desk_is_that_of_its_caller),
        cmocka_unit_test(a_failing_statement_is_never_a_success),
    };
    return UNIT_RUN(tests);
}
