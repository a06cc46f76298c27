/* SPDX-License-Identifier: Apache-2.0 */
/* The reporter's contact: sealed, opened by few, each look written down. */
#include <string.h>

#include "base/arena.h"
#include "casefile/case_world.h"
#include "casefile/contact.h"
#include "db/db_driver.h"
#include "journal/journal.h"

static struct casefile_new noise(void)
{
    return (struct casefile_new){.kind = NOISE, .body = "夜里很吵", .area = CELL_1};
}

/* Tries to file; what is made is kept. */
static enum err try_file(struct city *w, const struct casefile_new *in,
                         struct casefile_receipt *out)
{
    city_begin(w);
    enum err err = casefile_file(w->c, &w->app, in, out);
    assert_int_equal(city_end(w, err == ERR_OK), ERR_OK);
    return err;
}

static size_t looks(struct city *w, struct receipt r, const char *who)
{
    const struct journal_row *rows;
    size_t n, found = 0;
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
    assert_int_equal(journal_of(w->c, r.district, "casefile", r.id, &rows, &n), ERR_OK);
    for (size_t i = 0; i < n; i++)
        found += strcmp(rows[i].action, "open_contact") == 0 && strcmp(rows[i].who, who) == 0 &&
                 rows[i].version == 0;
    assert_int_equal(db_end(w->c, true), ERR_OK);
    return found;
}

static void a_contact_is_sealed_and_each_look_is_journalled(void **state)
{
    struct city w;
    struct casefile_receipt made;
    const char *name, *phone;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise();
    in.name = "王小明";
    in.phone = "138 1234 5678";
    assert_int_equal(try_file(&w, &in, &made), ERR_OK);
    struct receipt r = {.district = made.district, .id = made.id};
    assert_true(city_case(&w, r).has_contact);
    for (size_t i = 1; i <= 2; i++) {
        city_as(&w, INTAKE);
        city_begin(&w);
        assert_int_equal(casefile_open_contact(w.c, &w.app, r.district, r.id, &name, &phone),
                         ERR_OK);
        assert_string_equal(name, "王小明");
        assert_string_equal(phone, "13812345678");
        assert_int_equal(city_end(&w, true), ERR_OK);
        assert_int_equal(looks(&w, r, "何受理"), i);
    }
    assert_int_equal(city_case(&w, r).version, 1);
    city_close(&w);
}

/* A blob copied onto another row, or read with another key, does not open. */
static void a_contact_opens_in_its_own_row_with_its_own_key_only(void **state)
{
    struct city w;
    struct casefile_receipt a, b;
    const char *name, *phone;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise();
    in.phone = "13812345678";
    assert_int_equal(try_file(&w, &in, &a), ERR_OK);
    assert_int_equal(try_file(&w, &in, &b), ERR_OK);
    city_begin(&w);
    assert_int_equal(
        w.c->db->driver->ddl(w.c, arena_printf(w.c->mem,
                                               "UPDATE casefile SET contact = (SELECT contact FROM "
                                               "casefile WHERE id = %lld) WHERE id = %lld",
                                               (long long)a.id, (long long)b.id)),
        ERR_OK);
    assert_int_equal(casefile_contact(w.c, &w.app, b.district, b.id, &name, &phone), ERR_INTERNAL);
    assert_int_equal(casefile_contact(w.c, &w.app, a.district, a.id, &name, &phone), ERR_OK);
    assert_null(name);
    w.app.key[3] ^= 1;
    assert_int_equal(casefile_contact(w.c, &w.app, a.district, a.id, &name, &phone), ERR_INTERNAL);
    (void)city_end(&w, false);
    city_close(&w);
}

static void only_the_unit_that_has_the_case_and_the_intake_open_its_contact(void **state)
{
    static const struct {
        enum actor who;
        enum err err;
    } rows[] = {
        {HOLDER, ERR_OK    },
        {DEPUTY, ERR_OK    },
        {CHIEF,  ERR_OK    }, /* has the intake role, too */
        {MEMBER, ERR_DENIED}, /* a handler of the place, of another unit */
    };
    struct city w;
    struct casefile_receipt made;
    const char *name, *phone;
    (void)state;
    city_open(&w);
    struct casefile_new in = noise();
    in.phone = "13812345678";
    assert_int_equal(try_file(&w, &in, &made), ERR_OK);
    for (size_t i = 0; i < LEN(rows); i++) {
        city_as(&w, rows[i].who);
        city_begin(&w);
        assert_int_equal(casefile_open_contact(w.c, &w.app, made.district, made.id, &name, &phone),
                         rows[i].err);
        (void)city_end(&w, rows[i].err == ERR_OK);
    }
    assert_string_equal(w.c->problem.code, "case.role");
    const struct receipt r = {.district = made.district, .id = made.id};
    assert_int_equal(looks(&w, r, w.accounts[MEMBER]->name), 0);
    city_close(&w);
}

static void without_a_contact_there_is_nothing_to_open(void **state)
{
    struct city w;
    const char *name, *phone;
    (void)state;
    city_open(&w);
    struct receipt r = city_report(&w, NOISE, CELL_1);
    city_as(&w, INTAKE);
    city_begin(&w);
    assert_int_equal(casefile_open_contact(w.c, &w.app, r.district, r.id, &name, &phone),
                     ERR_NOT_FOUND);
    assert_string_equal(w.c->problem.code, "case.no_contact");
    (void)city_end(&w, false);
    city_close(&w);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_contact_is_sealed_and_each_look_is_journalled),
        cmocka_unit_test(a_contact_opens_in_its_own_row_with_its_own_key_only),
        cmocka_unit_test(only_the_unit_that_has_the_case_and_the_intake_open_its_contact),
        cmocka_unit_test(without_a_contact_there_is_nothing_to_open),
    };
    return UNIT_RUN(tests);
}
