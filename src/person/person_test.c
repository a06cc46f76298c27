/* SPDX-License-Identifier: Apache-2.0 */
#include "person/person.h"

#include <string.h>

#include "base/arena.h"
#include "db/db.h"
#include "journal/journal.h"
#include "person/phone.h"
#include "post/post_world.h"

/* ---- phones ---- */

static void phones_are_read_as_people_write_them(void **state)
{
    static const char *const pairs[][2] = {
        {"13812345678",       "13812345678"  },
        {"+86 138-1234 5678", "13812345678"  },
        {"008613812345678",   "13812345678"  },
        {"0371 6543 2109",    "0371-65432109"},
        {"(0371)6543210",     "0371-6543210" },
        {"010-65432109",      "010-65432109" },
        {"02165432109",       "021-65432109" },
        {"400-123-4567",      "4001234567"   },
        {"95598",             "95598"        },
        {"12345",             "12345"        },
    };
    (void)state;
    for (size_t i = 0; i < LEN(pairs); i++) {
        char phone[PHONE_MAX];
        if (!phone_read(pairs[i][0], phone))
            fail_msg("%s", pairs[i][0]);
        assert_string_equal(phone, pairs[i][1]);
        assert_true(phone_read(phone, phone));
        assert_string_equal(phone, pairs[i][1]);
    }
}

static void what_is_no_phone_is_refused(void **state)
{
    static const char *const bad[] = {
        "",
        "call me",
        "1381234567",
        "138123456789",
        "12812345678",
        "0371-12345",
        "0371-12345678",
        "00065432109",
        "65432109",
        "1",
        "0",
        "+",
        "138１2345678",
        "13812345678138123456789",
        "110119",
        "0371-165432109",
    };
    (void)state;
    for (size_t i = 0; i < LEN(bad); i++) {
        char phone[PHONE_MAX];
        if (phone_read(bad[i], phone))
            fail_msg("%s -> %s", bad[i], phone);
    }
}

static void a_masked_phone_shows_its_ends_only(void **state)
{
    (void)state;
    struct arena *mem = arena_new();
    assert_string_equal(phone_mask(mem, "13812345678"), "138****5678");
    assert_string_equal(phone_mask(mem, "0371-65432109"), "0371-****2109");
    assert_string_equal(phone_mask(mem, "010-6543210"), "010-****3210");
    assert_string_equal(phone_mask(mem, "4001234567"), "4001234567");
    assert_string_equal(phone_mask(mem, "what"), "****");
    assert_null(phone_mask(mem, NULL));
    arena_free(mem);
}

/* ---- persons ---- */

static struct person get(struct city *w, int64_t id)
{
    struct person p;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(person_get(w->c, DISTRICT, id, &p), ERR_OK);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return p;
}

static enum err add(struct city *w, const struct person_new *p)
{
    int64_t id;
    city_begin(w);
    return city_end(w, person_add(w->c, w->app.key, p, &id));
}

static enum err change(struct city *w, int64_t id, int64_t version, const struct person_change *p)
{
    city_begin(w);
    return city_end(w, person_change(w->c, w->app.key, DISTRICT, id, version, p));
}

static void refused(struct city *w, enum err err, enum err wanted, const char *code)
{
    assert_int_equal(err, wanted);
    assert_string_equal(w->c->problem.code, code);
}

static void a_phone_is_kept_sealed(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    struct person p = get(&w, city_person(&w, "赵一", VILLAGE, "138 1234 5678", false));
    assert_true(p.contact.n > 11);
    assert_null(memmem(p.contact.p, p.contact.n, "1381234", 7));
    assert_string_equal(person_phone(w.c, w.app.key, DISTRICT, p.id, p.contact), "13812345678");
    unsigned char other[SECRET_KEY] = {1};
    assert_null(person_phone(w.c, other, DISTRICT, p.id, p.contact));
    city_close(&w);
}

static void a_sealed_phone_opens_in_its_own_row_only(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t a = city_person(&w, "赵一", VILLAGE, "13812345678", false);
    int64_t b = city_person(&w, "钱二", VILLAGE, NULL, false);
    struct person p = get(&w, a);
    assert_null(person_phone(w.c, w.app.key, DISTRICT, b, p.contact));
    assert_null(person_phone(w.c, w.app.key, 410102, a, p.contact));
    city_close(&w);
}

static void the_journal_never_has_the_phone(void **state)
{
    (void)state;
    struct city w;
    const char *phone;
    city_open(&w);
    int64_t id = city_person(&w, "赵一", VILLAGE, "13812345678", true);
    const struct journal_row *row = city_last(&w);
    assert_string_equal(row->noun, "person");
    assert_string_equal(row->action, "create");
    assert_string_equal(row->role, "operator");
    assert_int_equal(row->noun_id, id);
    assert_int_equal(row->version, 1);
    assert_non_null(strstr(row->after, "\"has_phone\":true"));
    assert_null(strstr(row->after, "1381234"));
    city_begin(&w);
    assert_int_equal(city_end(&w, person_look(w.c, w.app.key, DISTRICT, id, &phone)), ERR_OK);
    assert_string_equal(phone, "13812345678");
    row = city_last(&w);
    assert_string_equal(row->action, "look");
    assert_int_equal(row->version, 0);
    assert_null(row->after);
    city_close(&w);
}

static void a_look_at_no_phone_is_said_and_leaves_no_trace(void **state)
{
    (void)state;
    struct city w;
    const char *phone;
    city_open(&w);
    int64_t id = city_person(&w, "赵一", VILLAGE, NULL, false), rows = city_rows(&w);
    city_begin(&w);
    refused(&w, city_end(&w, person_look(w.c, w.app.key, DISTRICT, id, &phone)), ERR_NOT_FOUND,
            "person.no_phone");
    assert_int_equal(city_rows(&w), rows);
    city_close(&w);
}

static void bad_persons_are_refused(void **state)
{
    static const struct {
        struct person_new in;
        const char *code;
    } bad[] = {
        {{.name = "   ", .area = VILLAGE},                            "person.name"   },
        {{.name = "赵\n一", .area = VILLAGE},                       "person.name"   },
        {{.name = "赵一", .area = "x"},                             "area.code"     },
        {{.name = "赵一", .area = "410105999"},                     "area.unknown"  },
        {{.name = "赵一", .area = VILLAGE, .phone = "call me"},     "person.phone"  },
        {{.name = "赵一", .area = VILLAGE, .contact_public = true}, "person.consent"},
    };
    (void)state;
    struct city w;
    city_open(&w);
    int64_t rows = city_rows(&w);
    for (size_t i = 0; i < LEN(bad); i++)
        refused(&w, add(&w, &bad[i].in), ERR_INVALID, bad[i].code);
    assert_int_equal(city_rows(&w), rows);
    city_close(&w);
}

static void a_change_keeps_what_is_not_given(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id = city_person(&w, "赵一", VILLAGE, "13812345678", true);
    assert_int_equal(change(&w, id, 1, &(struct person_change){.name = "赵一一"}), ERR_OK);
    struct person p = get(&w, id);
    assert_string_equal(p.name, "赵一一");
    assert_string_equal(p.area, VILLAGE);
    assert_true(p.contact_public);
    assert_int_equal(p.version, 2);
    assert_string_equal(person_phone(w.c, w.app.key, DISTRICT, id, p.contact), "13812345678");
    const struct journal_row *row = city_last(&w);
    assert_int_equal(row->version, 2);
    assert_non_null(strstr(row->before, "\"赵一\""));
    assert_non_null(strstr(row->after, "\"赵一一\""));
    city_close(&w);
}

static void an_erased_phone_takes_its_consent_along(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id = city_person(&w, "赵一", VILLAGE, "13812345678", true);
    assert_int_equal(change(&w, id, 1, &(struct person_change){.phone = ""}), ERR_OK);
    struct person p = get(&w, id);
    assert_int_equal(p.contact.n, 0);
    assert_false(p.contact_public);
    bool yes = true;
    refused(&w, change(&w, id, 2, &(struct person_change){.contact_public = &yes}), ERR_INVALID,
            "person.consent");
    city_close(&w);
}

static void a_change_of_an_old_version_is_stale(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(change(&w, id, 1, &(struct person_change){.name = "赵二"}), ERR_OK);
    refused(&w, change(&w, id, 1, &(struct person_change){.name = "赵三"}), ERR_STALE,
            "version.stale");
    assert_string_equal(get(&w, id).name, "赵二");
    city_close(&w);
}

static void nobody_moves_to_another_district(void **state)
{
    (void)state;
    struct city w;
    city_open(&w);
    int64_t id = city_person(&w, "赵一", VILLAGE, NULL, false);
    assert_int_equal(change(&w, id, 1, &(struct person_change){.area = TOWN}), ERR_OK);
    refused(&w, change(&w, id, 2, &(struct person_change){.area = OTHER_TOWN}), ERR_INVALID,
            "person.other_district");
    city_close(&w);
}

static size_t listed(struct city *w, const char *prefix, const char *q, int64_t after,
                     int64_t limit, const struct person **out)
{
    size_t n;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    if (person_list(w->c, prefix, q, after, limit, out, &n) != ERR_OK)
        fail_msg("%s %s", w->c->problem.code, w->c->problem.detail);
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return n;
}

static void lists_stay_inside_the_prefix_and_page_by_id(void **state)
{
    (void)state;
    struct city w;
    const struct person *list;
    city_open(&w);
    int64_t a = city_person(&w, "赵大山", VILLAGE, NULL, false);
    int64_t b = city_person(&w, "钱山", TOWN, NULL, false);
    (void)city_person(&w, "孙三", OTHER_TOWN, NULL, false);
    (void)city_person(&w, "百分%之", "410105017", NULL, false);
    assert_int_equal(listed(&w, CITY, NULL, 0, 50, &list), 4);
    assert_int_equal(listed(&w, DISTRICT_CODE, NULL, 0, 50, &list), 3);
    assert_int_equal(listed(&w, TOWN, NULL, 0, 50, &list), 2);
    assert_int_equal(listed(&w, VILLAGE, NULL, 0, 50, &list), 1);
    assert_int_equal(listed(&w, TOWN, NULL, 0, 1, &list), 1);
    assert_int_equal(list[0].id, a);
    assert_int_equal(listed(&w, TOWN, NULL, a, 1, &list), 1);
    assert_int_equal(list[0].id, b);
    assert_int_equal(listed(&w, CITY, "山", 0, 50, &list), 2);
    assert_int_equal(listed(&w, DISTRICT_CODE, "大山", 0, 50, &list), 1);
    assert_int_equal(listed(&w, DISTRICT_CODE, "%", 0, 50, &list), 1);
    assert_int_equal(listed(&w, DISTRICT_CODE, "孙", 0, 50, &list), 0);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(phones_are_read_as_people_write_them),
        cmocka_unit_test(what_is_no_phone_is_refused),
        cmocka_unit_test(a_masked_phone_shows_its_ends_only),
        cmocka_unit_test(a_phone_is_kept_sealed),
        cmocka_unit_test(a_sealed_phone_opens_in_its_own_row_only),
        cmocka_unit_test(the_journal_never_has_the_phone),
        cmocka_unit_test(a_look_at_no_phone_is_said_and_leaves_no_trace),
        cmocka_unit_test(bad_persons_are_refused),
        cmocka_unit_test(a_change_keeps_what_is_not_given),
        cmocka_unit_test(an_erased_phone_takes_its_consent_along),
        cmocka_unit_test(a_change_of_an_old_version_is_stale),
        cmocka_unit_test(nobody_moves_to_another_district),
        cmocka_unit_test(lists_stay_inside_the_prefix_and_page_by_id),
    };
    return UNIT_RUN(tests);
}
