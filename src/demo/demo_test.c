/* SPDX-License-Identifier: Apache-2.0 */
/* One demonstration for the whole file: the tests look at it from all sides. */
#include "unit.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "backup/copy_world.h"
#include "base/json_in.h"
#include "base/text.h"
#include "calendar/calendars.h"
#include "casefile/casefile.h"
#include "db/db.h"
#include "demo/demo.h"
#include "figure/figure.h"
#include "inspection/rectification.h"
#include "journal/journal.h"
#include "person/person.h"
#include "post/coverage.h"
#include "post/post.h"

static const char *const towns[] = {"410103001", "410104001", "410105010",
                                    "410105016", "410108005", "410108100"};

struct world {
    struct ctx *c;
    struct app app;
    struct demo_count count;
    const struct atlas_view *view;
};

static int start(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    assert_non_null(w);
    w->c = unit_open();
    memset(w->app.key, 7, sizeof w->app.key);
    w->app.follow = &inspections_follow;
    w->app.atlas = atlas_new();
    w->app.calendars = calendars_new();
    assert_int_equal(programmes_load(w->c, &w->app.programmes), ERR_OK);
    if (demo_fill(w->c, &w->app, &w->count) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    w->view = atlas_take(w->app.atlas);
    *state = w;
    return 0;
}

static int stop(void **state)
{
    struct world *w = *state;
    atlas_give(w->app.atlas, w->view);
    atlas_free(w->app.atlas);
    calendars_free(w->app.calendars);
    unit_close(w->c);
    free(w);
    return 0;
}

static void begin(struct world *w, enum db_mode mode)
{
    db_undo(w->c); /* what a failed test left open */
    assert_int_equal(db_begin(w->c, mode), ERR_OK);
}

static const struct area *area(const struct world *w, const char *code)
{
    return atlas_at(w->view, atlas_find(w->view, code));
}

static const struct account *account(struct world *w, const char *login)
{
    const struct account *a;
    int64_t id;
    assert_int_equal(account_find(w->c, login, &id), ERR_OK);
    assert_int_equal(account_get(w->c, id, &a), ERR_OK);
    return a;
}

/* A value of a row of "copy_read_...", by the name of its column. */
static const struct db_value *cell(const struct db_value *row, enum sql id, const char *name)
{
    char word[64];
    size_t n = 0;
    const char *list = strchr(db_stmts[id].sql, ' ');
    (void)snprintf(word, sizeof word, " %s", name);
    const char *at = strstr(list, word);
    while (at && strchr(", ", at[strlen(word)]) == NULL)
        at = strstr(at + 1, word);
    assert_non_null(at);
    for (const char *p = list; p < at; p++)
        n += *p == ',';
    return &row[n];
}

enum { FLOW_STATES = 64 }; /* as many as a flow may have */

struct tally {
    const struct flow *flow;
    int64_t states[FLOW_STATES], cases, reopened;
};

static enum err count_case(void *arg, const struct db_value *row, size_t cols)
{
    struct tally *t = arg;
    const struct db_value *handler = cell(row, SQL_COPY_READ_CASEFILE, "handler");
    const struct db_value *checker = cell(row, SQL_COPY_READ_CASEFILE, "checker");
    (void)cols;
    bool of_flow = strcmp(t->flow->flow, cell(row, SQL_COPY_READ_CASEFILE, "flow")->p) == 0;
    for (size_t i = 0; of_flow && i < t->flow->n_states; i++)
        t->states[i] +=
            strcmp(t->flow->states[i].state, cell(row, SQL_COPY_READ_CASEFILE, "state")->p) == 0;
    assert_int_equal(cell(row, SQL_COPY_READ_CASEFILE, "post")->type, DB_INT);
    if (handler->type == DB_INT && checker->type == DB_INT)
        assert_int_not_equal(handler->i, checker->i);
    t->reopened += cell(row, SQL_COPY_READ_CASEFILE, "cycle")->i > 1;
    t->cases++;
    return ERR_OK;
}

static void check_flow(struct world *w, const char *flow, struct tally *t)
{
    *t = (struct tally){.flow = programme_flow(w->app.programmes, flow)};
    begin(w, DB_READ);
    assert_int_equal(db_each(w->c, SQL_COPY_READ_CASEFILE, NO_ARGS, count_case, t), ERR_OK);
    db_undo(w->c);
    for (size_t i = 0; i < t->flow->n_states; i++)
        if (t->states[i] == 0)
            fail_msg("no %s case is %s", flow, t->flow->states[i].state);
}

static void cases_stand_in_every_state_of_each_flow_and_each_has_a_post_that_answers(void **state)
{
    struct world *w = *state;
    struct tally t;
    check_flow(w, "short", &t);
    check_flow(w, "full", &t);
    check_flow(w, "order", &t);
    /* What was passed up stands twice; failed items of inspections have cases of their own. */
    assert_in_range(w->count.cases, 550, 650);
    assert_in_range(t.cases, w->count.cases + 200, w->count.cases + 400);
    assert_true(t.reopened >= 5);
}

static void no_fault(void *arg, const struct journal_fault *f)
{
    (void)arg;
    print_message("# %d %s %s\n", (int)f->district, f->what, f->detail);
}

static void verify(struct ctx *c)
{
    struct journal_verdict v;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_verify(c, no_fault, NULL, &v), ERR_OK);
    db_undo(c);
    assert_int_equal(v.faults, 0);
    assert_int_equal(v.unsealed, 0);
    assert_true(v.sealed > 10000);
}

static void the_journal_holds(void **state)
{
    struct world *w = *state;
    verify(w->c);
}

static enum err check_moment(void *arg, const struct db_value *row, size_t cols)
{
    const struct world *w = arg;
    (void)cols;
    assert_true(cell(row, SQL_COPY_READ_JOURNAL, "at")->i <= w->c->now);
    return ERR_OK;
}

static void nothing_happens_after_the_present(void **state)
{
    struct world *w = *state;
    begin(w, DB_READ);
    assert_int_equal(db_each(w->c, SQL_COPY_READ_JOURNAL, NO_ARGS, check_moment, w), ERR_OK);
    db_undo(w->c);
}

static void a_second_demonstration_is_refused(void **state)
{
    struct world *w = *state;
    struct demo_count count;
    assert_int_equal(demo_fill(w->c, &w->app, &count), ERR_CONFLICT);
    assert_string_equal(w->c->problem.code, "db.not_empty");
}

static enum err find_logins(void *arg, const struct db_value *row, size_t cols)
{
    char **out = arg;
    (void)cols;
    if (strcmp(row[0].p, "demo_logins") == 0)
        *out = strdup(row[1].p);
    return ERR_OK;
}

static void every_login_on_the_sign_in_page_opens_the_door(void **state)
{
    struct world *w = *state;
    const struct node *list;
    char *text = NULL;
    unsigned roles = 0;
    begin(w, DB_READ);
    assert_int_equal(db_each(w->c, SQL_COPY_READ_SETTING, NO_ARGS, find_logins, &text), ERR_OK);
    assert_non_null(text);
    assert_int_equal(json_parse(w->c, text, strlen(text), &list), ERR_OK);
    for (size_t i = 0; i < node_len(list); i++) {
        const struct node *l = node_at(list, i);
        const char *login = node_text(node_get(l, "login"));
        struct login_try t;
        assert_int_equal(login_check(w->c, login, node_text(node_get(l, "password")), &t), ERR_OK);
        assert_true(t.right);
        roles |= 1U << account(w, login)->roles[0].role;
    }
    db_undo(w->c);
    free(text);
    assert_int_equal(roles, (1U << ROLE__COUNT) - 1);
}

static void print_figure(struct world *w, const char *code, const char *at, char out[64])
{
    struct figure_value v;
    const struct figure_kind *kind = programme_figure(w->app.programmes, code);
    assert_int_equal(figure_now(w->c, &w->app, kind, at, 0, &v), ERR_OK);
    figure_format(&v, out);
}

static void the_page_s_figures_come_out_of_the_ledgers(void **state)
{
    static const struct {
        const char *figure, *area, *text;
    } rows[] = {
        {"shops_total",                  "410103001", "673"   },
        {"shops_rectified",              "410103001", "606"   },
        {"rectification_rate",           "410103001", "90.04%"},
        {"tenants_current",              "410104001", "33"    },
        {"direct_jobs",                  "410104001", "260"   },
        {"interns_placed",               "410104001", "150"   },
        {"founders_formerly_unemployed", "410104001", "23"    },
        {"province_key_enterprises",     "410103",    "2"     },
        {"province_best_parks",          "410103",    "1"     },
        {"city_bases",                   "410103",    "4"     },
        {"villages_of_note",             "410103",    "2"     },
        {"works_planned",                "410103",    "100"   },
        {"works_released",               "410103",    "4"     },
        {"show_items",                   "410102",    "5"     },
        {"show_bearers",                 "410102",    "5"     },
    };
    struct world *w = *state;
    begin(w, DB_READ);
    for (size_t i = 0; i < LEN(rows); i++) {
        char text[64];
        print_figure(w, rows[i].figure, rows[i].area, text);
        assert_string_equal(text, rows[i].text);
    }
    db_undo(w->c);
}

/* A grid of points over the town's box. Borders are cut on a grid of a centimetre: a rare point falls between. */
static void check_town(const struct world *w, const char *code)
{
    enum { STEPS = 100 };
    struct geo_shape shape = atlas_shape(w->view, atlas_find(w->view, code));
    struct geo_box b = shape_box(shape);
    int64_t inside = 0, missed = 0;
    for (int i = 1; i < STEPS; i++)
        for (int k = 1; k < STEPS; k++) {
            struct geo_point p = {
                .lon_e7 = b.low.lon_e7 + (b.high.lon_e7 - b.low.lon_e7) / STEPS * i,
                .lat_e7 = b.low.lat_e7 + (b.high.lat_e7 - b.low.lat_e7) / STEPS * k};
            if (!shape_holds(shape, p))
                continue;
            inside++;
            missed += strcmp(atlas_at(w->view, atlas_locate(w->view, p))->level, "cell") != 0;
        }
    assert_true(inside > STEPS);
    assert_true(missed * 1000 <= inside);
}

static void a_point_of_a_demo_town_finds_a_cell(void **state)
{
    for (size_t i = 0; i < LEN(towns); i++)
        check_town(*state, towns[i]);
}

static void the_demo_towns_have_no_blind_spot_and_their_districts_have_two(void **state)
{
    struct world *w = *state;
    struct coverage cover;
    begin(w, DB_READ);
    for (size_t i = 0; i < LEN(towns); i++) {
        assert_int_equal(
            coverage_check(w->c, w->app.programmes, w->view, towns[i], w->c->now, 10, &cover),
            ERR_OK);
        assert_true(cover.leaves > 0);
        assert_int_equal(cover.gaps_found, 0);
    }
    assert_int_equal(
        coverage_check(w->c, w->app.programmes, w->view, "410105", w->c->now, 10, &cover), ERR_OK);
    assert_int_equal(cover.gaps_found, 2);
    db_undo(w->c);
}

static enum err check_person(void *arg, const struct db_value *row, size_t cols)
{
    struct world *w = arg;
    const struct db_value *contact = cell(row, SQL_COPY_READ_PERSON, "contact");
    (void)cols;
    assert_string_equal(cell(row, SQL_COPY_READ_PERSON, "note")->p, "made_up");
    const char *phone = person_phone(w->c, w->app.key, (int32_t)row[0].i, row[1].i,
                                     (struct sealed){.p = contact->p, .n = contact->n});
    assert_non_null(phone);
    assert_true(text_has_prefix(phone, "1380000"));
    return ERR_OK;
}

static void nobody_is_real_and_says_so(void **state)
{
    struct world *w = *state;
    begin(w, DB_READ);
    assert_int_equal(db_each(w->c, SQL_COPY_READ_PERSON, NO_ARGS, check_person, w), ERR_OK);
    db_undo(w->c);
}

static enum err check_outline(void *arg, const struct db_value *row, size_t cols)
{
    (void)arg;
    (void)cols;
    const struct db_value *note = cell(row, SQL_COPY_READ_AREA_POLYGON, "note");
    size_t digits = cell(row, SQL_COPY_READ_AREA_POLYGON, "area")->n;
    if (digits > 9)
        assert_string_equal(note->p, "made_up");
    if (digits == 9)
        assert_int_equal(note->type, DB_TEXT);
    return ERR_OK;
}

static void an_outline_that_is_not_real_says_so(void **state)
{
    struct world *w = *state;
    begin(w, DB_READ);
    assert_int_equal(db_each(w->c, SQL_COPY_READ_AREA_POLYGON, NO_ARGS, check_outline, NULL),
                     ERR_OK);
    db_undo(w->c);
}

static bool goes_to(const struct case_kind *kind, const char *post)
{
    for (size_t i = 0; i < kind->n_route; i++)
        if (strcmp(kind->route[i], post) == 0)
            return true;
    return false;
}

static void the_grid_worker_answers_for_every_kind_of_hers_in_her_community(void **state)
{
    struct world *w = *state;
    const struct area *home = area(w, "410105010016");
    begin(w, DB_READ);
    int64_t worker = account(w, "grid")->person;
    assert_true(home->n_children >= 3);
    for (int32_t i = 0; i < home->n_children; i++)
        for (size_t k = 0; k < w->app.programmes->n_kinds; k++) {
            const struct case_kind *kind = &w->app.programmes->kinds[k];
            struct post_answer a;
            bool hers = false;
            if (!goes_to(kind, "grid_worker"))
                continue;
            assert_int_equal(post_answer(w->c, w->view, home->first_child + i, kind, w->c->now, &a),
                             ERR_OK);
            assert_int_equal(post_is_held_by(w->c, a.district, a.post, worker, w->c->now, &hers),
                             ERR_OK);
            if (!hers)
                fail_msg("%s: %s", kind->kind, a.kind);
        }
    db_undo(w->c);
}

static void act(struct world *w, const struct casefile_receipt *r, const char *login,
                const char *action, const char *note)
{
    struct casefile at;
    w->c->who = account(w, login);
    assert_int_equal(casefile_get(w->c, r->district, r->id, &at), ERR_OK);
    struct casefile_act step = {.action = action,
                                .version = at.version,
                                .note = note,
                                .close_reason = strcmp(action, "close") == 0 ? "fixed" : NULL};
    if (casefile_act(w->c, &w->app, r->district, r->id, &step) != ERR_OK)
        fail_msg("%s: %s %s", action, w->c->problem.code, w->c->problem.detail);
    w->c->who = NULL;
}

static void three_logins_walk_a_report_to_its_end(void **state)
{
    struct world *w = *state;
    struct casefile_new in = {
        .kind = "neighbour_noise", .body = "夜里施工", .area = "410105010016002"};
    struct casefile_receipt r;
    struct casefile at;
    begin(w, DB_WRITE);
    assert_int_equal(casefile_file(w->c, &w->app, &in, &r), ERR_OK);
    act(w, &r, "intake", "accept", NULL);
    act(w, &r, "grid", "start", NULL);
    act(w, &r, "grid", "dispose", "已劝止");
    act(w, &r, "checker", "pass", NULL);
    act(w, &r, "intake", "close", NULL);
    assert_int_equal(casefile_get(w->c, r.district, r.id, &at), ERR_OK);
    assert_string_equal(at.state, "closed");
    db_undo(w->c);
}

/* On the PostgreSQL run this goes PostgreSQL, SQLite, PostgreSQL, SQLite. */
static void a_restored_backup_has_every_row_and_verifies(void **state)
{
    struct world *w = *state;
    struct copy_file first, second;
    struct ctx *restored = unit_open();
    struct copy_count a, b, d;
    unsigned char sums[4][SECRET_HASH];
    copy_file_open(&first, true);
    copy_file_open(&second, true);
    assert_int_equal(copy_run(w->c, &first.c, &a), ERR_OK);
    assert_int_equal(copy_run(&first.c, restored, &b), ERR_OK);
    assert_int_equal(copy_run(restored, &second.c, &d), ERR_OK);
    verify(restored);
    copy_digest(w->c, sums[0]);
    copy_digest(&first.c, sums[1]);
    copy_digest(restored, sums[2]);
    copy_digest(&second.c, sums[3]);
    assert_true(a.rows > 20000);
    assert_int_equal(a.rows, b.rows);
    assert_int_equal(a.rows, d.rows);
    for (size_t i = 1; i < LEN(sums); i++)
        assert_memory_equal(sums[0], sums[i], SECRET_HASH);
    copy_file_close(&first);
    copy_file_close(&second);
    unit_close(restored);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(cases_stand_in_every_state_of_each_flow_and_each_has_a_post_that_answers),
        cmocka_unit_test(the_journal_holds),
        cmocka_unit_test(nothing_happens_after_the_present),
        cmocka_unit_test(a_second_demonstration_is_refused),
        cmocka_unit_test(the_page_s_figures_come_out_of_the_ledgers),
        cmocka_unit_test(every_login_on_the_sign_in_page_opens_the_door),
        cmocka_unit_test(a_point_of_a_demo_town_finds_a_cell),
        cmocka_unit_test(the_demo_towns_have_no_blind_spot_and_their_districts_have_two),
        cmocka_unit_test(nobody_is_real_and_says_so),
        cmocka_unit_test(an_outline_that_is_not_real_says_so),
        cmocka_unit_test(the_grid_worker_answers_for_every_kind_of_hers_in_her_community),
        cmocka_unit_test(three_logins_walk_a_report_to_its_end),
        cmocka_unit_test(a_restored_backup_has_every_row_and_verifies),
    };
    unit_tap();
    return cmocka_run_group_tests(tests, start, stop);
}
