/* SPDX-License-Identifier: Apache-2.0 */
/* Texts of programmes are kept: the same version never says two things, and what a new one dropped keeps its meaning. */
#include "programme/version.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "db/db.h"
#include "unit.h"

enum { FILE_MAX = 16384 };

static int start(void **state)
{
    *state = unit_open();
    return *state ? 0 : -1;
}

static int stop(void **state)
{
    unit_close(*state);
    return 0;
}

/* test/programmes/kiosks.json, with one thing in it written another way. */
static const char *kiosks(struct ctx *c, const char *from, const char *to)
{
    char *text = arena_alloc(c->mem, FILE_MAX);
    FILE *f = fopen("test/programmes/kiosks.json", "rb");
    assert_non_null(f);
    assert_in_range(fread(text, 1, FILE_MAX - 1, f), 1, FILE_MAX - 2);
    (void)fclose(f);
    const char *at = strstr(text, from);
    assert_non_null(at);
    return arena_printf(c->mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static const struct programmes *programmes(struct ctx *c, const char *text)
{
    const struct programmes *p = NULL;
    const struct embedded *flow = embed_find("flows/rectify.json");
    const struct embedded files[] = {
        *flow,
        {"programmes/kiosks.json", text, strlen(text)},
    };
    if (programmes_read(c, files, LEN(files), &p) != ERR_OK)
        fail_msg("%s", c->problem.detail);
    return p;
}

static enum err keep(struct ctx *c, const struct programmes *p)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = programmes_record(c, p);
    if (err == ERR_OK)
        return db_end(c, true);
    db_undo(c);
    return err;
}

static void begin(struct ctx *c)
{
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
}

static void end(struct ctx *c)
{
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void starting_again_with_the_same_text_keeps_it_once(void **state)
{
    struct ctx *c = *state;
    const struct programme_version *versions;
    size_t n;
    const struct programmes *p = programmes(c, kiosks(c, "\"version\":4", "\"version\":4"));
    int64_t first = c->now;
    assert_int_equal(keep(c, p), ERR_OK);
    c->now += 1000000;
    assert_int_equal(keep(c, p), ERR_OK);
    begin(c);
    assert_int_equal(programme_versions(c, "kiosks", &versions, &n), ERR_OK);
    assert_int_equal(n, 1);
    assert_int_equal(versions[0].version, 4);
    assert_int_equal(versions[0].seen, first);
    assert_int_equal(strlen(versions[0].hash), 64);
    end(c);
}

static void the_same_version_with_another_text_is_refused(void **state)
{
    struct ctx *c = *state;
    const struct programme_version *versions;
    size_t n;
    assert_int_equal(keep(c, programmes(c, kiosks(c, "About", "About"))), ERR_OK);
    assert_int_equal(keep(c, programmes(c, kiosks(c, "About", "On"))), ERR_CONFLICT);
    assert_string_equal(c->problem.code, "programme.version_kept");
    assert_string_equal(c->problem.detail, "kiosks 4");
    assert_int_equal(keep(c, programmes(c, kiosks(c, "\"version\":4", "\"version\":5"))), ERR_OK);
    begin(c);
    assert_int_equal(programme_versions(c, "kiosks", &versions, &n), ERR_OK);
    assert_int_equal(n, 2);
    assert_int_equal(versions[0].version, 5);
    end(c);
}

/* The field `staff` and the item `bins` go; the checklist and the file get their next version. */
static const struct programmes *without(struct ctx *c)
{
    const char *text = kiosks(c, "\"version\":4", "\"version\":5");
    const char *from = strstr(text, "\"staff\":{"), *to = strstr(text, "\"every\":{\"type\"");
    assert_true(from && to && from < to);
    text = arena_printf(c->mem, "%.*s%s", (int)(from - text), text, to);
    from = strstr(text, "{\"item\":\"fridge\"");
    to = strstr(text, "{\"item\":\"bins\"");
    assert_true(from && to && from < to);
    text = arena_printf(c->mem, "%.*s%s", (int)(from - text), text, to);
    from = strstr(text, "\"version\":2");
    assert_non_null(from);
    return programmes(c, arena_printf(c->mem, "%.*s\"version\":3%s", (int)(from - text), text,
                                      from + strlen("\"version\":2")));
}

static void a_field_that_a_new_version_drops_keeps_its_name_and_who_may_see_it(void **state)
{
    struct ctx *c = *state;
    const struct programmes *whole = NULL;
    const char *then = kiosks(c, "\"unit\":\"人\"", "\"visibility\":\"restricted\"");
    assert_int_equal(keep(c, programmes(c, then)), ERR_OK);
    const struct programmes *now = without(c);
    assert_int_equal(keep(c, now), ERR_OK);
    const struct ledger_kind *k = programme_ledger(now, "kiosk");
    assert_true(!ledger_field(&k->fields, "staff") && k->former.n == 0);
    begin(c);
    assert_int_equal(programmes_recall(c, now, &whole), ERR_OK);
    end(c);
    k = programme_ledger(whole, "kiosk");
    assert_int_equal(k->former.n, 1);
    assert_string_equal(k->former.v[0].field, "staff");
    assert_string_equal(k->former.v[0].name.zh, "员");
    assert_int_equal(k->former.v[0].visibility, VISIBLE_RESTRICTED);
    assert_int_equal(k->fields.n, programme_ledger(now, "kiosk")->fields.n);
}

static void a_checklist_can_be_read_as_it_was(void **state)
{
    struct ctx *c = *state;
    const struct checklist *l;
    assert_int_equal(keep(c, programmes(c, kiosks(c, "About", "About"))), ERR_OK);
    const struct programmes *now = without(c);
    assert_int_equal(keep(c, now), ERR_OK);
    begin(c);
    assert_int_equal(checklist_at(c, now, "hygiene", 0, &l), ERR_OK);
    assert_int_equal(l->version, 3);
    assert_null(checklist_item(l, "fridge"));
    assert_int_equal(checklist_at(c, now, "hygiene", 2, &l), ERR_OK);
    assert_string_equal(checklist_item(l, "fridge")->name.zh, "柜");
    assert_int_equal(checklist_at(c, now, "hygiene", 1, &l), ERR_NOT_FOUND);
    assert_string_equal(c->problem.code, "checklist.version_unknown");
    assert_int_equal(checklist_at(c, now, "beauty", 0, &l), ERR_NOT_FOUND);
    assert_string_equal(c->problem.code, "checklist.unknown");
    end(c);
}

static void a_programme_that_is_gone_can_still_be_read(void **state)
{
    struct ctx *c = *state;
    const struct programmes *nothing = NULL;
    const struct checklist *l;
    assert_int_equal(keep(c, programmes(c, kiosks(c, "About", "About"))), ERR_OK);
    assert_int_equal(programmes_read(c, embed_find("flows/rectify.json"), 1, &nothing), ERR_OK);
    begin(c);
    assert_int_equal(checklist_at(c, nothing, "hygiene", 2, &l), ERR_OK);
    end(c);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(starting_again_with_the_same_text_keeps_it_once, start,
                                        stop),
        cmocka_unit_test_setup_teardown(the_same_version_with_another_text_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(
            a_field_that_a_new_version_drops_keeps_its_name_and_who_may_see_it, start, stop),
        cmocka_unit_test_setup_teardown(a_checklist_can_be_read_as_it_was, start, stop),
        cmocka_unit_test_setup_teardown(a_programme_that_is_gone_can_still_be_read, start, stop),
    };
    return UNIT_RUN(tests);
}
