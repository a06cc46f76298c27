/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/programme.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/embed.h"
#include "unit.h"

/* The smallest whole set: each test breaks one thing in it. */
static const char small_flow[] =
    "{\"flow\":\"small\",\"start\":\"new\",\"states\":["
    "{\"state\":\"new\",\"name\":{\"zh\":\"新\",\"en\":\"New\"}},"
    "{\"state\":\"done\",\"name\":{\"zh\":\"完\",\"en\":\"Done\"}},"
    "{\"state\":\"closed\",\"name\":{\"zh\":\"结\",\"en\":\"Closed\"},\"checked\":true,\"final\":true}],"
    "\"actions\":["
    "{\"action\":\"do\",\"name\":{\"zh\":\"做\",\"en\":\"Do\"},\"from\":[\"new\"],\"to\":\"done\","
    "\"roles\":[\"handler\"],\"records\":\"handler\",\"style\":\"main\"},"
    "{\"action\":\"close\",\"name\":{\"zh\":\"结\",\"en\":\"Close\"},\"from\":[\"done\"],\"to\":\"closed\","
    "\"roles\":[\"checker\"],\"needs\":[\"note\"],\"not_handler\":true,\"style\":\"main\"}]}";
static const char small_programme[] =
    "{\"programme\":\"lamps\",\"name\":{\"zh\":\"灯\",\"en\":\"Lamps\"},"
    "\"posts\":[{\"kind\":\"keeper\",\"name\":{\"zh\":\"人\",\"en\":\"Keeper\"},\"on\":[\"town\"]}],"
    "\"cases\":[{\"kind\":\"lamp\",\"name\":{\"zh\":\"灯\",\"en\":\"Lamp\"},"
    "\"examples\":{\"zh\":\"灯不亮\",\"en\":\"Dark\"},\"flow\":\"small\",\"icon\":\"lamp\","
    "\"route\":[\"keeper\"]}]}";

static int start(void **state)
{
    struct ctx *c = calloc(1, sizeof *c);
    if (!c)
        return -1;
    c->mem = arena_new();
    *state = c;
    return 0;
}

static int stop(void **state)
{
    struct ctx *c = *state;
    arena_free(c->mem);
    free(c);
    return 0;
}

static const char *with(struct ctx *c, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    return arena_printf(c->mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

static enum err read_both(struct ctx *c, const char *flow, const char *programme,
                          const struct programmes **out)
{
    const struct embedded files[] = {
        {"flows/small.json",      flow,      strlen(flow)     },
        {"programmes/lamps.json", programme, strlen(programme)},
    };
    return programmes_read(c, files, LEN(files), out);
}

static void refuses(struct ctx *c, const char *flow, const char *programme, const char *why)
{
    const struct programmes *p;
    assert_int_equal(read_both(c, flow, programme, &p), ERR_INVALID);
    assert_string_equal(c->problem.code, "programme.invalid");
    if (!strstr(c->problem.detail, why))
        fail_msg("\"%s\" does not say \"%s\"", c->problem.detail, why);
}

static void flow_refuses(struct ctx *c, const char *from, const char *to, const char *why)
{
    refuses(c, with(c, small_flow, from, to), small_programme, why);
}

static void programme_refuses(struct ctx *c, const char *from, const char *to, const char *why)
{
    refuses(c, small_flow, with(c, small_programme, from, to), why);
}

static void the_shipped_files_load(void **state)
{
    const struct programmes *p;
    struct ctx *c = *state;
    if (programmes_load(c, &p) != ERR_OK)
        fail_msg("%s", c->problem.detail);
    assert_in_range(p->n_kinds, 10, 64);
    assert_in_range(p->n_posts, 8, 64);
    const struct case_kind *k = programme_kind(p, "manhole_cover");
    assert_true(k && k->urgent && k->needs_photo_after);
    assert_string_equal(k->name.zh, "井盖缺损");
    assert_string_equal(k->route[0], "municipal_repair");
    assert_true(programme_post(p, "grid_lead")->required);
    assert_null(programme_kind(p, "no_such_kind"));
    assert_null(programme_post(p, "no_such_post"));
}

static void every_route_ends_at_a_desk_that_always_stands(void **state)
{
    const struct programmes *p;
    struct ctx *c = *state;
    assert_int_equal(programmes_load(c, &p), ERR_OK);
    for (size_t i = 0; i < p->n_kinds; i++) {
        bool required = false;
        for (size_t n = 0; n < p->kinds[i].n_route; n++)
            required = required || programme_post(p, p->kinds[i].route[n])->required;
        if (!required)
            fail_msg("%s may reach nobody", p->kinds[i].kind);
    }
}

static void the_short_flow_is_the_one_of_the_contract(void **state)
{
    const struct programmes *p;
    struct ctx *c = *state;
    assert_int_equal(programmes_load(c, &p), ERR_OK);
    const struct flow *f = programme_flow(p, "short");
    assert_string_equal(f->start, "reported");
    assert_int_equal(f->n_states, 8);
    assert_int_equal(f->n_actions, 11);
    const struct flow_action *a = flow_action(f, "dispose");
    assert_int_equal(a->needs, NEED_NOTE | NEED_PHOTO_AFTER);
    assert_int_equal(a->roles, 1U << ROLE_HANDLER);
    assert_true(a->records_handler && !a->records_checker);
    a = flow_action(f, "reopen");
    assert_int_equal(a->roles, FLOW_REPORTER | 1U << ROLE_SUPERVISOR);
    assert_true(a->new_cycle);
    a = flow_action(f, "pass");
    assert_true(a->not_handler && a->records_checker);
    assert_true(flow_action(f, "close")->not_handler);
    assert_true(flow_state(f, "rejected")->final && !flow_state(f, "rejected")->open);
    assert_true(flow_state(f, "disposed")->open && !flow_state(f, "disposed")->final);
    assert_null(flow_state(f, "nowhere"));
    assert_null(flow_action(f, "nothing"));
}

static void a_small_set_loads(void **state)
{
    const struct programmes *p;
    assert_int_equal(read_both(*state, small_flow, small_programme, &p), ERR_OK);
    assert_int_equal(p->n_flows, 1);
    assert_int_equal(p->n_kinds, 1);
    assert_string_equal(p->posts[0].on[0], "town");
}

static void files_of_other_folders_are_skipped(void **state)
{
    const struct programmes *p;
    const struct embedded files[] = {
        {"api/openapi.json",     "[", 1},
        {"programmes/README.md", "#", 1},
    };
    assert_int_equal(programmes_read(*state, files, LEN(files), &p), ERR_OK);
    assert_int_equal(p->n_kinds, 0);
}

static void an_unknown_key_is_refused_with_its_place(void **state)
{
    flow_refuses(*state, "\"style\":\"main\"},", "\"style\":\"main\",\"colour\":\"red\"},",
                 "flows/small.json: actions[0].colour: input.unknown_field");
    programme_refuses(*state, "\"icon\":", "\"limit\":3,\"icon\":",
                      "programmes/lamps.json: cases[0].limit: input.unknown_field");
}

static void a_missing_key_is_refused(void **state)
{
    flow_refuses(*state, ",\"style\":\"main\"},", "},", "actions[0].style: input.missing");
    programme_refuses(*state, "\"en\":\"Dark\"", "\"de\":\"x\"", "cases[0].examples.de");
    programme_refuses(*state, ",\"en\":\"Dark\"", "", "cases[0].examples.en: input.missing");
}

static void broken_json_is_refused_with_the_file(void **state)
{
    refuses(*state, "{", small_programme, "flows/small.json: 1:1");
    refuses(*state, small_flow, "{\"a\":1,\"a\":2}", "programmes/lamps.json: ");
}

static void an_unknown_state_is_refused(void **state)
{
    flow_refuses(*state, "\"to\":\"done\"", "\"to\":\"gone\"",
                 "actions[0].to: no such state: gone");
    flow_refuses(*state, "\"from\":[\"new\"]", "\"from\":[\"old\"]",
                 "actions[0].from[0]: no such state: old");
    flow_refuses(*state, "\"start\":\"new\"", "\"start\":\"old\"",
                 "start: not a state to start in");
}

static void an_unknown_role_need_style_or_record_is_refused(void **state)
{
    flow_refuses(*state, "[\"handler\"]", "[\"boss\"]", "actions[0].roles[0]: no such role: boss");
    flow_refuses(*state, "[\"note\"]", "[\"money\"]", "actions[1].needs[0]: no such need: money");
    flow_refuses(*state, "\"style\":\"main\"", "\"style\":\"loud\"", "actions[0].style");
    flow_refuses(*state, "\"records\":\"handler\"", "\"records\":\"boss\"", "actions[0].records");
}

static void an_unknown_post_kind_or_flow_is_refused(void **state)
{
    programme_refuses(*state, "\"route\":[\"keeper\"]", "\"route\":[\"nobody\"]",
                      "programmes/lamps.json: cases[0]: route[0]: no such post kind: nobody");
    programme_refuses(*state, "\"flow\":\"small\"", "\"flow\":\"large\"",
                      "cases[0]: flow: no such flow: large");
}

static void an_empty_route_is_refused(void **state)
{
    programme_refuses(*state, "\"route\":[\"keeper\"]", "\"route\":[]", "cases[0].route");
    programme_refuses(*state, "\"on\":[\"town\"]", "\"on\":[]", "posts[0].on");
}

static void a_state_out_of_reach_is_refused(void **state)
{
    flow_refuses(
        *state, "{\"state\":\"done\"",
        "{\"state\":\"lost\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"final\":true},{\"state\":\"done\"",
        "states[1]: no way leads to lost");
}

static void a_dead_end_is_refused(void **state)
{
    flow_refuses(*state, ",\"final\":true", "", "states[2]: no way out of closed");
    flow_refuses(*state, "\"from\":[\"done\"],\"to\":\"closed\"",
                 "\"from\":[\"new\"],\"to\":\"closed\"", "states[1]: no way out of done");
}

static void a_check_by_the_handler_is_refused(void **state)
{
    flow_refuses(*state, ",\"not_handler\":true", "",
                 "actions[1].not_handler: must be true: the checker is never the handler");
    flow_refuses(*state, "\"records\":\"handler\"", "\"records\":\"checker\"",
                 "actions[0].not_handler: must be true");
    flow_refuses(*state, ",\"records\":\"handler\"", "", "actions: none records the handler");
}

static void what_stands_twice_is_refused(void **state)
{
    flow_refuses(*state, "\"state\":\"done\"", "\"state\":\"new\"",
                 "states[1].state: stands twice");
    flow_refuses(*state, "\"action\":\"close\"", "\"action\":\"do\"",
                 "actions[1].action: stands twice");
    flow_refuses(*state, "[\"handler\"]", "[\"handler\",\"handler\"]", "roles[1]: stands twice");
    programme_refuses(*state, "[\"keeper\"]}", "[\"keeper\",\"keeper\"]}",
                      "route[1]: stands twice");
}

static void a_kind_of_two_programmes_is_refused(void **state)
{
    struct ctx *c = *state;
    const struct programmes *p;
    const char *other = with(c, small_programme, "\"lamps\"", "\"lights\"");
    const struct embedded files[] = {
        {"flows/small.json",       small_flow,      strlen(small_flow)     },
        {"programmes/lamps.json",  small_programme, strlen(small_programme)},
        {"programmes/lights.json", other,           strlen(other)          },
    };
    assert_int_equal(programmes_read(c, files, LEN(files), &p), ERR_INVALID);
    assert_non_null(
        strstr(c->problem.detail, "programmes/lights.json: posts[0].kind: stands twice"));
}

static void a_file_of_another_name_is_refused(void **state)
{
    programme_refuses(*state, "\"lamps\"", "\"lights\"", "programme: does not match the file");
    flow_refuses(*state, "\"flow\":\"small\"", "\"flow\":\"large\"",
                 "flow: does not match the file");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(the_shipped_files_load, start, stop),
        cmocka_unit_test_setup_teardown(every_route_ends_at_a_desk_that_always_stands, start, stop),
        cmocka_unit_test_setup_teardown(the_short_flow_is_the_one_of_the_contract, start, stop),
        cmocka_unit_test_setup_teardown(a_small_set_loads, start, stop),
        cmocka_unit_test_setup_teardown(files_of_other_folders_are_skipped, start, stop),
        cmocka_unit_test_setup_teardown(an_unknown_key_is_refused_with_its_place, start, stop),
        cmocka_unit_test_setup_teardown(a_missing_key_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(broken_json_is_refused_with_the_file, start, stop),
        cmocka_unit_test_setup_teardown(an_unknown_state_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(an_unknown_role_need_style_or_record_is_refused, start,
                                        stop),
        cmocka_unit_test_setup_teardown(an_unknown_post_kind_or_flow_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(an_empty_route_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_state_out_of_reach_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_dead_end_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_check_by_the_handler_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(what_stands_twice_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_kind_of_two_programmes_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_file_of_another_name_is_refused, start, stop),
    };
    return UNIT_RUN(tests);
}
