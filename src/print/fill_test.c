/* SPDX-License-Identifier: Apache-2.0 */
/* What is taken from the ledger and its inspections for a sign and for a notice. */
#include "print/fill.h"

#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"
#include "inspection/inspect_world.h"

struct desk {
    struct shops s;
    struct filling f;
    int64_t shop;
};

static void desk_open(struct desk *d, const char *failing)
{
    shops_open(&d->s);
    struct city *w = &d->s.w;
    d->shop = shops_add(&d->s, "兴达小吃", CELL_1, "");
    if (failing)
        (void)shops_inspect(&d->s, d->shop, CHECKER, shops_full(&d->s, failing), "");
    d->f = (struct filling){.c = w->c,
                            .app = &w->app,
                            .atlas = atlas_take(w->app.atlas),
                            .origin = "https://grid.example.org",
                            .as_of = w->c->now};
    assert_int_equal(db_begin(w->c, DB_READ), ERR_OK);
}

static void desk_close(struct desk *d)
{
    db_undo(d->s.w.c);
    atlas_give(d->s.w.app.atlas, d->f.atlas);
    shops_close(&d->s);
}

static struct entry entry_of(struct desk *d, int64_t as_of)
{
    struct entry e;
    assert_int_equal(entry_get(d->s.w.c, DISTRICT, d->shop, as_of, &e), ERR_OK);
    return e;
}

static void a_sign_says_what_the_ledger_says(void **state)
{
    struct desk d;
    struct sign s;
    char ref[TEXT_REF], url[200];
    (void)state;
    desk_open(&d, "");
    const struct entry e = entry_of(&d, 0);
    assert_int_equal(fill_sign(&d.f, &e, &s), ERR_OK);
    text_ref(DISTRICT, d.shop, ref);
    (void)snprintf(url, sizeof url, "https://grid.example.org/e/%s?p=compliant-%d", ref,
                   (int)time_day(d.s.w.c->now));
    assert_string_equal(s.url, url);
    assert_string_equal(s.number, ref);
    assert_string_equal(s.name, "兴达小吃");
    assert_string_equal(s.kind, "小食品店");
    assert_string_equal(s.status, "达标");
    assert_string_equal(s.colour, "green");
    assert_string_equal(s.checklist, "检查表 第1版");
    assert_int_equal(s.inspected, e.last_inspected);
    assert_int_equal(s.version, e.n);
    assert_non_null(strstr(s.answers, "张"));
    desk_close(&d);
}

static void a_shop_that_nobody_inspected_has_no_sign(void **state)
{
    struct desk d;
    struct sign s;
    (void)state;
    desk_open(&d, NULL);
    const struct entry e = entry_of(&d, 0);
    assert_false(fill_is_on_sign(&d.s.w.app, &e));
    assert_int_equal(fill_sign(&d.f, &e, &s), ERR_INVALID);
    assert_string_equal(d.s.w.c->problem.code, "print.not_on_sign");
    desk_close(&d);
}

static void a_ledger_without_signs_prints_none(void **state)
{
    struct desk d;
    struct sign s;
    (void)state;
    desk_open(&d, "");
    d.s.ledger.signs = false;
    const struct entry e = entry_of(&d, 0);
    assert_int_equal(fill_sign(&d.f, &e, &s), ERR_INVALID);
    assert_string_equal(d.s.w.c->problem.code, "print.no_signs");
    desk_close(&d);
}

static void an_address_that_is_not_public_is_not_printed(void **state)
{
    struct desk d;
    struct sign s;
    (void)state;
    desk_open(&d, "");
    struct entry e = entry_of(&d, 0);
    e.fields = "{\"address\":\"兴达路1号\",\"name\":\"兴达小吃\"}";
    assert_int_equal(fill_sign(&d.f, &e, &s), ERR_OK);
    assert_string_equal(s.address, "兴达路1号");
    d.s.fields[1].visibility = VISIBLE_INTERNAL;
    assert_int_equal(fill_sign(&d.f, &e, &s), ERR_OK);
    assert_null(s.address);
    desk_close(&d);
}

static void a_sign_as_of_a_past_day_says_what_was_so_then(void **state)
{
    struct desk d;
    struct sign s;
    (void)state;
    desk_open(&d, "");
    int64_t then = d.s.w.c->now;
    db_undo(d.s.w.c);
    d.s.w.c->now += 2 * TIME_DAY;
    (void)shops_inspect(&d.s, d.shop, CHECKER, shops_full(&d.s, "bins"), "");
    assert_int_equal(db_begin(d.s.w.c, DB_READ), ERR_OK);
    d.f.as_of = then;
    const struct entry e = entry_of(&d, then);
    assert_int_equal(fill_sign(&d.f, &e, &s), ERR_OK);
    assert_string_equal(s.status, "达标");
    assert_int_equal(s.inspected, then);
    desk_close(&d);
}

static void a_notice_lists_what_failed_and_until_when(void **state)
{
    struct desk d;
    struct notice n;
    (void)state;
    desk_open(&d, "bins smile licence!");
    const struct entry e = entry_of(&d, 0);
    assert_int_equal(fill_notice(&d.f, &e, "K7M2P-9QXTA", &n), ERR_OK);
    assert_int_equal(n.n_failed, 3);
    for (size_t i = 0; i < n.n_failed; i++) {
        const struct notice_item *item = &n.failed[i];
        if (strcmp(item->name, "执照上墙") == 0)
            assert_string_equal(item->limit, "已当场改正");
        else if (strcmp(item->name, "垃圾桶加盖") == 0)
            assert_memory_equal(item->limit, "1 工作日，至2026年", strlen("1 工作日，至2026年"));
        else
            assert_memory_equal(item->limit, "至2026年", strlen("至2026年"));
    }
    assert_string_equal(n.inspector, "孙核查");
    assert_string_equal(n.of.status, "整改中"); /* what was put right at once counts as kept */
    assert_null(n.result);
    assert_non_null(strstr(n.code_url, "#k=K7M2P-9QXTA"));
    desk_close(&d);
}

static void a_closed_door_is_told_too(void **state)
{
    struct desk d;
    struct notice n;
    (void)state;
    desk_open(&d, NULL);
    db_undo(d.s.w.c);
    (void)shops_inspect(&d.s, d.shop, CHECKER, shops_vain(INSPECTION_DOOR_CLOSED), "");
    d.f.as_of = d.s.w.c->now;
    assert_int_equal(db_begin(d.s.w.c, DB_READ), ERR_OK);
    const struct entry e = entry_of(&d, 0);
    assert_int_equal(fill_notice(&d.f, &e, "K7M2P-9QXTA", &n), ERR_OK);
    assert_string_equal(n.result, "无人在场");
    assert_int_equal(n.n_failed, 0);
    desk_close(&d);
}

static void without_an_inspection_there_is_nothing_to_tell(void **state)
{
    struct desk d;
    struct notice n;
    (void)state;
    desk_open(&d, NULL);
    const struct entry e = entry_of(&d, 0);
    assert_int_equal(fill_notice(&d.f, &e, "K7M2P-9QXTA", &n), ERR_CONFLICT);
    assert_string_equal(d.s.w.c->problem.code, "print.not_inspected");
    desk_close(&d);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_sign_says_what_the_ledger_says),
        cmocka_unit_test(a_shop_that_nobody_inspected_has_no_sign),
        cmocka_unit_test(a_ledger_without_signs_prints_none),
        cmocka_unit_test(an_address_that_is_not_public_is_not_printed),
        cmocka_unit_test(a_sign_as_of_a_past_day_says_what_was_so_then),
        cmocka_unit_test(a_notice_lists_what_failed_and_until_when),
        cmocka_unit_test(a_closed_door_is_told_too),
        cmocka_unit_test(without_an_inspection_there_is_nothing_to_tell),
    };
    return UNIT_RUN(tests);
}
