/* SPDX-License-Identifier: Apache-2.0 */
#include "event/event.h"

#include <string.h>

#include "base/arena.h"
#include "journal/journal_world.h"

static const struct event *page(struct ctx *c, int64_t after, int64_t upto, size_t *out_n)
{
    const struct event *events;
    int64_t last;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(event_page(c, DISTRICT, after, upto, &events, out_n, &last), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(last, upto);
    return events;
}

static void an_event_tells_what_changed_and_nothing_of_people(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    size_t n;
    small_world(c);
    const struct event *e = page(c, 0, 6, &n);
    assert_int_equal(n, 6);
    assert_int_equal(e[1].seq, 2);
    assert_string_equal(e[1].area, CELL);
    assert_string_equal(
        e[1].text,
        "event: case\ndata: {\"ref\":\"410105-7V\",\"version\":2,\"kind\":\"water_leak\","
        "\"action\":\"step\",\"state_from\":\"reported\",\"state_to\":\"accepted\","
        "\"area\":\"410105016211001\",\"at\":\"2026-11-24T09:00:00+08:00\"}\n\n");
    (void)page(c, 2, 4, &n);
    assert_int_equal(n, 2);
    unit_close(c);
}

static void a_look_at_a_case_and_people_are_no_events(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    size_t n;
    append(
        c,
        &(struct journal_entry){
            .district = DISTRICT, .noun = "person", .noun_id = 3, .area = CELL, .action = "add"});
    append(c, &(struct journal_entry){.district = DISTRICT,
                                      .noun = "casefile",
                                      .noun_id = 7,
                                      .area = CELL,
                                      .action = "open_contact"});
    append(c, &(struct journal_entry){.district = DISTRICT,
                                      .noun = "post",
                                      .noun_id = 9,
                                      .version = 2,
                                      .area = CELL,
                                      .action = "hold"});
    seal_all(c);
    const struct event *e = page(c, 0, 3, &n);
    assert_int_equal(n, 1);
    assert_int_equal(e[0].seq, 3);
    assert_true(e[0].shared);
    assert_int_equal(strncmp(e[0].text, "event: post\n", 12), 0);
    unit_close(c);
}

static void a_light_is_an_event_though_the_version_stays(void **state)
{
    (void)state;
    struct ctx *c = unit_open();
    size_t n;
    append(c, &(struct journal_entry){.district = DISTRICT,
                                      .noun = "casefile",
                                      .noun_id = 7,
                                      .area = CELL,
                                      .role = "system",
                                      .action = "light",
                                      .kind = "water_leak",
                                      .state_from = "accepted",
                                      .state_to = "accepted"});
    seal_all(c);
    const struct event *e = page(c, 0, 1, &n);
    assert_int_equal(n, 1);
    assert_non_null(strstr(e[0].text, "\"version\":null,"));
    assert_non_null(strstr(e[0].text, "\"action\":\"light\""));
    unit_close(c);
}

static void a_long_stretch_comes_in_pages(void **state)
{
    enum { ROWS = 300 };
    (void)state;
    struct ctx *c = unit_open();
    const struct event *e;
    size_t n;
    int64_t last;
    unit_begin(c);
    for (int i = 0; i < ROWS; i++)
        append(c, &(struct journal_entry){.district = DISTRICT,
                                          .noun = "post",
                                          .noun_id = 1 + i,
                                          .area = CELL,
                                          .action = "hold"});
    assert_int_equal(journal_seal_all(c), ERR_OK);
    assert_int_equal(event_page(c, DISTRICT, 0, ROWS, &e, &n, &last), ERR_OK);
    assert_int_equal(n, EVENT_PAGE);
    assert_int_equal(last, EVENT_PAGE);
    assert_int_equal(event_page(c, DISTRICT, last, ROWS, &e, &n, &last), ERR_OK);
    assert_int_equal(n, ROWS - EVENT_PAGE);
    assert_int_equal(last, ROWS);
    unit_commit(c);
    unit_close(c);
}

static void a_case_concerns_those_above_it_and_a_shared_matter_those_below_too(void **state)
{
    (void)state;
    const struct event file = {.area = "410105016211001"};
    const struct event calendar = {.area = "410105", .shared = true};
    assert_true(event_concerns(&file, "410105016"));
    assert_true(event_concerns(&file, "41"));
    assert_false(event_concerns(&file, "410105017"));
    assert_false(event_concerns(&file, "4101050162110011"));
    assert_true(event_concerns(&calendar, "410105016"));
    assert_true(event_concerns(&calendar, "4101"));
    assert_false(event_concerns(&calendar, "410106"));
}

static void places_are_read_as_they_are_written(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "410105",
        "410105:",
        "410105:-1",
        "410105:1,",
        "410105:1 ",
        "4101:1",
        "410106:1,410105:1",
        "41010a:1",
        "410105:1,410105:2",
        "410105:1,,410106:2",
        "410105:99999999999999999999",
        "410105 :17",
        ":1",
    };
    struct arena *mem = arena_new();
    struct buf b = {.mem = mem};
    struct places p;
    assert_true(places_parse("000100:0,410105:17,410106:9007199254740993", &p));
    assert_int_equal(p.n, 3);
    assert_int_equal(places_find(&p, 410106)->seq, 9007199254740993);
    assert_null(places_find(&p, 410107));
    places_put(&p, &b);
    assert_string_equal(buf_str(&b), "000100:0,410105:17,410106:9007199254740993");
    for (size_t i = 0; i < LEN(wrong); i++)
        if (places_parse(wrong[i], &p))
            fail_msg("%s", wrong[i]);
    arena_free(mem);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(an_event_tells_what_changed_and_nothing_of_people),
        cmocka_unit_test(a_look_at_a_case_and_people_are_no_events),
        cmocka_unit_test(a_light_is_an_event_though_the_version_stays),
        cmocka_unit_test(a_long_stretch_comes_in_pages),
        cmocka_unit_test(a_case_concerns_those_above_it_and_a_shared_matter_those_below_too),
        cmocka_unit_test(places_are_read_as_they_are_written),
    };
    return UNIT_RUN(tests);
}
