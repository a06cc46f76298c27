/* SPDX-License-Identifier: Apache-2.0 */
/* Entries: what comes in, what changes, what leaves; nothing half-applied, nothing twice. */
#include "ledger/ledger_world.h"

#include <pthread.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "journal/journal.h"

static const struct entry_query shops_of_district = {.ledger = "shop", .prefix = DISTRICT_CODE};

/* ---- coming in ---- */

static const struct node *shop_fields(struct books *b, const char *more)
{
    return books_json(
        b,
        arena_printf(b->w.c->mem, "{\"name\":\"a\",\"address\":\"b\",\"trade\":\"food\"%s}", more));
}

static void values_are_kept_in_one_form(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id =
        books_shop(&b, " 老王　烩面 ", CELL,
                   ",\"staff\":3.0,\"area_m2\":20.50,\"open\":true,\"tags\":[\"night\",\"day\"],"
                   "\"uscc\":\"91350100m000100y43\",\"licence\":\"2026-12-01\",\"boss\":\" \"");
    assert_string_equal(books_get(&b, id, 0).fields,
                        "{\"address\":\"兴达路1号\",\"area_m2\":20.5,\"licence\":\"2026-12-01\","
                        "\"name\":\"老王　烩面\",\"open\":true,\"staff\":3,\"tags\":[\"day\","
                        "\"night\"],\"trade\":\"food\",\"uscc\":\"91350100M000100Y43\"}");
    books_close(&b);
}

static void bad_values_are_refused_with_the_name_of_their_field(void **state)
{
    static const struct {
        const char *more, *code, *field;
    } bad[] = {
        {",\"staff\":2.5",                       "ledger.field",         "fields.staff"  },
        {",\"staff\":\"3\"",                     "ledger.field",         "fields.staff"  },
        {",\"staff\":true",                      "ledger.field",         "fields.staff"  },
        {",\"open\":1",                          "ledger.field",         "fields.open"   },
        {",\"tags\":\"day\"",                    "ledger.field",         "fields.tags"   },
        {",\"tags\":[\"day\",\"day\"]",          "ledger.field",         "fields.tags"   },
        {",\"tags\":[\"noon\"]",                 "ledger.field",         "fields.tags"   },
        {",\"licence\":\"2026-02-30\"",          "ledger.field",         "fields.licence"},
        {",\"licence\":\"tomorrow\"",            "ledger.field",         "fields.licence"},
        {",\"boss\":\"a\\nb\"",                  "ledger.field",         "fields.boss"   },
        {",\"boss\":\"王 41010519900307123X\"", "ledger.id_number",     "fields.boss"   },
        {",\"uscc\":\"12345\"",                  "ledger.code",          "fields.uscc"   },
        {",\"phone\":\"12\"",                    "ledger.code",          "fields.phone"  },
        {",\"colour\":\"red\"",                  "ledger.field_unknown", "fields"        },
    };
    struct books b;
    int64_t id;
    (void)state;
    books_open(&b);
    int64_t rows = city_rows(&b.w);
    for (size_t i = 0; i < LEN(bad); i++) {
        const struct entry_new in = {
            .ledger = "shop", .area = CELL, .fields = shop_fields(&b, bad[i].more)};
        books_refused(&b, books_add(&b, &in, &id), ERR_INVALID, bad[i].code);
        assert_string_equal(b.w.c->problem.field, bad[i].field);
    }
    assert_int_equal(city_rows(&b.w), rows);
    assert_int_equal(books_count(&b, &shops_of_district), 0);
    books_close(&b);
}

static void an_entry_by_its_point_stands_on_the_nearest_level_that_may_hold_it(void **state)
{
    struct books b;
    int64_t id;
    (void)state;
    books_open(&b);
    const struct geo_point p = {1136050000, 347050000};
    const struct entry_new in = {
        .ledger = "shop", .has_point = true, .point = p, .fields = shop_fields(&b, "")};
    assert_int_equal(books_add(&b, &in, &id), ERR_OK);
    assert_string_equal(books_get(&b, id, 0).area, CELL);
    const struct entry_new up = {.ledger = "tenant",
                                 .has_point = true,
                                 .point = p,
                                 .fields = books_json(&b, "{\"name\":\"a\"}")};
    assert_int_equal(books_add(&b, &up, &id), ERR_OK);
    assert_string_equal(books_get(&b, id, 0).area, TOWN);
    books_close(&b);
}

/* Maps and lists of names lead to the smallest area; where the entry stands is the ledger's to say. */
static void an_entry_of_a_small_area_stands_on_the_nearest_level_that_may_hold_it(void **state)
{
    struct books b;
    int64_t id;
    (void)state;
    books_open(&b);
    const struct node *fields = books_json(&b, "{\"name\":\"a\"}");
    const struct geo_point p = {1136050000, 347050000};
    const struct entry_new small = {.ledger = "tenant", .area = CELL, .fields = fields};
    assert_int_equal(books_add(&b, &small, &id), ERR_OK);
    assert_string_equal(books_get(&b, id, 0).area, TOWN);
    const struct entry_new both = {
        .ledger = "tenant", .area = CELL, .has_point = true, .point = p, .fields = fields};
    assert_int_equal(books_add(&b, &both, &id), ERR_OK);
    assert_string_equal(books_get(&b, id, 0).area, TOWN);
    assert_true(books_get(&b, id, 0).has_point);
    const struct entry_new above = {.ledger = "tenant", .area = DISTRICT_CODE, .fields = fields};
    books_refused(&b, books_add(&b, &above, &id), ERR_INVALID, "ledger.level");
    books_close(&b);
}

static const struct node *referring(struct books *b, const char *ref)
{
    return books_json(b, arena_printf(b->w.c->mem, "{\"name\":\"乙\",\"shop\":\"%s\"}", ref));
}

static void a_reference_must_lead_to_an_entry_of_its_ledger(void **state)
{
    struct books b;
    int64_t id;
    (void)state;
    books_open(&b);
    int64_t shop = books_shop(&b, "老王烩面", CELL, ""), tenant = books_tenant(&b, "甲", TOWN);
    struct entry_new in = {.ledger = "tenant", .area = TOWN};
    in.fields = referring(&b, city_ref(&b.w, tenant));
    books_refused(&b, books_add(&b, &in, &id), ERR_INVALID, "ledger.ref");
    in.fields = referring(&b, "410105-1234");
    books_refused(&b, books_add(&b, &in, &id), ERR_INVALID, "ledger.ref");
    in.fields = referring(&b, city_ref(&b.w, shop));
    assert_int_equal(books_add(&b, &in, &id), ERR_OK);
    books_close(&b);
}

/* ---- once ---- */

struct rival {
    struct books *b;
    struct ctx c;
    enum err err;
};

static void *add_the_same(void *arg)
{
    struct rival *r = arg;
    int64_t id;
    const struct entry_new in = {.ledger = "shop", .area = CELL, .fields = shop_fields(r->b, "")};
    r->err = db_begin(&r->c, DB_WRITE);
    if (r->err == ERR_OK)
        r->err = entry_add(&r->c, &r->b->w.app, &in, &id);
    if (r->err == ERR_OK)
        r->err = db_end(&r->c, true);
    db_undo(&r->c);
    return NULL;
}

static void of_two_writers_at_once_with_one_key_one_wins(void **state)
{
    struct books b;
    pthread_t thread;
    char problem[256];
    int64_t id;
    (void)state;
    books_open(&b);
    unit_not_compared(b.w.c);
    struct rival rival = {.b = &b, .c = *b.w.c};
    rival.c.mem = arena_new();
    assert_int_equal(db_open(unit_url(b.w.c), &rival.c.db, problem), ERR_OK);
    const struct entry_new in = {.ledger = "shop", .area = CELL, .fields = shop_fields(&b, "")};
    city_begin(&b.w);
    assert_int_equal(entry_add(b.w.c, &b.w.app, &in, &id), ERR_OK);
    assert_int_equal(pthread_create(&thread, NULL, add_the_same, &rival), 0);
    assert_int_equal(city_end(&b.w, ERR_OK), ERR_OK);
    assert_int_equal(pthread_join(thread, NULL), 0);
    assert_int_equal(rival.err, ERR_CONFLICT);
    assert_string_equal(rival.c.problem.code, "ledger.twice");
    assert_int_equal(books_count(&b, &shops_of_district), 1);
    db_close(rival.c.db);
    arena_free(rival.c.mem);
    books_close(&b);
}

static void a_key_is_free_again_when_its_entry_left_and_taken_when_it_would_return(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t old = books_shop(&b, "老王烩面", CELL, "");
    b.w.c->now += TIME_DAY;
    assert_int_equal(books_leave(&b, old, "closed", 0), ERR_OK);
    int64_t new = books_shop(&b, "老王 烩面", CELL, "");
    city_begin(&b.w);
    books_refused(&b, city_end(&b.w, entry_return(b.w.c, &b.w.app, DISTRICT, old, 0, "r")),
                  ERR_CONFLICT, "ledger.twice");
    assert_string_equal(b.w.c->problem.detail, city_ref(&b.w, new));
    books_refused(&b, books_change(&b, new, "{\"name\":null}", 0), ERR_INVALID,
                  "ledger.field_needed");
    int64_t third = books_shop(&b, "老李烩面", CELL, "");
    books_refused(&b, books_change(&b, third, "{\"name\":\"老王烩面\"}", 0), ERR_CONFLICT,
                  "ledger.twice");
    books_close(&b);
}

static enum err alike(struct books *b, const char *name, const struct geo_point *point,
                      const struct entry **out, size_t *out_n)
{
    const struct entry_likeness like = {"shop", name, CELL, point, 0};
    return entry_alike(b->w.c, &b->w.app, &like, out, out_n);
}

static void like_ones_are_found_by_name_in_the_town_and_by_place(void **state)
{
    struct books b;
    const struct entry *found;
    size_t n;
    int64_t near;
    (void)state;
    books_open(&b);
    (void)books_shop(&b, "老王烩面", OTHER_CELL, "");
    const struct geo_point p = {1136050000, 347050000}, q = {1136050100, 347050100},
                           far = {1136090000, 347050000};
    const struct entry_new in = {.ledger = "shop",
                                 .has_point = true,
                                 .point = p,
                                 .fields = books_json(&b, "{\"name\":\"王记烩面馆\",\"address\":"
                                                          "\"x\",\"trade\":\"food\"}")};
    assert_int_equal(books_add(&b, &in, &near), ERR_OK);
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(alike(&b, "老王 烩面", NULL, &found, &n), ERR_OK);
    assert_int_equal(n, 1);
    const struct account *who = b.w.c->who;
    const struct role_grant here = {ROLE_CLERK, CELL}, town = {ROLE_CLERK, TOWN};
    const struct account clerks[] = {
        {.name = "x", .roles = &here, .n_roles = 1},
        {.name = "y", .roles = &town, .n_roles = 1}
    };
    for (size_t i = 0; i < LEN(clerks); i++) {
        b.w.c->who = &clerks[i]; /* the one may not read the other cell's */
        assert_int_equal(alike(&b, "老王 烩面", NULL, &found, &n), ERR_OK);
        assert_int_equal(n, i);
    }
    b.w.c->who = who;
    assert_int_equal(alike(&b, "王记烩面", &q, &found, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(found[0].id, near);
    assert_int_equal(alike(&b, "王记烩面", &far, &found, &n), ERR_OK);
    assert_int_equal(n, 0);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    books_close(&b);
}

/* ---- leaving and steps ---- */

static enum err leave_for(struct books *b, int64_t id, int64_t successor)
{
    const struct entry_leave leave = {.reason = "moved", .successor = successor};
    city_begin(&b->w);
    return city_end(&b->w, entry_leave(b->w.c, &b->w.app, DISTRICT, id, &leave));
}

static void what_goes_on_for_an_entry_stands_itself_and_knows_what_was_before(void **state)
{
    const struct entry_before *before;
    struct books b;
    size_t n;
    (void)state;
    books_open(&b);
    int64_t start = b.w.c->now - 30 * TIME_DAY;
    int64_t first = books_shop_at(&b, "老王烩面", CELL, start);
    int64_t second = books_shop_at(&b, "小王烩面", CELL, start);
    int64_t third = books_shop_at(&b, "新王烩面", CELL, start);
    books_refused(&b, leave_for(&b, first, first), ERR_INVALID, "ledger.successor");
    assert_int_equal(leave_for(&b, first, second), ERR_OK);
    books_refused(&b, leave_for(&b, second, first), ERR_INVALID, "ledger.successor");
    assert_int_equal(leave_for(&b, second, third), ERR_OK);
    books_refused(&b, leave_for(&b, third, second), ERR_INVALID, "ledger.successor");
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_before(b.w.c, DISTRICT, third, &before, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_true(before[0].id == second && before[1].id == first);
    assert_string_equal(before[1].name, "老王烩面");
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    books_close(&b);
}

static void a_name_of_signs_alone_names_nothing(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_shop_at(&b, "老王烩面", CELL, b.w.c->now - TIME_DAY);
    books_refused(&b, books_change(&b, id, "{\"name\":\"——!\"}", 0), ERR_INVALID, "ledger.field");
    books_refused(&b, books_change(&b, id, "{\"name\":\"王\\u202e面\"}", 0), ERR_INVALID,
                  "ledger.field");
    books_close(&b);
}

static void who_leaves_is_gone_from_then_on_and_who_returns_is_back(void **state)
{
    struct books b;
    struct entry e;
    (void)state;
    books_open(&b);
    int64_t start = b.w.c->now - 30 * TIME_DAY;
    int64_t id = books_shop_at(&b, "老王烩面", CELL, start);
    books_refused(&b, books_leave(&b, id, "bored", 0), ERR_INVALID, "ledger.reason");
    books_refused(&b, books_leave(&b, id, "moved", 0), ERR_INVALID, "ledger.successor");
    books_refused(&b, books_leave(&b, id, "closed", start - 1), ERR_INVALID, "ledger.at");
    books_refused(&b, books_leave(&b, id, "closed", b.w.c->now + 1), ERR_INVALID, "ledger.at");
    assert_int_equal(books_leave(&b, id, "closed", start + 10 * TIME_DAY), ERR_OK);
    books_refused(&b, books_leave(&b, id, "closed", 0), ERR_CONFLICT, "ledger.left");
    books_refused(&b, books_change(&b, id, "{\"staff\":1}", 0), ERR_CONFLICT, "ledger.left");
    city_begin(&b.w);
    assert_int_equal(city_end(&b.w, entry_return(b.w.c, &b.w.app, DISTRICT, id, 0, "又开了")),
                     ERR_OK);
    assert_string_equal(books_get(&b, id, start + 9 * TIME_DAY).status, "unchecked");
    assert_int_equal(db_begin(b.w.c, DB_READ), ERR_OK);
    assert_int_equal(entry_get(b.w.c, DISTRICT, id, start + 11 * TIME_DAY, &e), ERR_NOT_FOUND);
    assert_int_equal(db_end(b.w.c, true), ERR_OK);
    e = books_get(&b, id, 0);
    assert_int_equal(e.left_at, 0);
    assert_int_equal(e.since, start);
    assert_int_equal(e.status_since, b.w.c->now);
    books_close(&b);
}

static enum err take_step(struct books *b, int64_t id, const char *action, const char *reason)
{
    const struct entry_step step = {.action = action, .reason = reason};
    b->w.c->now += TIME_SECOND;
    city_begin(&b->w);
    return city_end(&b->w, entry_step(b->w.c, &b->w.app, DISTRICT, id, &step));
}

static void a_step_by_hand_needs_its_status_and_its_reason_and_may_lead_out(void **state)
{
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_tenant(&b, "甲", TOWN), shop = books_shop(&b, "老王烩面", CELL, "");
    books_refused(&b, take_step(&b, id, "graduate", "r"), ERR_CONFLICT, "ledger.action_not_now");
    books_refused(&b, take_step(&b, id, "fly", "r"), ERR_INVALID, "ledger.action_unknown");
    assert_int_equal(take_step(&b, id, "admit", NULL), ERR_OK);
    int64_t admitted = b.w.c->now;
    books_refused(&b, take_step(&b, id, "graduate", NULL), ERR_INVALID, "ledger.reason_needed");
    assert_int_equal(take_step(&b, id, "graduate", "三年期满"), ERR_OK);
    struct entry e = books_get(&b, id, 0);
    assert_string_equal(e.status, "graduated");
    assert_string_equal(e.left_reason, "exited");
    assert_string_equal(books_get(&b, id, admitted).status, "admitted");
    books_refused(&b, take_step(&b, shop, "admit", NULL), ERR_INVALID, "ledger.action_unknown");
    books_close(&b);
}

/* ---- nothing half-applied ---- */

static int64_t rows_of_all(struct books *b)
{
    struct db_rows r;
    int64_t sum = city_rows(&b->w) * 1000000;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    const struct entry_query q = {
        .ledger = "shop", .prefix = DISTRICT_CODE, .stand = ENTRY_EVER, .limit = 10};
    const struct entry *list;
    size_t n;
    bool more;
    assert_int_equal(entry_list(b->w.c, &q, &list, &n, &more), ERR_OK);
    for (size_t i = 0; i < n; i++) {
        assert_int_equal(
            db_query(b->w.c, SQL_ENTRY_VERSIONS, ARGS(db_int(DISTRICT), db_int(list[i].id)), &r),
            ERR_OK);
        sum += (int64_t)r.n * 1000 + list[i].version;
    }
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    return sum;
}

typedef enum err deed(struct books *b, int64_t id);

static enum err do_add(struct books *b, int64_t id)
{
    const struct entry_new in = {
        .ledger = "shop", .area = CELL, .fields = shop_fields(b, ",\"licence\":\"2026-12-01\"")};
    return books_add(b, &in, &id);
}

static enum err do_change(struct books *b, int64_t id)
{
    return books_change(b, id, "{\"staff\":7,\"licence\":null,\"name\":\"新\"}",
                        b->w.c->now - 5 * TIME_DAY);
}

static enum err do_grade(struct books *b, int64_t id)
{
    return books_grade(b, id, "compliant", b->w.c->now - 8 * TIME_DAY, b->w.c->now - 6 * TIME_DAY);
}

static enum err do_leave(struct books *b, int64_t id)
{
    return books_leave(b, id, "closed", 0);
}

static enum err do_return(struct books *b, int64_t id)
{
    b->w.c->now += 1;
    city_begin(&b->w);
    return city_end(&b->w, entry_return(b->w.c, &b->w.app, DISTRICT, id, 0, "r"));
}

static void a_change_that_fails_anywhere_leaves_nothing_behind(void **state)
{
    static deed *const deeds[] = {do_add, do_change, do_grade, do_leave, do_return};
    struct books b;
    (void)state;
    books_open(&b);
    int64_t id = books_shop_at(&b, "老王烩面", CELL, b.w.c->now - 10 * TIME_DAY);
    assert_int_equal(
        books_change(&b, id, "{\"licence\":\"2026-12-01\"}", b.w.c->now - 9 * TIME_DAY), ERR_OK);
    for (size_t i = 0; i < LEN(deeds); i++) {
        int64_t before = rows_of_all(&b);
        for (int n = 1;; n++) {
            db_fail_at(b.w.c->db, n);
            enum err err = deeds[i](&b, id);
            db_fail_at(b.w.c->db, 0);
            if (err == ERR_OK)
                break;
            assert_int_equal(err, ERR_INTERNAL);
            assert_int_equal(rows_of_all(&b), before);
            assert_true(n < 40);
        }
        assert_true(rows_of_all(&b) > before);
    }
    books_close(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(values_are_kept_in_one_form),
        cmocka_unit_test(bad_values_are_refused_with_the_name_of_their_field),
        cmocka_unit_test(an_entry_by_its_point_stands_on_the_nearest_level_that_may_hold_it),
        cmocka_unit_test(an_entry_of_a_small_area_stands_on_the_nearest_level_that_may_hold_it),
        cmocka_unit_test(a_reference_must_lead_to_an_entry_of_its_ledger),
        cmocka_unit_test(of_two_writers_at_once_with_one_key_one_wins),
        cmocka_unit_test(a_key_is_free_again_when_its_entry_left_and_taken_when_it_would_return),
        cmocka_unit_test(like_ones_are_found_by_name_in_the_town_and_by_place),
        cmocka_unit_test(what_goes_on_for_an_entry_stands_itself_and_knows_what_was_before),
        cmocka_unit_test(a_name_of_signs_alone_names_nothing),
        cmocka_unit_test(who_leaves_is_gone_from_then_on_and_who_returns_is_back),
        cmocka_unit_test(a_step_by_hand_needs_its_status_and_its_reason_and_may_lead_out),
        cmocka_unit_test(a_change_that_fails_anywhere_leaves_nothing_behind),
    };
    return UNIT_RUN(tests);
}
