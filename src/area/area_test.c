/* SPDX-License-Identifier: Apache-2.0 */
#include "area/area.h"

#include <string.h>

#include "base/json_in.h"
#include "db/db.h"
#include "unit.h"

static void done(struct ctx **c)
{
    unit_close(*c);
}

static struct area_row row(const char *code, const char *name, const char *level,
                           const char *parent)
{
    return (struct area_row){.code = code,
                             .name = name,
                             .level = level,
                             .parent = parent,
                             .households = JSON_ABSENT,
                             .population = JSON_ABSENT};
}

static enum err add(struct ctx *c, const char *code, const char *level, const char *parent)
{
    struct area_row a = row(code, "某地", level, parent);
    return area_add(c, &a);
}

static void two_areas(struct ctx *c)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(add(c, "4101", "city", NULL), ERR_OK);
    assert_int_equal(add(c, "410105", "district", "4101"), ERR_OK);
}

static void an_area_is_read_as_it_was_added(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    struct area_row a = row("410105", "金水区", "district", "4101"), back;
    (void)state;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(add(c, "4101", "city", NULL), ERR_OK);
    a.households = 12;
    a.note = "made_up";
    assert_int_equal(area_add(c, &a), ERR_OK);
    assert_int_equal(area_get(c, "410105", &back), ERR_OK);
    assert_string_equal(back.name, "金水区");
    assert_string_equal(back.level, "district");
    assert_string_equal(back.parent, "4101");
    assert_string_equal(back.note, "made_up");
    assert_int_equal(back.households, 12);
    assert_int_equal(back.population, JSON_ABSENT);
    assert_int_equal(back.valid_from, c->now);
    assert_int_equal(back.valid_to, 0);
    assert_int_equal(back.version, 1);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void wrong(const char *code, const char *level, const char *parent, const char *problem)
{
    CLEANUP(done) struct ctx *c = unit_open();
    two_areas(c);
    assert_int_not_equal(add(c, code, level, parent), ERR_OK);
    assert_string_equal(c->problem.code, problem);
    assert_int_equal(db_end(c, false), ERR_OK);
}

static void what_breaks_the_tree_is_refused(void **state)
{
    (void)state;
    wrong("41010x", "town", NULL, "area.code");
    wrong("", "town", NULL, "area.code");
    wrong("410105016", "Town 1", "410105", "area.level");
    wrong("410105016", "town", "410106", "area.parent_prefix");
    wrong("410105", "town", "410105", "area.parent_prefix");
    wrong("410106001", "town", "410106", "area.parent_unknown");
    wrong("410105", "district", "4101", "area.exists");
}

static void names_and_notes_are_checked(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    char longer[AREA_NAME_MAX + 2];
    struct area_row a = row("4101", "", "city", NULL);
    (void)state;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(area_add(c, &a), ERR_INVALID);
    a.name = "two\nlines";
    assert_int_equal(area_add(c, &a), ERR_INVALID);
    memset(longer, 'x', sizeof longer - 1);
    longer[sizeof longer - 1] = '\0';
    a.name = longer;
    assert_int_equal(area_add(c, &a), ERR_INVALID);
    assert_string_equal(c->problem.code, "area.name");
    a.name = "某市";
    a.note = "guessed";
    assert_int_equal(area_add(c, &a), ERR_INVALID);
    assert_string_equal(c->problem.code, "area.note");
    assert_int_equal(db_end(c, false), ERR_OK);
}

static void levels_come_with_their_words(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    const struct area_level *levels;
    size_t n;
    (void)state;
    two_areas(c);
    assert_int_equal(add(c, "410105016", "precinct", "410105"), ERR_OK);
    assert_int_equal(area_levels(c, &levels, &n), ERR_OK);
    assert_int_equal(n, 3);
    assert_string_equal(levels[0].level, "city");
    assert_string_equal(levels[1].name_zh, "区县");
    assert_string_equal(levels[2].level, "precinct");
    assert_string_equal(levels[2].name_en, "precinct");
    assert_true(levels[0].rank < levels[1].rank && levels[1].rank < levels[2].rank);
    assert_int_equal(db_end(c, false), ERR_OK);
}

static void publishing_raises_the_generation(void **state)
{
    CLEANUP(done) struct ctx *c = unit_open();
    int64_t before, after;
    (void)state;
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(area_generation(c, &before), ERR_OK);
    assert_int_equal(area_publish(c), ERR_OK);
    assert_int_equal(area_publish(c), ERR_OK);
    assert_int_equal(area_generation(c, &after), ERR_OK);
    assert_int_equal(after, before + 2);
    assert_int_equal(db_end(c, true), ERR_OK);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_area_is_read_as_it_was_added),
        cmocka_unit_test(what_breaks_the_tree_is_refused),
        cmocka_unit_test(names_and_notes_are_checked),
        cmocka_unit_test(levels_come_with_their_words),
        cmocka_unit_test(publishing_raises_the_generation),
    };
    return UNIT_RUN(tests);
}
