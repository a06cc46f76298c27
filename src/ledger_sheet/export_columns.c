/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/export_columns.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"
#include "ledger_sheet/figures.h"

enum { SHEET_NAME = 31, NARROW = 10, WIDE = 20, TEXT_WIDTH = 30 };

static const struct fixed_head {
    const char *head;
    double width;
    bool number;
} fixed_heads[EXPORT_FIXED] = {
    [EXPORT_REF] = {"编号",             22, false},
    [EXPORT_AREA] = {"区划代码",       18, false},
    [EXPORT_AREA_NAME] = {"所在区域",       16, false},
    [EXPORT_STATUS] = {"状态",             9,  false},
    [EXPORT_POST] = {"责任岗位",       30, false},
    [EXPORT_LON] = {"经度",             13, true },
    [EXPORT_LAT] = {"纬度",             12, true },
    [EXPORT_SINCE] = {"在册起始日",    12, false},
    [EXPORT_STATUS_SINCE] = {"状态起始日",    12, false},
    [EXPORT_INSPECTED] = {"上次检查日",    12, false},
    [EXPORT_REVIEW] = {"复查到期日",    12, false},
    [EXPORT_OPEN] = {"未销号项数",    11, true },
    [EXPORT_LEFT] = {"退出台账日",    12, false},
    [EXPORT_REASON] = {"退出台账原因", 14, false},
};

static void add_fixed(struct export_columns *out, enum export_fixed what)
{
    out->v[out->n] = (struct export_column){.fixed = what};
    out->sheet[out->n++] = (struct sheet_column){.head = fixed_heads[what].head,
                                                 .width = fixed_heads[what].width,
                                                 .number = fixed_heads[what].number};
}

static bool is_number(const struct ledger_field *f)
{
    return f->type == LEDGER_INTEGER || f->type == LEDGER_NUMBER;
}

static double width_of(const struct ledger_field *f)
{
    if (f->multiline)
        return TEXT_WIDTH;
    return f->type == LEDGER_TEXT || f->ref ? WIDE : NARROW + 2;
}

static void add_field(struct export_columns *out, const struct ledger_field *f, const char *head)
{
    out->v[out->n] = (struct export_column){.field = f};
    out->sheet[out->n++] =
        (struct sheet_column){.head = head, .width = width_of(f), .number = is_number(f)};
}

static void start(struct arena *mem, const struct ledger_kind *kind, size_t more,
                  struct export_columns *out)
{
    size_t max = kind->fields.n + EXPORT_FIXED + more;
    *out = (struct export_columns){.v = arena_array(mem, max, sizeof *out->v)};
    out->sheet = arena_array(mem, max, sizeof *out->sheet);
}

static const char *head_of(struct arena *mem, const struct ledger_field *f)
{
    return f->unit ? arena_printf(mem, "%s（%s）", f->name.zh, f->unit) : f->name.zh;
}

static void add_states(struct export_columns *out, const struct ledger_kind *kind,
                       struct export_wish wish)
{
    add_fixed(out, EXPORT_SINCE);
    add_fixed(out, EXPORT_STATUS_SINCE);
    if (kind->graded_by && !wish.past) {
        add_fixed(out, EXPORT_INSPECTED);
        add_fixed(out, EXPORT_REVIEW);
        add_fixed(out, EXPORT_OPEN);
    }
    if (wish.left) {
        add_fixed(out, EXPORT_LEFT);
        add_fixed(out, EXPORT_REASON);
    }
}

void export_add_figures(struct arena *mem, const struct ledger_series *series, const char *period,
                        bool restricted, struct export_columns *out)
{
    for (size_t i = 0; i < series->fields.n; i++) {
        const struct ledger_field *f = &series->fields.v[i];
        if (f->visibility == VISIBLE_RESTRICTED && !restricted)
            continue;
        add_field(out, f, figures_head(mem, series, period, f));
        out->v[out->n - 1].series = series;
        out->v[out->n - 1].period = period;
    }
}

void export_columns(struct arena *mem, const struct ledger_kind *kind, struct export_wish wish,
                    struct export_columns *out)
{
    start(mem, kind, wish.more, out);
    for (int what = EXPORT_REF; what <= EXPORT_POST; what++)
        add_fixed(out, (enum export_fixed)what);
    for (size_t i = 0; i < kind->fields.n; i++) {
        const struct ledger_field *f = &kind->fields.v[i];
        if (f->sealed ? wish.sealed : wish.restricted || f->visibility != VISIBLE_RESTRICTED)
            add_field(out, f, head_of(mem, f));
    }
    add_fixed(out, EXPORT_LON);
    add_fixed(out, EXPORT_LAT);
    add_states(out, kind, wish);
}

/* ---- to be filled in ---- */

static const char *const yes_no[] = {"是", "否"};

static void offer(struct arena *mem, const struct ledger_field *f, struct sheet_column *column)
{
    if (f->type == LEDGER_BOOL) {
        column->choices = yes_no;
        column->n_choices = LEN(yes_no);
    }
    if (f->type != LEDGER_CHOICE)
        return;
    const char **names = arena_array(mem, f->n_choices, sizeof *names);
    for (size_t i = 0; i < f->n_choices; i++)
        names[i] = f->choices[i].name.zh;
    column->choices = names;
    column->n_choices = f->n_choices;
}

void export_template(struct arena *mem, const struct ledger_kind *kind, struct export_columns *out)
{
    start(mem, kind, 0, out);
    for (size_t i = 0; i < kind->fields.n; i++) {
        const struct ledger_field *f = &kind->fields.v[i];
        add_field(out, f, arena_printf(mem, "%s%s", head_of(mem, f), f->needed ? "*" : ""));
        offer(mem, f, &out->sheet[out->n - 1]);
    }
    add_fixed(out, EXPORT_AREA);
    add_fixed(out, EXPORT_POST);
    add_fixed(out, EXPORT_LON);
    add_fixed(out, EXPORT_LAT);
}

static const char *type_of(const struct ledger_field *f)
{
    static const char *const types[] = {
        [LEDGER_TEXT] = "文字",
        [LEDGER_INTEGER] = "整数",
        [LEDGER_NUMBER] = "数字",
        [LEDGER_BOOL] = "是或否",
        [LEDGER_DATE] = "日期，如 2026-11-30",
        [LEDGER_CHOICE] = "选一项",
        [LEDGER_LIST] = "可选多项，用顿号隔开",
        [LEDGER_REF] = "另一台账的编号",
        [LEDGER_REFS] = "另一台账的编号，可多个，用顿号隔开",
    };
    if (f->code == LEDGER_CODE_USCC)
        return "18 位统一社会信用代码";
    return f->code == LEDGER_CODE_PHONE ? "电话号码" : types[f->type];
}

static const char *choices_of(struct arena *mem, const struct ledger_field *f)
{
    struct buf b = {.mem = mem};
    for (size_t i = 0; i < f->n_choices; i++)
        buf_printf(&b, "%s%s", i ? "、" : "", f->choices[i].name.zh);
    return buf_str(&b);
}

void export_help(struct arena *mem, const struct ledger_kind *kind, struct sheet_out *out)
{
    static const struct sheet_column columns[] = {
        {.head = "列",             .width = 22},
        {.head = "必填",          .width = 8 },
        {.head = "填什么",       .width = 26},
        {.head = "可选项",       .width = 50},
        {.head = "为什么要填", .width = 50},
    };
    static const char *const places[][LEN(columns)] = {
        {"区划代码",    "", "代码或名称；有经纬度时可不填",                                        "", "归到哪个区域，由谁负责"},
        {"责任岗位",    "", "岗位名称、编号或任职人姓名；不填则由所在区域的岗位负责", "",
         "这一条由谁负责"                                                                                                                            },
        {"经度、纬度", "", "度，WGS-84",                                                                      "", "在地图上的位置"            },
    };
    size_t rows = kind->fields.n + LEN(places);
    const char **cells = arena_array(mem, rows * LEN(columns), sizeof *cells), **cell = cells;
    for (size_t i = 0; i < kind->fields.n; i++) {
        const struct ledger_field *f = &kind->fields.v[i];
        *cell++ = head_of(mem, f);
        *cell++ = f->needed ? "是" : "";
        *cell++ = type_of(f);
        *cell++ = choices_of(mem, f);
        *cell++ = f->why.zh;
    }
    memcpy(cell, places, sizeof places);
    *out = (struct sheet_out){.name = "填写说明",
                              .title = "填写说明",
                              .columns = columns,
                              .cols = LEN(columns),
                              .cells = cells,
                              .rows = rows};
}

const char *export_sheet_name(struct arena *mem, const char *name)
{
    struct buf b = {.mem = mem};
    for (const char *p = name; *p; p++)
        if (!strchr("[]:*?/\\'", *p))
            buf_char(&b, *p);
    const char *plain = buf_str(&b);
    return text_utf8_len(plain) > SHEET_NAME ? text_cut(mem, plain, SHEET_NAME - 1) : plain;
}
