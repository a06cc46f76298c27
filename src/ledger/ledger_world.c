/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/ledger_world.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json_in.h"

static const struct ledger_choice trades[] = {
    {"food",  {"小食品店", "Food"} },
    {"salon", {"小理发店", "Salon"}},
};
static const struct ledger_choice tags[] = {
    {"day",   {"白天", "Day"}  },
    {"night", {"夜间", "Night"}},
};
static const struct ledger_status shop_statuses[] = {
    {"unchecked",    {"待检查", "Not yet inspected"}, "grey",   false, false, {0}},
    {"compliant",    {"达标", "Compliant"},            "green",  true,  false, {0}},
    {"rectifying",   {"整改中", "Being put right"},   "yellow", true,  false, {0}},
    {"noncompliant", {"未达标", "Noncompliant"},      "red",    true,  false, {0}},
};
static const struct ledger_reason reasons[] = {
    {"closed", {"关门", "Closed"}, false},
    {"moved",  {"搬迁", "Moved"},  true },
};
static const char *const shop_key[] = {"name", "address"}, *const shop_on[] = {"village", "cell"},
                         *const shop_posts[] = {"grid_worker", "community_duty"};

static const struct ledger_status tenant_statuses[] = {
    {"applied",   {"申请", "Applied"},   "grey",  false, false, {0}},
    {"admitted",  {"在孵", "Admitted"},  "green", false, false, {0}},
    {"graduated", {"毕业", "Graduated"}, "green", false, false, {0}},
};
static const char *const from_applied[] = {"applied"}, *const from_admitted[] = {"admitted"},
                         *const tenant_on[] = {"town"};
static const struct ledger_action actions[] = {
    {"admit",    {"入驻", "Admit"},    from_applied,  1, "admitted",  false, NULL    },
    {"graduate", {"毕业", "Graduate"}, from_admitted, 1, "graduated", true,  "exited"},
};
static const struct ledger_reason tenant_reasons[] = {
    {"exited", {"退出", "Exited"}, false},
};
static struct ledger_field *field(struct ledger_field *f, const char *code, const char *name,
                                  enum ledger_type type, enum visibility visibility)
{
    *f = (struct ledger_field){
        .field = code,
        .name = {name,           code                },
        .why = {"为了管理", "To keep the ledger"},
        .type = type,
        .visibility = visibility
    };
    return f;
}

static struct ledger_field *chosen(struct ledger_field *f, const struct ledger_choice *choices,
                                   size_t n)
{
    f->choices = choices;
    f->n_choices = n;
    return f;
}

static void describe_fields(struct books *b)
{
    struct ledger_field *f = b->shop;
    field(f++, "name", "名称", LEDGER_TEXT, VISIBLE_PUBLIC)->needed = true;
    field(f++, "address", "地址", LEDGER_TEXT, VISIBLE_PUBLIC)->needed = true;
    chosen(field(f++, "trade", "类别", LEDGER_CHOICE, VISIBLE_PUBLIC), trades, 2)->needed = true;
    (void)field(f++, "staff", "人数", LEDGER_INTEGER, VISIBLE_INTERNAL);
    (void)field(f++, "area_m2", "面积", LEDGER_NUMBER, VISIBLE_INTERNAL);
    (void)field(f++, "open", "营业", LEDGER_BOOL, VISIBLE_PUBLIC);
    (void)chosen(field(f++, "tags", "时段", LEDGER_LIST, VISIBLE_PUBLIC), tags, 2);
    field(f++, "licence", "许可证到期", LEDGER_DATE, VISIBLE_INTERNAL)->remind = 30;
    field(f++, "uscc", "统一社会信用代码", LEDGER_TEXT, VISIBLE_INTERNAL)->code = LEDGER_CODE_USCC;
    (void)field(f++, "boss", "负责人", LEDGER_TEXT, VISIBLE_RESTRICTED);
    field(f, "phone", "电话", LEDGER_TEXT, VISIBLE_RESTRICTED)->sealed = true;
    f->code = LEDGER_CODE_PHONE;
    f = b->tenant;
    field(f++, "name", "名称", LEDGER_TEXT, VISIBLE_PUBLIC)->needed = true;
    field(f++, "shop", "门店", LEDGER_REF, VISIBLE_PUBLIC)->ref = "shop";
    field(f, "about", "简介", LEDGER_TEXT, VISIBLE_PUBLIC)->multiline = true;
    f = b->figures;
    field(f++, "people", "人数", LEDGER_INTEGER, VISIBLE_PUBLIC)->needed = true;
    (void)field(f, "pay", "工资", LEDGER_NUMBER, VISIBLE_RESTRICTED);
    b->series[0] = (struct ledger_series){
        "jobs", {"用工",   "Jobs"         },
         SERIES_MONTH, true, {b->figures, LEN(b->figures)}
    };
    b->series[1] = (struct ledger_series){
        "year", {"年度",   "Year"         },
         SERIES_YEAR, false, {b->figures, LEN(b->figures)}
    };
}

static void describe(struct books *b)
{
    b->kinds[0] = (struct ledger_kind){
        .ledger = "shop",
        .programme = "shops",
        .version = 3,
        .name = {"门店台账", "Shops"     },
        .entry = {"门店",       "Shop"      },
        .icon = "shop",
        .on = shop_on,
        .n_on = LEN(shop_on),
        .fields = {b->shop,        LEN(b->shop)},
        .title = "name",
        .key = shop_key,
        .n_key = LEN(shop_key),
        .facet = "trade",
        .is_public = true,
        .statuses = shop_statuses,
        .n_statuses = LEN(shop_statuses),
        .start = "unchecked",
        .graded_by = "check",
        .reasons = reasons,
        .n_reasons = LEN(reasons),
        .posts = shop_posts,
        .n_posts = LEN(shop_posts),
        .owners = true,
        .signs = true
    };
    b->kinds[1] = (struct ledger_kind){
        .ledger = "tenant",
        .programme = "incubator",
        .version = 1,
        .name = {"入驻台账", "Tenants"     },
        .entry = {"企业",       "Tenant"      },
        .icon = "office",
        .on = tenant_on,
        .n_on = LEN(tenant_on),
        .fields = {b->tenant,      LEN(b->tenant)},
        .title = "name",
        .statuses = tenant_statuses,
        .n_statuses = LEN(tenant_statuses),
        .start = "applied",
        .actions = actions,
        .n_actions = LEN(actions),
        .reasons = tenant_reasons,
        .n_reasons = LEN(tenant_reasons),
        .posts = shop_posts,
        .n_posts = LEN(shop_posts),
        .series = b->series,
        .n_series = LEN(b->series),
        .apply = "applied",
        .owners = true
    };
}

void books_open(struct books *b)
{
    city_open(&b->w);
    b->programmes = *b->w.app.programmes;
    describe_fields(b);
    describe(b);
    b->programmes.ledgers = b->kinds;
    b->programmes.n_ledgers = LEN(b->kinds);
    b->w.app.programmes = &b->programmes;
}

void books_close(struct books *b)
{
    city_close(&b->w);
}

const struct node *books_json(struct books *b, const char *text)
{
    const struct node *v;
    if (json_parse(b->w.c, text, strlen(text), &v) != ERR_OK)
        fail_msg("%s: %s", text, b->w.c->problem.detail);
    return v;
}

/* ---- changes ---- */

enum err books_add(struct books *b, const struct entry_new *in, int64_t *out_id)
{
    city_begin(&b->w);
    return city_end(&b->w, entry_add(b->w.c, &b->w.app, in, out_id));
}

static int64_t add(struct books *b, const struct entry_new *in)
{
    int64_t id = 0;
    if (books_add(b, in, &id) != ERR_OK)
        fail_msg("%s %s %s", b->w.c->problem.code, b->w.c->problem.field, b->w.c->problem.detail);
    return id;
}

static const struct node *shop(struct books *b, const char *name, const char *more)
{
    return books_json(
        b, arena_printf(b->w.c->mem,
                        "{\"name\":\"%s\",\"address\":\"兴达路1号\",\"trade\":\"food\"%s}", name,
                        more));
}

int64_t books_shop(struct books *b, const char *name, const char *area, const char *more)
{
    return add(b,
               &(struct entry_new){.ledger = "shop", .area = area, .fields = shop(b, name, more)});
}

int64_t books_shop_at(struct books *b, const char *name, const char *area, int64_t at)
{
    return add(b, &(struct entry_new){
                      .ledger = "shop", .area = area, .fields = shop(b, name, ""), .at = at});
}

int64_t books_tenant(struct books *b, const char *name, const char *area)
{
    return add(b,
               &(struct entry_new){
                   .ledger = "tenant",
                   .area = area,
                   .fields = books_json(b, arena_printf(b->w.c->mem, "{\"name\":\"%s\"}", name))});
}

enum err books_change(struct books *b, int64_t id, const char *fields, int64_t at)
{
    const struct entry_change change = {
        .fields = books_json(b, fields), .post = JSON_ABSENT, .at = at};
    city_begin(&b->w);
    return city_end(&b->w, entry_change(b->w.c, &b->w.app, DISTRICT, id, &change));
}

enum err books_grade(struct books *b, int64_t id, const char *status, int64_t from, int64_t to)
{
    const struct entry_grade grade = {.status = status, .from = from, .to = to};
    city_begin(&b->w);
    return city_end(&b->w, entry_set_grade(b->w.c, DISTRICT, id, &grade));
}

enum err books_leave(struct books *b, int64_t id, const char *reason, int64_t at)
{
    const struct entry_leave leave = {.reason = reason, .at = at};
    city_begin(&b->w);
    return city_end(&b->w, entry_leave(b->w.c, &b->w.app, DISTRICT, id, &leave));
}

/* ---- questions ---- */

const char *books_texts(struct books *b, int64_t id)
{
    struct buf all = {.mem = b->w.c->mem};
    struct db_rows r;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    assert_int_equal(
        db_query(b->w.c, SQL_ENTRY_VERSION_TEXTS, ARGS(db_int(DISTRICT), db_int(id)), &r), ERR_OK);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    for (size_t i = 0; i < r.n; i++)
        buf_text(&all, row_text(&r, i, 1));
    return buf_str(&all);
}

struct entry books_get(struct books *b, int64_t id, int64_t as_of)
{
    struct entry e;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    if (entry_get(b->w.c, DISTRICT, id, as_of, &e) != ERR_OK)
        fail_msg("%s", b->w.c->problem.code);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    return e;
}

const char *books_names(struct books *b, const struct entry_query *q)
{
    struct entry_query all = *q;
    struct buf names = {.mem = b->w.c->mem};
    const struct entry *list;
    size_t n;
    bool more;
    all.limit = q->limit ? q->limit : ENTRY_PAGE_MAX;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    if (entry_list(b->w.c, &all, &list, &n, &more) != ERR_OK)
        fail_msg("%s %s", b->w.c->problem.code, b->w.c->problem.detail);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        buf_printf(&names, "%s%s", i ? " " : "", list[i].name);
    return buf_str(&names);
}

int64_t books_count(struct books *b, const struct entry_query *q)
{
    const struct entry_count *list;
    size_t n;
    int64_t sum = 0;
    assert_int_equal(db_begin(b->w.c, DB_READ), ERR_OK);
    if (entry_count(b->w.c, q, false, &list, &n) != ERR_OK)
        fail_msg("%s %s", b->w.c->problem.code, b->w.c->problem.detail);
    assert_int_equal(db_end(b->w.c, true), ERR_OK);
    for (size_t i = 0; i < n; i++)
        sum += list[i].n;
    return sum;
}

void books_refused(struct books *b, enum err err, enum err wanted, const char *code)
{
    if (err != wanted || strcmp(b->w.c->problem.code, code) != 0)
        fail_msg("%d %s (%s: %s), wanted %d %s", (int)err, b->w.c->problem.code,
                 b->w.c->problem.field, b->w.c->problem.detail, (int)wanted, code);
}
