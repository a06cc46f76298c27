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
    "{\"flow\":\"small\",\"start\":\"new\",\"clocks\":["
    "{\"clock\":\"handle\",\"name\":{\"zh\":\"做\",\"en\":\"Do\"},\"limit\":\"kind\"},"
    "{\"clock\":\"check\",\"name\":{\"zh\":\"查\",\"en\":\"Check\"},\"limit\":\"4 work_hour\"}],"
    "\"lights\":{\"yellow\":75,\"red\":100},"
    "\"marks\":[{\"clock\":\"handle\",\"at\":100,\"mark\":\"urge\",\"up\":1}],"
    "\"options\":{\"extensions\":2,\"confirm\":\"7 natural_day\"},"
    "\"close_reasons\":[{\"reason\":\"fixed\",\"name\":{\"zh\":\"好\",\"en\":\"Fixed\"},\"fixed\":true}],"
    "\"states\":["
    "{\"state\":\"new\",\"name\":{\"zh\":\"新\",\"en\":\"New\"},\"clock\":\"handle\"},"
    "{\"state\":\"done\",\"name\":{\"zh\":\"完\",\"en\":\"Done\"},\"clock\":\"check\",\"milestone\":\"disposed\"},"
    "{\"state\":\"closed\",\"name\":{\"zh\":\"结\",\"en\":\"Closed\"},\"checked\":true,\"final\":true}],"
    "\"actions\":["
    "{\"action\":\"do\",\"name\":{\"zh\":\"做\",\"en\":\"Do\"},\"from\":[\"new\"],\"to\":\"done\","
    "\"roles\":[\"handler\"],\"records\":\"handler\",\"style\":\"main\"},"
    "{\"action\":\"close\",\"name\":{\"zh\":\"结\",\"en\":\"Close\"},\"from\":[\"done\"],\"to\":\"closed\","
    "\"roles\":[\"checker\"],\"needs\":[\"note\"],\"not_handler\":true,\"style\":\"main\"},"
    "{\"action\":\"tell\",\"name\":{\"zh\":\"说\",\"en\":\"Tell\"},\"from\":[\"new\",\"done\"],"
    "\"roles\":[\"handler\"],\"needs\":[\"reason\"],\"offers\":[\"until\"],\"key\":\"t\","
    "\"style\":\"quiet\"}]}";
static const char small_programme[] =
    "{\"programme\":\"lamps\",\"version\":3,\"name\":{\"zh\":\"灯\",\"en\":\"Lamps\"},"
    "\"posts\":[{\"kind\":\"keeper\",\"name\":{\"zh\":\"人\",\"en\":\"Keeper\"},\"on\":[\"town\"]}],"
    "\"cases\":[{\"kind\":\"lamp\",\"name\":{\"zh\":\"灯\",\"en\":\"Lamp\"},"
    "\"examples\":{\"zh\":\"灯不亮\",\"en\":\"Dark\"},\"flow\":\"small\",\"icon\":\"lamp\","
    "\"class\":\"c0137\",\"limit\":\"3 work_day\",\"closing\":{\"zh\":\"亮\",\"en\":\"Lit\"},"
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

static void the_flows_are_those_of_the_contract(void **state)
{
    static const struct {
        const char *flow, *start;
        size_t states;
        const char *last;
    } want[] = {
        {"full",    "reported", 19, "merged"   },
        {"order",   "asked",    8,  "withdrawn"},
        {"short",   "reported", 12, "merged"   },
        {"rectify", "ordered",  4,  "void"     },
    };
    const struct programmes *p;
    struct ctx *c = *state;
    assert_int_equal(programmes_load(c, &p), ERR_OK);
    assert_int_equal(p->n_flows, LEN(want));
    for (size_t i = 0; i < LEN(want); i++) {
        const struct flow *f = programme_flow(p, want[i].flow);
        assert_string_equal(f->start, want[i].start);
        assert_int_equal(f->n_states, want[i].states);
        assert_string_equal(f->states[f->n_states - 1].state, want[i].last);
        assert_int_equal(f->yellow, 75);
        assert_int_equal(f->red, 100);
    }
}

static void the_words_of_an_action_are_read(void **state)
{
    const struct programmes *p;
    struct ctx *c = *state;
    assert_int_equal(programmes_load(c, &p), ERR_OK);
    const struct flow *f = programme_flow(p, "full");
    const struct flow_action *a = flow_action(f, "feedback");
    assert_int_equal(a->needs, NEED_NOTE | NEED_PHOTO_AFTER);
    assert_int_equal(a->roles, 1U << ROLE_HANDLER);
    assert_int_equal(a->when, WHEN_JOINT_DONE);
    assert_true(a->records_handler && !a->records_checker && a->key == 'd');
    a = flow_action(f, "redispatch");
    assert_int_equal(a->offers, NEED_CO_POSTS | NEED_NOTE);
    assert_int_equal(a->restart, RESTART_OTHER_POST);
    a = flow_action(f, "pass");
    assert_true(a->not_handler && a->records_checker);
    a = flow_action(f, "joint_answer");
    assert_int_equal(a->roles, FLOW_CO_HANDLER);
    assert_int_equal(a->does, DOES_JOINT_ANSWER);
    assert_null(a->to);
    a = flow_action(f, "resume");
    assert_int_equal(a->roles, FLOW_SYSTEM | 1U << ROLE_DISPATCHER);
    assert_true(flow_action(f, "reopen")->new_cycle);
    const struct flow_state *s = flow_state(f, "suspended");
    assert_int_equal(f->clocks[s->clock].source, FLOW_LIMIT_DATE);
    assert_true(flow_state(f, "rejected")->final && flow_state(f, "rejected")->clock == -1);
    assert_int_equal(flow_state(f, "disposed")->milestone, MILESTONE_DISPOSED);
    assert_int_equal(f->options.return_guard, 2);
    assert_int_equal(f->options.return_within.unit, LIMIT_WORK_HOUR);
    assert_false(flow_close_reason(f, "planned")->fixed);
    assert_null(flow_close_reason(f, "bored"));
    assert_null(flow_state(f, "nowhere"));
    assert_null(flow_action(f, "nothing"));
}

static void a_kind_says_how_long_it_may_take_and_what_must_be_so_at_the_end(void **state)
{
    const struct programmes *p;
    struct ctx *c = *state;
    assert_int_equal(programmes_load(c, &p), ERR_OK);
    const struct case_kind *k = programme_kind(p, "road_damage");
    assert_int_equal(k->limit.unit, LIMIT_WORK_DAY);
    assert_true(k->limit.ticks > k->rework_limit.ticks && k->rework_limit.ticks > 0);
    assert_string_equal(k->programme, "street-order");
    assert_int_equal(k->version, 3);
    assert_true(k->engineering);
    assert_string_equal(k->class, "e0113");
    for (size_t i = 0; i < p->n_kinds; i++)
        assert_true(p->kinds[i].limit.ticks > 0 && p->kinds[i].closing.zh[0]);
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
                 "flows/small.json:1: actions[0].colour: input.unknown_field");
    programme_refuses(*state, "\"icon\":", "\"colour\":3,\"icon\":",
                      "programmes/lamps.json:1: cases[0].colour: input.unknown_field");
}

static void a_missing_key_is_refused(void **state)
{
    flow_refuses(*state, ",\"style\":\"main\"},", "},", "actions[0].style: input.missing");
    programme_refuses(*state, "\"en\":\"Dark\"", "\"de\":\"x\"", "cases[0].examples.de");
    programme_refuses(*state, ",\"en\":\"Dark\"", "", "cases[0].examples.en: input.missing");
}

static void broken_json_is_refused_with_the_file(void **state)
{
    refuses(*state, "{", small_programme, "flows/small.json:1:1 ");
    refuses(*state, small_flow, "{\"a\":1,\"a\":2}", "programmes/lamps.json:1:");
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
                      "programmes/lamps.json:1: cases[0].route[0]: no such post kind: nobody");
    programme_refuses(*state, "\"flow\":\"small\"", "\"flow\":\"large\"",
                      "cases[0].flow: no such flow: large");
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

static void a_state_from_which_no_end_is_reached_is_refused(void **state)
{
    /* new and back again, for ever */
    const char *rounds = with(*state, small_flow, "\"to\":\"closed\"", "\"to\":\"new\"");
    refuses(*state,
            with(*state, rounds, "\"from\":[\"new\",\"done\"],",
                 "\"from\":[\"closed\"],\"to\":\"new\","),
            small_programme, "states[2]: no way leads to closed");
    const char *apart = with(
        *state, small_flow, "{\"action\":\"do\",",
        "{\"action\":\"stray\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"from\":[\"new\"],\"to\":\"closed\","
        "\"roles\":[\"checker\"],\"not_handler\":true,\"style\":\"main\"},{\"action\":\"do\",");
    apart = with(*state, apart, "\"from\":[\"done\"],\"to\":\"closed\"",
                 "\"from\":[\"done\",\"idle\"],\"to\":\"idle\"");
    apart = with(*state, apart, "{\"state\":\"closed\"",
                 "{\"state\":\"idle\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"clock\":\"check\"},"
                 "{\"state\":\"closed\"");
    refuses(
        *state,
        with(*state, apart, "\"from\":[\"new\",\"done\"],", "\"from\":[\"idle\"],\"to\":\"done\","),
        small_programme, "states[1]: no way leads from done to an end");
}

static void a_wait_without_a_clock_is_refused(void **state)
{
    flow_refuses(*state, ",\"clock\":\"check\",\"milestone\"", ",\"milestone\"",
                 "states[1]: done waits without a clock");
    flow_refuses(*state, "\"clock\":\"check\",\"milestone\"", "\"clock\":\"egg\",\"milestone\"",
                 "states[1].clock: no such clock: egg");
    flow_refuses(*state, "\"checked\":true,", "\"checked\":true,\"clock\":\"check\",",
                 "states[2]: no clock runs in closed, which is final");
    flow_refuses(*state, "\"clock\":\"check\",\"milestone\"", "\"clock\":\"handle\",\"milestone\"",
                 "clocks[1]: check runs in no state");
    flow_refuses(*state, "\"kind\"", "\"2 work_day\"", "clocks: one has the limit \"kind\"");
    flow_refuses(*state, "\"4 work_hour\"", "\"date\"", "clocks[1]: no action names the date");
    flow_refuses(*state, "\"4 work_hour\"", "\"4 hours\"", "clocks[1].limit: a limit is like");
}

static void lights_marks_and_options_have_bounds(void **state)
{
    flow_refuses(*state, "\"yellow\":75", "\"yellow\":175", "lights.yellow: input.range");
    flow_refuses(*state, "\"yellow\":75,\"red\":100", "\"yellow\":75,\"red\":50",
                 "lights.yellow: comes after red");
    flow_refuses(*state, "\"marks\":[{\"clock\":\"handle\"", "\"marks\":[{\"clock\":\"egg\"",
                 "marks[0].clock: no such clock: egg");
    flow_refuses(*state, "\"at\":100", "\"at\":150", "marks[0].at: above 100 only whole limits");
    flow_refuses(*state, "\"mark\":\"urge\"", "\"mark\":\"shout\"",
                 "marks[0].mark: urge, supervise");
    flow_refuses(*state, "\"7 natural_day\"", "\"a week\"", "options.confirm: a limit is like");
    flow_refuses(*state, "\"extensions\":2", "\"extensions\":99",
                 "options.extensions: input.range");
}

static void unknown_words_of_conditions_deeds_and_restarts_are_refused(void **state)
{
    const char *at = "\"key\":\"t\"";
    flow_refuses(*state, at, "\"when\":[\"raining\"]", "actions[2].when[0]: no such condition");
    flow_refuses(*state, at, "\"does\":[\"magic\"]", "actions[2].does[0]: no such deed: magic");
    flow_refuses(*state, at, "\"restart\":\"never\"", "actions[2].restart: always, other_post");
    flow_refuses(*state, at, "\"restart\":\"always\"", "actions[2].restart: leads to no clock");
    flow_refuses(*state, "\"to\":\"done\"", "\"to\":\"done\",\"restart\":\"rework\"",
                 "actions[0].restart: check is no handling clock");
    flow_refuses(*state, "\"milestone\":\"disposed\"", "\"milestone\":\"noon\"",
                 "states[1].milestone: no such milestone");
    flow_refuses(*state, at, "\"key\":\"tt\"", "actions[2].key: one letter");
    flow_refuses(*state, "\"offers\":[\"until\"]", "\"offers\":[\"reason\"]",
                 "actions[2].offers: is needed already");
}

static void words_that_belong_together_stand_together(void **state)
{
    const char *at = "\"key\":\"t\"";
    flow_refuses(*state, at, "\"does\":[\"mark_list\"]", "actions[2].needs: mark_list needs until");
    flow_refuses(*state, at, "\"does\":[\"grant_extension\"]",
                 "actions[2].does: grant_extension answers what no action asks");
    flow_refuses(*state, at, "\"does\":[\"ask_extension\"]",
                 "actions[2].when: ask_extension is for extension_left only");
    flow_refuses(*state, at, "\"does\":[\"uphold\"]", "actions[2].does: uphold answers what no");
    flow_refuses(*state, at, "\"does\":[\"dispute\"],\"when\":[\"confirm_open\"]",
                 "actions[2].roles: dispute is the reporter's");
    flow_refuses(
        *state, "\"to\":\"done\",\"roles\":[\"handler\"],",
        "\"to\":\"done\",\"roles\":[\"handler\"],\"needs\":[\"into\"],\"does\":[\"merge\"],",
        "actions[0].to: merge: it does not end the case");
    flow_refuses(*state, "\"roles\":[\"handler\"],\"needs\":[\"reason\"]",
                 "\"roles\":[\"co_handler\"],\"needs\":[\"reason\"]",
                 "actions[2].roles: a co_handler only answers");
    flow_refuses(*state, "\"style\":\"main\"},", "\"style\":\"main\",\"key\":\"t\"},",
                 "actions[2].key: t is do's in the same state");
}

static void only_the_reporter_confirms_and_rates(void **state)
{
    const char *at = "\"key\":\"t\"";
    flow_refuses(*state, at, "\"does\":[\"confirm\"]", "actions[2].roles: to confirm and to rate");
    flow_refuses(*state, "\"offers\":[\"until\"]", "\"offers\":[\"rating\"]",
                 "actions[2].roles: to confirm and to rate");
}

static void what_comes_back_too_often_is_decided_by_somebody_and_by_him_alone(void **state)
{
    const char *back = with(*state, small_flow, "\"key\":\"t\"",
                            "\"to\":\"new\",\"does\":[\"count_return\"],\"when\":[\"may_return\"]");
    const char *guard = with(*state, back, "\"extensions\":2", "\"return_guard\":2");
    refuses(*state, with(*state, back, ",\"when\":[\"may_return\"]", ""), small_programme,
            "actions[2].when: count_return is for may_return only");
    const char *only_new = with(*state, back, "\"from\":[\"new\",\"done\"]", "\"from\":[\"done\"]");
    refuses(*state, only_new, small_programme, "options.return_guard: nobody decides on what");
    refuses(*state, guard, small_programme,
            "actions[2].when: what was returned is given out for guard_open only");
    flow_refuses(*state, "\"extensions\":2", "\"return_guard\":2",
                 "options.return_guard: no action returns a case");
}

static void who_says_that_it_is_still_there_waits_with_a_clock_wherever_it_ended(void **state)
{
    const char *clocks = "\"limit\":\"4 work_hour\"}],";
    const char *still = "\"limit\":\"4 work_hour\"},{\"clock\":\"still\",\"name\":{\"zh\":\"答\","
                        "\"en\":\"Answer\"},\"limit\":\"1 work_day\",\"for\":\"still_there\"}],";
    const char *tell = "\"from\":[\"new\",\"done\"],\"roles\":[\"handler\"],\"needs\":[\"reason\"],"
                       "\"offers\":[\"until\"],\"key\":\"t\"";
    const char *answers = with(*state, small_flow, tell,
                               "\"from\":[\"new\",\"closed\"],\"roles\":[\"handler\"],"
                               "\"needs\":[\"note\"],\"when\":[\"woken\"],"
                               "\"does\":[\"answer_still\"]");
    const char *whole = with(*state, answers, clocks, still);
    refuses(*state, answers, small_programme, "clocks: none is for still_there");
    flow_refuses(*state, clocks, still, "clocks: nobody answers that it is still there");
    refuses(*state, with(*state, whole, "\"for\":\"still_there\"", "\"for\":\"rain\""),
            small_programme, "clocks[2].for: one is for still_there, not rain");
    refuses(*state, with(*state, whole, "\"1 work_day\"", "\"kind\""), small_programme,
            "clocks[2].limit: still_there has a limit of its own");
    refuses(*state, with(*state, whole, "\"new\",\"closed\"", "\"new\""), small_programme,
            "states[2]: nobody answers in closed");
    refuses(*state,
            with(*state, answers, "\"4 work_hour\"", "\"4 work_hour\",\"for\":\"still_there\""),
            small_programme, "states[1].clock: check is for still_there alone");
}

static void a_request_waits_with_a_clock_and_an_appeal_has_a_last_day(void **state)
{
    const char *at =
        "\"roles\":[\"handler\"],\"needs\":[\"reason\"],\"offers\":[\"until\"],\"key\":\"t\"";
    const char *appeal = with(*state, small_flow, at,
                              "\"roles\":[\"late_handler\"],\"needs\":[\"reason\"],"
                              "\"does\":[\"ask_appeal\"],\"when\":[\"appeal_open\"]");
    refuses(*state, appeal, small_programme, "options.review: is missing: a request would wait");
    const char *reviewed = with(*state, appeal, "\"extensions\":2", "\"review\":\"2 work_day\"");
    refuses(*state, reviewed, small_programme, "options.appeal: is missing: there is no last day");
    refuses(*state, with(*state, appeal, "late_handler", "handler"), small_programme,
            "actions[2].roles: to appeal is the late_handler's");
    flow_refuses(*state, "\"extensions\":2", "\"review\":\"2 work_day\"",
                 "options.review: nothing is asked for");
    flow_refuses(*state, "\"extensions\":2", "\"appeal\":\"2 work_day\"",
                 "options.appeal: no action appeals");
}

static void closing_needs_a_reason_that_says_fixed(void **state)
{
    flow_refuses(*state, "\"fixed\":true", "\"fixed\":false",
                 "close_reasons: none says that it is");
    flow_refuses(*state, "\"needs\":[\"reason\"]", "\"needs\":[\"reason\",\"close_reason\"]",
                 "actions[2].needs: close_reason: it does not close");
}

static void a_kind_without_limit_or_closing_condition_is_refused(void **state)
{
    programme_refuses(*state, "\"limit\":\"3 work_day\",", "", "cases[0].limit: input.missing");
    programme_refuses(*state, "3 work_day", "3 days", "cases[0].limit: a limit is like");
    programme_refuses(*state, ",\"closing\":{\"zh\":\"亮\",\"en\":\"Lit\"}", "",
                      "cases[0].closing: input.missing");
    programme_refuses(*state, "c0137", "lamps", "cases[0].class: e or c and four digits");
    programme_refuses(*state, "\"route\":[\"keeper\"]", "\"route\":[\"keeper\"],\"engineering\":1",
                      "cases[0].engineering: input.type");
    programme_refuses(*state, "\"version\":3", "\"version\":0", "version: input.range");
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
        strstr(c->problem.detail, "programmes/lights.json:1: posts[0].kind: stands twice"));
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
        cmocka_unit_test_setup_teardown(the_flows_are_those_of_the_contract, start, stop),
        cmocka_unit_test_setup_teardown(the_words_of_an_action_are_read, start, stop),
        cmocka_unit_test_setup_teardown(
            a_kind_says_how_long_it_may_take_and_what_must_be_so_at_the_end, start, stop),
        cmocka_unit_test_setup_teardown(a_state_from_which_no_end_is_reached_is_refused, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_wait_without_a_clock_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(lights_marks_and_options_have_bounds, start, stop),
        cmocka_unit_test_setup_teardown(unknown_words_of_conditions_deeds_and_restarts_are_refused,
                                        start, stop),
        cmocka_unit_test_setup_teardown(words_that_belong_together_stand_together, start, stop),
        cmocka_unit_test_setup_teardown(only_the_reporter_confirms_and_rates, start, stop),
        cmocka_unit_test_setup_teardown(
            what_comes_back_too_often_is_decided_by_somebody_and_by_him_alone, start, stop),
        cmocka_unit_test_setup_teardown(
            who_says_that_it_is_still_there_waits_with_a_clock_wherever_it_ended, start, stop),
        cmocka_unit_test_setup_teardown(a_request_waits_with_a_clock_and_an_appeal_has_a_last_day,
                                        start, stop),
        cmocka_unit_test_setup_teardown(closing_needs_a_reason_that_says_fixed, start, stop),
        cmocka_unit_test_setup_teardown(a_kind_without_limit_or_closing_condition_is_refused, start,
                                        stop),
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
