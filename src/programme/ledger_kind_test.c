/* SPDX-License-Identifier: Apache-2.0 */
/* A programme with a ledger, a checklist and figures: read whole, and refused with line and place when a part is off. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/json_in.h"
#include "jsonschema/jsonschema.h"
#include "programme/programme.h"
#include "unit.h"

enum { FILE_MAX = 16384 };

static const char rectify[] =
    "{\"flow\":\"rectify\",\"start\":\"ordered\",\"clocks\":["
    "{\"clock\":\"handle\",\"name\":{\"zh\":\"做\",\"en\":\"Do\"},\"limit\":\"kind\"},"
    "{\"clock\":\"check\",\"name\":{\"zh\":\"查\",\"en\":\"Check\"},\"limit\":\"4 work_hour\"}],"
    "\"lights\":{\"yellow\":75,\"red\":100},"
    "\"close_reasons\":[{\"reason\":\"fixed\",\"name\":{\"zh\":\"好\",\"en\":\"Fixed\"},\"fixed\":true}],"
    "\"states\":["
    "{\"state\":\"ordered\",\"name\":{\"zh\":\"新\",\"en\":\"New\"},\"clock\":\"handle\"},"
    "{\"state\":\"done\",\"name\":{\"zh\":\"完\",\"en\":\"Done\"},\"clock\":\"check\"},"
    "{\"state\":\"closed\",\"name\":{\"zh\":\"结\",\"en\":\"Closed\"},\"checked\":true,\"final\":true}],"
    "\"actions\":["
    "{\"action\":\"do\",\"name\":{\"zh\":\"做\",\"en\":\"Do\"},\"from\":[\"ordered\"],\"to\":\"done\","
    "\"roles\":[\"handler\"],\"records\":\"handler\",\"style\":\"main\"},"
    "{\"action\":\"close\",\"name\":{\"zh\":\"结\",\"en\":\"Close\"},\"from\":[\"done\"],\"to\":\"closed\","
    "\"roles\":[\"checker\"],\"not_handler\":true,\"style\":\"main\"}]}";

/* One thing a line (test/programmes/kiosks.json), so that a complaint's line says which. */
struct world {
    struct ctx c;
    const char *kiosks;
};

static const char *read_file(struct arena *mem, const char *path)
{
    char *text = arena_alloc(mem, FILE_MAX + 1);
    FILE *f = fopen(path, "rb");
    size_t n = f ? fread(text, 1, FILE_MAX, f) : 0;
    if (f)
        (void)fclose(f);
    return n ? text : NULL;
}

static int start(void **state)
{
    struct world *w = calloc(1, sizeof *w);
    if (!w)
        return -1;
    w->c.mem = arena_new();
    w->kiosks = read_file(w->c.mem, "test/programmes/kiosks.json");
    *state = w;
    return w->kiosks ? 0 : -1;
}

static int stop(void **state)
{
    struct world *w = *state;
    arena_free(w->c.mem);
    free(w);
    return 0;
}

static enum err read_text(struct ctx *c, const char *text, const struct programmes **out)
{
    const struct embedded files[] = {
        {"flows/rectify.json",     rectify, strlen(rectify)},
        {"programmes/kiosks.json", text,    strlen(text)   },
    };
    return programmes_read(c, files, LEN(files), out);
}

static const struct programmes *load(void **state)
{
    struct world *w = *state;
    const struct programmes *p = NULL;
    if (read_text(&w->c, w->kiosks, &p) != ERR_OK)
        fail_msg("%s", w->c.problem.detail);
    return p;
}

static const char *with(struct arena *mem, const char *text, const char *from, const char *to)
{
    const char *at = strstr(text, from);
    assert_non_null(at);
    return arena_printf(mem, "%.*s%s%s", (int)(at - text), text, to, at + strlen(from));
}

/* The first `from` is written `to`: then the file is refused, and says why. */
static void refuses(void **state, const char *from, const char *to, const char *why)
{
    struct world *w = *state;
    struct ctx *c = &w->c;
    const struct programmes *p;
    const char *text = with(c->mem, w->kiosks, from, to);
    if (read_text(c, text, &p) != ERR_INVALID)
        fail_msg("%s -> %s is not refused", from, to);
    assert_string_equal(c->problem.code, "programme.invalid");
    why = arena_printf(c->mem, "programmes/kiosks.json:%s", why);
    if (!strstr(c->problem.detail, why))
        fail_msg("\"%s\" does not say \"%s\"", c->problem.detail, why);
}

static void a_ledger_is_read_as_it_is_written(void **state)
{
    const struct programmes *p = load(state);
    const struct ledger_kind *k = programme_ledger(p, "kiosk");
    assert_string_equal(k->programme, "kiosks");
    assert_int_equal(k->version, 4);
    assert_string_equal(k->entry.en, "Kiosk");
    assert_int_equal(k->n_on, 2);
    assert_string_equal(k->title, "title");
    assert_int_equal(k->n_key, 2);
    assert_string_equal(k->key[1], "address");
    assert_string_equal(k->facet, "trade");
    assert_true(k->is_public && k->owners && k->signs && !k->by_person);
    assert_string_equal(k->graded_by, "hygiene");
    assert_string_equal(k->apply, "asked");
    assert_string_equal(k->posts[0], "keeper");
    assert_string_equal(ledger_status(k, "good")->sign, "green");
    assert_true(ledger_status(k, "good")->on_sign && !ledger_status(k, "bad")->on_sign);
    assert_true(ledger_reason(k, "moved")->successor);
    assert_null(ledger_reason(k, "bored"));
    assert_null(programme_ledger(p, "stall"));
    const struct ledger_series *s = ledger_series(k, "year");
    assert_true(s->every == SERIES_YEAR && s->by_owner);
    assert_string_equal(s->fields.v[0].unit, "万元");
}

static void the_order_of_fields_is_that_of_the_file_and_their_sort_that_of_the_schema(void **state)
{
    static const struct {
        const char *field;
        enum ledger_type type;
    } want[] = {
        {"title",   LEDGER_TEXT   },
        {"address", LEDGER_TEXT   },
        {"trade",   LEDGER_CHOICE },
        {"code",    LEDGER_TEXT   },
        {"phone",   LEDGER_TEXT   },
        {"licence", LEDGER_DATE   },
        {"staff",   LEDGER_INTEGER},
        {"every",   LEDGER_INTEGER},
        {"wares",   LEDGER_LIST   },
        {"mother",  LEDGER_REF    },
        {"open",    LEDGER_BOOL   },
    };
    const struct ledger_fields *f = &programme_ledger(load(state), "kiosk")->fields;
    assert_int_equal(f->n, LEN(want));
    for (size_t i = 0; i < LEN(want); i++) {
        assert_string_equal(f->v[i].field, want[i].field);
        assert_int_equal(f->v[i].type, want[i].type);
    }
    const struct ledger_field *phone = ledger_field(f, "phone");
    assert_true(phone->sealed && phone->visibility == VISIBLE_RESTRICTED &&
                phone->code == LEDGER_CODE_PHONE);
    assert_int_equal(ledger_field(f, "address")->visibility, VISIBLE_INTERNAL);
    assert_int_equal(ledger_field(f, "licence")->remind, 30);
    assert_string_equal(ledger_field(f, "trade")->choices[1].name.zh, "书");
    assert_int_equal(ledger_field(f, "wares")->n_choices, 2);
    assert_null(ledger_field(f, "colour"));
}

static bool fits(void **state, const char *field, const char *json)
{
    struct ctx *c = &((struct world *)*state)->c;
    const struct ledger_fields *f = &programme_ledger(load(state), "kiosk")->fields;
    const struct node *v;
    struct jsonschema_fault why;
    assert_int_equal(json_parse(c, json, strlen(json), &v), ERR_OK);
    return jsonschema_fits(c, ledger_field(f, field)->schema, v, &why);
}

static void a_value_is_held_against_the_schema_of_its_field(void **state)
{
    assert_true(fits(state, "staff", "500") && !fits(state, "staff", "501"));
    assert_true(fits(state, "staff", "3.0") && !fits(state, "staff", "3.5"));
    assert_false(fits(state, "staff", "\"3\""));
    assert_true(fits(state, "licence", "\"2024-02-29\"") &&
                !fits(state, "licence", "\"2023-02-29\""));
    assert_true(fits(state, "trade", "\"tea\"") && !fits(state, "trade", "\"beer\""));
    assert_true(fits(state, "wares", "[\"hot\"]") && !fits(state, "wares", "[\"hot\",\"hot\"]"));
    assert_false(fits(state, "title", "\"\""));
}

static void a_checklist_is_read_as_it_is_written(void **state)
{
    const struct checklist *l = programme_checklist(load(state), "hygiene");
    assert_int_equal(l->version, 2);
    assert_string_equal(l->case_kind, "kiosk_fault");
    assert_int_equal(l->review.unit, LIMIT_NATURAL_DAY);
    assert_int_equal(l->vain_tries, 3);
    const struct check_item *floor = checklist_item(l, "floor");
    assert_true(floor->must && floor->focus && floor->photo && !floor->may_skip);
    assert_true(floor->limit.ticks > 0 && checklist_item(l, "bins")->limit.ticks == 0);
    const struct check_item *fridge = checklist_item(l, "fridge");
    assert_true(isinf(fridge->min) && fridge->max == 8);
    assert_true(check_item_asked(fridge, "tea") && !check_item_asked(fridge, "books"));
    assert_true(!check_item_asked(fridge, NULL) && check_item_asked(floor, NULL));
    assert_int_equal(l->rules[0].must_passed, 0);
    assert_int_equal(l->rules[1].overdue, 1);
    assert_true(l->rules[2].score_from == 80 && isnan(l->rules[2].score_below));
    assert_int_equal(l->rules[3].open_items, -1);
    assert_null(checklist_item(l, "roof"));
}

static void figures_activities_and_the_bulletin_are_read(void **state)
{
    const struct programmes *p = load(state);
    const struct figure_kind *f = programme_figure(p, "kiosks_good");
    assert_true(f->form == FIGURE_COUNT && f->ever && f->is_public && f->n_where == 2);
    assert_null(f->where[0].field);
    assert_string_equal(f->where[1].field, "open");
    f = programme_figure(p, "kiosk_rate");
    assert_true(f->form == FIGURE_RATIO && !f->growth && f->decimals == 2);
    assert_string_equal(f->under, "kiosks_all");
    f = programme_figure(p, "kiosk_growth");
    assert_true(f->growth && !f->under);
    f = programme_figure(p, "kiosk_sales");
    assert_true(f->form == FIGURE_SUM && !f->is_public && f->decimals == 1);
    assert_string_equal(f->series, "year");
    assert_string_equal(p->activities[0].kind, "kiosk_talk");
    const struct programme *whole = programme_get(p, "kiosks");
    assert_non_null(strstr(whole->bulletin.text.zh, "{kiosks_all}"));
    assert_string_equal(whole->text, ((struct world *)*state)->kiosks);
    assert_string_equal(whole->about.en, "About kiosks");
}

static void an_unknown_key_is_refused_wherever_it_stands(void **state)
{
    refuses(state, "\"owners\":true", "\"owner\":true",
            "11: ledgers[0].owner: input.unknown_field");
    refuses(state, "\"remind\":30", "\"reminds\":30",
            "24: ledgers[0].fields.licence.reminds: not a keyword");
    refuses(state, "\"must\":true", "\"most\":true", "51: checklists[0].items[0].most: input.unk");
    refuses(state, "\"ever\":true", "\"forever\":true", "66: figures[1].count.forever");
    refuses(state, "\"activities\"", "\"events\"", "61: events: input.unknown_field");
    refuses(state, "\"passes\":true", "\"ok\":true", "56: checklists[0].items[2].choices[0].ok");
}

static void a_reference_to_nothing_is_refused(void **state)
{
    refuses(state, "\"posts\":[\"keeper\"]", "\"posts\":[\"boss\"]",
            "11: ledgers[0].posts[0]: no such");
    refuses(state, "\"graded_by\":\"hygiene\"", "\"graded_by\":\"beauty\"",
            "10: ledgers[0].graded_by");
    refuses(state, "\"ref\":\"kiosk\"", "\"ref\":\"stall\"",
            "33: ledgers[0].fields.mother.ref: no");
    refuses(state, "\"case\":\"kiosk_fault\"", "\"case\":\"fire\"",
            "48: checklists[0].case: no such");
    refuses(state, "\"ledger\":\"kiosk\",\"case\"", "\"ledger\":\"stall\",\"case\"",
            "10: ledgers[0].graded_by: is a checklist of another");
    refuses(state, "\"review_field\":\"every\"", "\"review_field\":\"title\"",
            "48: checklists[0].rev");
    refuses(state, "\"group\":\"in\",\"type\"", "\"group\":\"out\",\"type\"",
            "51: checklists[0].ite");
    refuses(state, "\"only\":[\"tea\"]", "\"only\":[\"fish\"]",
            "54: checklists[0].items[1].only[0]");
    refuses(state, "\"count\":{\"ledger\":\"kiosk\"}", "\"count\":{\"ledger\":\"stall\"}",
            "64: figures[0].count.ledger: no such");
    refuses(state, "\"status\":[\"good\"]", "\"status\":[\"fine\"]",
            "66: figures[1].count.where.st");
    refuses(state, "\"open\":[\"true\"]", "\"open\":[\"yes\"]",
            "66: figures[1].count.where.open[0]");
    refuses(state, "\"open\":[\"true\"]", "\"shut\":[\"true\"]", "66: figures[1].count.where.shut");
    refuses(state, "\"kiosks_all\"],", "\"stalls\"],", "68: figures[2].ratio: no such figure");
    refuses(state, "\"field\":\"sales\"", "\"field\":\"staff\"",
            "70: figures[3].sum.field: no such");
    refuses(state, "\"series\":\"year\",\"field\"", "\"series\":\"day\",\"field\"",
            "70: figures[3].s");
    refuses(state, "{kiosks_all}", "{stalls}", "73: bulletin.zh: no such figure: {stalls}");
}

static void a_title_a_key_and_a_facet_are_fields_fit_for_it(void **state)
{
    refuses(state, "\"title\":\"title\"", "\"title\":\"address\"",
            "9: ledgers[0].title: strangers see it: must be public");
    refuses(state, "\"title\":\"title\"", "\"title\":\"trade\"", "9: ledgers[0].title: must be a");
    refuses(state, "\"title\":\"title\"", "\"title\":\"sign\"",
            "9: ledgers[0].title: no such field");
    refuses(state, "\"title\",\"address\"]", "\"title\",\"staff\"]",
            "9: ledgers[0].key[1]: must be");
    refuses(state, "\"facet\":\"trade\"", "\"facet\":\"title\"", "9: ledgers[0].facet: must be a");
    refuses(state, "\"public\":true,", "\"public\":true,\"by_person\":true,",
            "9: ledgers[0].key: persons have no key");
}

static void a_status_that_nothing_leads_to_is_refused(void **state)
{
    refuses(state, ",\"apply\":\"asked\"", "",
            "39: ledgers[0].statuses[1]: nothing leads to asked");
    refuses(state, "{\"status\":\"good\",\"score_from\":80},", "",
            "40: ledgers[0].statuses[2]: nothing leads to good");
    refuses(state, "\"start\":\"unchecked\"", "\"start\":\"new\"", "10: ledgers[0].start: no such");
    refuses(state, "\"apply\":\"asked\"", "\"apply\":\"old\"", "10: ledgers[0].apply: no such");
}

static void steps_by_hand_go_between_statuses_and_leave_for_a_reason(void **state)
{
    const char *at = "\"reasons\":[";
    refuses(
        state, at,
        "\"actions\":[{\"action\":\"go\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"from\":[\"bad\"],"
        "\"to\":\"good\"}],\"reasons\":[",
        "42: ledgers[0].actions: a graded status is never set by hand");
    refuses(
        state, at,
        "\"actions\":[{\"action\":\"go\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"from\":[\"bad\"],"
        "\"to\":\"best\"}],\"reasons\":[",
        "42: ledgers[0].actions[0].to: no such status: best");
    refuses(
        state, at,
        "\"actions\":[{\"action\":\"go\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"from\":[\"old\"],"
        "\"to\":\"bad\"}],\"reasons\":[",
        "42: ledgers[0].actions[0].from[0]: no such status: old");
    refuses(
        state, at,
        "\"actions\":[{\"action\":\"go\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"from\":[\"bad\"],"
        "\"to\":\"bad\",\"leave\":\"fire\"}],\"reasons\":[",
        "42: ledgers[0].actions[0].leave: no such reason: fire");
    refuses(
        state, at,
        "\"actions\":[{\"action\":\"go\",\"name\":{\"zh\":\"x\",\"en\":\"x\"},\"from\":[\"bad\"],"
        "\"to\":\"bad\",\"leave\":\"moved\"}],\"reasons\":[",
        "42: ledgers[0].actions[0].leave: moved needs a successor");
}

static void what_is_restricted_stays_out_of_public_figures(void **state)
{
    const char *trade = "\"enum\":[\"tea\",\"books\"],\"visibility\":\"public\"";
    refuses(state, trade, "\"enum\":[\"tea\",\"books\"],\"visibility\":\"restricted\"",
            "9: ledgers[0].facet: must be a choice that is not restricted");
    refuses(state, "\"type\":\"boolean\",", "\"type\":\"boolean\",\"visibility\":\"restricted\",",
            "66: figures[1].count.where.open: is hidden");
    refuses(state, "\"visibility\":\"restricted\",\"sealed\"",
            "\"visibility\":\"internal\",\"sealed\"",
            "22: ledgers[0].fields.phone.visibility: what is sealed is restricted");
    refuses(state, "{kiosk_rate} good", "{kiosk_sales} sold", "74: bulletin.en: is not public");
}

static void an_enum_beside_choices_says_the_same(void **state)
{
    const char *values = "[\"tea\",\"books\"]";
    const char *why = "17: ledgers[0].fields.trade.enum: is not what choices has";
    refuses(state, values, "[\"tea\",\"books\",\"fish\"]", why);
    refuses(state, values, "[\"tea\"]", why);
    refuses(state, values, "[\"books\",\"tea\"]", why);
    refuses(state, "\"tea\":{", "\"\":{", "18: ledgers[0].fields.trade.choices.: a value has");
    refuses(state, "{\"enum\":[\"hot\",\"cold\"]}", "{\"enum\":[\"hot\"]}",
            "30: ledgers[0].fields.wares.items.enum");
    refuses(state, "\"choices\":{\"hot\"", "\"examples\":{\"hot\"",
            "30: ledgers[0].fields.wares.choi");
    refuses(state, "\"maximum\":500", "\"enum\":[1,2]",
            "26: ledgers[0].fields.staff.enum: say it with");
}

static void a_field_says_its_name_why_it_is_asked_and_how_long_it_may_be(void **state)
{
    refuses(state, ",\"why\":{\"zh\":\"找\",\"en\":\"To find it\"}", "",
            "15: ledgers[0].fields.address.w");
    refuses(state, "\"type\":\"string\",\"maxLength\":120", "\"type\":\"string\"",
            "15: ledgers[0].field");
    refuses(state, "\"type\":\"boolean\"", "\"type\":\"object\"",
            "35: ledgers[0].fields.open.type");
    refuses(state, "\"format\":\"date\"", "\"format\":\"date-time\"",
            "24: ledgers[0].fields.licence.f");
    refuses(state, "\"format\":\"date\"", "\"format\":\"ipv4\"",
            "24: ledgers[0].fields.licence.format");
    refuses(state, "\"minimum\":0,\"maximum\"", "\"minimum\":\"0\",\"maximum\"",
            "26: ledgers[0].fields");
    refuses(state, "\"unit\":\"人\"", "\"multiline\":true",
            "26: ledgers[0].fields.staff.multiline: only");
    refuses(state, "\"code\":\"uscc\"", "\"code\":\"isbn\"",
            "20: ledgers[0].fields.code.code: one of u");
    refuses(state, "\"type\":\"boolean\",", "\"type\":\"boolean\",\"remind\":3,",
            "35: ledgers[0].fields");
    refuses(state, "\"remind\":30", "\"remind_in\":[\"asked\"]",
            "24: ledgers[0].fields.licence.remind_in: only");
    refuses(state, "\"remind\":30", "\"remind\":30,\"remind_in\":[\"tired\"]",
            "24: ledgers[0].fields.licence.remind_in[0]: no such status: tired");
    refuses(state, "\"sales\":{", "\"sales\":{\"remind\":3,",
            "45: ledgers[0].series[0].fields.sales.rem");
    refuses(state, "\"open\":{\"type\"", "\"status\":{\"type\"",
            "35: ledgers[0].fields.status: an entry");
}

static void the_last_rule_asks_for_nothing_and_only_it(void **state)
{
    refuses(state, "{\"status\":\"unchecked\"}]}", "{\"status\":\"unchecked\",\"score_from\":1}]}",
            "60: checklists[0].rules[3]: the last rule asks for nothing");
    refuses(state, "\"must_passed\":false", "\"must_passed\":null",
            "58: checklists[0].rules[0]: only");
    refuses(state, "\"status\":\"bad\",\"must", "\"status\":\"ugly\",\"must",
            "58: checklists[0].rules[0].status: kiosk has no such status: ugly");
    refuses(state, "\"score_from\":80", "\"score_from\":101",
            "59: checklists[0].rules[2].score_from");
    refuses(state, "\"case\":\"kiosk_fault\",", "",
            "59: checklists[0].rules[1]: open_items, overdue");
    refuses(state, ",\"graded_by\":\"hygiene\"", "", "40: ledgers[0].statuses[2]: nothing leads");
}

static void an_item_has_the_answer_of_its_type(void **state)
{
    refuses(state, "\"max\":8,", "", "53: checklists[0].items[1]: min or max");
    refuses(state, "\"max\":8", "\"max\":8,\"min\":9",
            "53: checklists[0].items[1].min: is above max");
    refuses(state, "\"type\":\"pass\"", "\"type\":\"pass\",\"unit\":\"℃\"",
            "51: checklists[0].items[0].un");
    refuses(state, "\"passes\":false", "\"passes\":true",
            "55: checklists[0].items[2].choices: some");
    refuses(state, "\"type\":\"choice\"", "\"type\":\"pass\"",
            "55: checklists[0].items[2].choices: only");
    refuses(state, "\"points\":10", "\"points\":-1",
            "51: checklists[0].items[0].points: input.range");
    refuses(state, ",\"vain_tries\":3", "", "47: checklists[0]: not_done and vain_tries");
    refuses(state, "\"not_done\":\"bad\"", "\"not_done\":\"ugly\"", "49: checklists[0].not_done");
}

static void a_ratio_that_rests_on_itself_is_refused(void **state)
{
    refuses(state, "[\"kiosks_good\",\"kiosks_all\"]", "[\"kiosk_rate\",\"kiosks_all\"]",
            "68: figures[2].ratio: rests on itself");
    refuses(state, "\"growth\":\"kiosk_sales\"", "\"growth\":\"kiosk_growth\"",
            "72: figures[4].growth");
    refuses(state, "\"growth\":\"kiosk_sales\"", "\"growth\":\"kiosk_rate\"",
            "72: figures[4].growth: only of a sum over a series");
    refuses(state, "\"growth\":\"kiosk_sales\"",
            "\"growth\":\"kiosk_sales\",\"ratio\":[\"a\",\"b\"]",
            "71: figures[4]: one of count, sum, distinct, cases, ratio, growth");
    refuses(state, "\"by\":\"trade\"},\n{\"figure\":\"kiosk_sales\"",
            "\"by\":\"staff\"},\n{\"figure\":\"kiosk_sales\"", "68: figures[2].by: no choice");
}

static void signs_and_their_statuses_belong_together(void **state)
{
    refuses(state, ",\"on_sign\":true", "", "11: ledgers[0].signs: no status is on_sign");
    refuses(state, ",\"signs\":true", "", "40: ledgers[0].statuses[2].on_sign: the ledger has no");
    refuses(state, "\"sign\":\"red\"", "\"sign\":\"blue\"",
            "41: ledgers[0].statuses[3].sign: one of");
    refuses(state, "\"owners\":true,", "", "44: ledgers[0].series[0].by_owner");
}

static void the_example_of_the_manual_loads(void **state)
{
    static const char fence[] = "```json\n";
    struct ctx *c = &((struct world *)*state)->c;
    const struct programmes *p;
    const char *text = read_file(c->mem, "docs/programme-format.md");
    assert_non_null(text);
    const char *from = strstr(text, fence);
    assert_non_null(from);
    from += strlen(fence);
    const char *to = strstr(from, "```");
    assert_non_null(to);
    if (read_text(c, arena_copy_n(c->mem, from, (size_t)(to - from)), &p) != ERR_OK)
        fail_msg("%s", c->problem.detail);
    assert_non_null(programme_figure(p, "kiosks_open"));
}

static void where_strangers_apply_a_status_is_public_when_it_says_so(void **state)
{
    const struct ledger_kind *k = programme_ledger(load(state), "kiosk");
    assert_true(ledger_status(k, "asked")->hidden);
    assert_false(ledger_status(k, "good")->hidden);
    assert_true(ledger_has_hidden(k));
    refuses(state, "\"on_sign\":true,\"public\":true", "\"on_sign\":true,\"public\":\"yes\"",
            "40: ledgers[0].statuses[2].public: true or false");
    refuses(state, "\"on_sign\":true,\"public\":true", "\"on_sign\":true",
            "66: figures[1].count.where.status[0]: is hidden from those who see the figure: good");
}

static void an_applicant_is_asked_only_where_somebody_may_apply(void **state)
{
    refuses(state, "\"sales\":{", "\"sales\":{\"asked\":true,",
            "45: ledgers[0].series[0].fields.sales.asked: only in fields of an entry");
}

/* The manual's ledger goes by hand. */
static void manual_refuses(void **state, const char *window, const char *why)
{
    static const char status[] = "\"en\": \"Open\"}, \"sign\": \"green\"";
    static const char opened[] =
        "\"staff\": {\"type\": \"integer\", \"minimum\": 0, \"unit\": \"人\"";
    struct ctx *c = &((struct world *)*state)->c;
    const struct programmes *p;
    const char *text = read_file(c->mem, "docs/programme-format.md");
    assert_non_null(text);
    const char *from = strstr(text, "```json\n") + strlen("```json\n");
    text = arena_copy_n(c->mem, from, (size_t)(strstr(from, "```") - from));
    text = with(c->mem, text, status, arena_printf(c->mem, "%s, \"window\": %s", status, window));
    text = with(c->mem, text, opened, "\"staff\": {\"type\": \"string\", \"format\": \"date\"");
    assert_int_equal(read_text(c, text, &p), why ? ERR_INVALID : ERR_OK);
    if (why && !strstr(c->problem.detail, why))
        fail_msg("%s", c->problem.detail);
}

static void a_window_has_a_date_and_where_it_leads_on_each_side(void **state)
{
    manual_refuses(state, "{\"to\": \"staff\", \"after\": \"shut\"}", NULL);
    manual_refuses(state, "{}", "from with before, to with after");
    manual_refuses(state, "{\"to\": \"staff\"}", "from with before, to with after");
    manual_refuses(state, "{\"to\": \"title\", \"after\": \"shut\"}", "window.to: must be a date");
    manual_refuses(state, "{\"to\": \"staff\", \"after\": \"open\"}",
                   "window.after: must be a status without a window");
    manual_refuses(state, "{\"from\": \"staff\", \"before\": \"none\"}",
                   "window.before: must be a status without a window");
    refuses(state, "\"sign\":\"red\"",
            "\"sign\":\"red\",\"window\":{\"to\":\"licence\",\"after\":\"good\"}",
            "41: ledgers[0].statuses[3].window: a graded status goes by its inspections");
}

static void the_day_decides_within_a_window(void **state)
{
    const struct ledger_status s = {
        .status = "open", .window = {"opens", "soon", "closes", "over"}
    };
    (void)state;
    assert_string_equal(ledger_status_on(&s, "2026-03-01", "2026-03-31", "2026-02-28"), "soon");
    assert_string_equal(ledger_status_on(&s, "2026-03-01", "2026-03-31", "2026-03-01"), "open");
    assert_string_equal(ledger_status_on(&s, "2026-03-01", "2026-03-31", "2026-03-31"), "open");
    assert_string_equal(ledger_status_on(&s, "2026-03-01", "2026-03-31", "2026-04-01"), "over");
    assert_string_equal(ledger_status_on(&s, NULL, NULL, "2026-04-01"), "open");
}

static void what_stands_twice_is_refused(void **state)
{
    refuses(state, "\"status\":\"asked\"", "\"status\":\"good\"",
            "40: ledgers[0].statuses[2].status: st");
    refuses(state, "\"reason\":\"moved\"", "\"reason\":\"shut\"",
            "43: ledgers[0].reasons[1].reason: st");
    refuses(state, "\"item\":\"bins\"", "\"item\":\"floor\"",
            "55: checklists[0].items[2].item: stands");
    refuses(state, "\"figure\":\"kiosk_rate\"", "\"figure\":\"kiosks_all\"",
            "67: figures[2].figure: st");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_ledger_is_read_as_it_is_written, start, stop),
        cmocka_unit_test_setup_teardown(
            the_order_of_fields_is_that_of_the_file_and_their_sort_that_of_the_schema, start, stop),
        cmocka_unit_test_setup_teardown(a_value_is_held_against_the_schema_of_its_field, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_checklist_is_read_as_it_is_written, start, stop),
        cmocka_unit_test_setup_teardown(figures_activities_and_the_bulletin_are_read, start, stop),
        cmocka_unit_test_setup_teardown(an_unknown_key_is_refused_wherever_it_stands, start, stop),
        cmocka_unit_test_setup_teardown(a_reference_to_nothing_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(a_title_a_key_and_a_facet_are_fields_fit_for_it, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_status_that_nothing_leads_to_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(steps_by_hand_go_between_statuses_and_leave_for_a_reason,
                                        start, stop),
        cmocka_unit_test_setup_teardown(what_is_restricted_stays_out_of_public_figures, start,
                                        stop),
        cmocka_unit_test_setup_teardown(an_enum_beside_choices_says_the_same, start, stop),
        cmocka_unit_test_setup_teardown(
            a_field_says_its_name_why_it_is_asked_and_how_long_it_may_be, start, stop),
        cmocka_unit_test_setup_teardown(the_last_rule_asks_for_nothing_and_only_it, start, stop),
        cmocka_unit_test_setup_teardown(an_item_has_the_answer_of_its_type, start, stop),
        cmocka_unit_test_setup_teardown(a_ratio_that_rests_on_itself_is_refused, start, stop),
        cmocka_unit_test_setup_teardown(signs_and_their_statuses_belong_together, start, stop),
        cmocka_unit_test_setup_teardown(the_example_of_the_manual_loads, start, stop),
        cmocka_unit_test_setup_teardown(where_strangers_apply_a_status_is_public_when_it_says_so,
                                        start, stop),
        cmocka_unit_test_setup_teardown(an_applicant_is_asked_only_where_somebody_may_apply, start,
                                        stop),
        cmocka_unit_test_setup_teardown(a_window_has_a_date_and_where_it_leads_on_each_side, start,
                                        stop),
        cmocka_unit_test_setup_teardown(the_day_decides_within_a_window, start, stop),
        cmocka_unit_test_setup_teardown(what_stands_twice_is_refused, start, stop),
    };
    return UNIT_RUN(tests);
}
