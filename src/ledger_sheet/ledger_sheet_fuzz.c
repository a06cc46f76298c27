/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_in.h"
#include "base/text.h"
#include "ledger_sheet/columns.h"
#include "ledger_sheet/value.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const struct ledger_choice choices[] = {
    {"food",  {"小食品店（含便利店）", "Food"}},
    {"salon", {"小理发店", "Salon"}                 },
};

enum { TYPES = LEDGER_REFS + 1 };

static void describe(struct ledger_field fields[TYPES])
{
    static const char *const names[TYPES] = {"名称", "人数", "面积", "营业", "日期",
                                             "类别", "时段", "门店", "分店"};
    static const char *const codes[TYPES] = {"name",  "staff", "area", "open", "day",
                                             "trade", "tags",  "shop", "more"};
    for (int i = 0; i < TYPES; i++)
        fields[i] = (struct ledger_field){
            .field = codes[i],
            .name = {names[i], codes[i]},
            .type = (enum ledger_type)i,
            .unit = i == LEDGER_NUMBER ? "平方米" : NULL,
            .choices = choices,
            .n_choices = i == LEDGER_CHOICE || i == LEDGER_LIST ? LEN(choices) : 0
        };
}

/* What a cell is read as is one JSON value, and a file shows it so that it is read as the same again. */
static void check_cell(struct ctx *c, const struct ledger_field *f, const char *text)
{
    const struct day_form iso = {.order = DAY_YEAR_FIRST};
    struct buf first = {.mem = c->mem}, second = {.mem = c->mem};
    const struct node *v;
    if (value_read(c->mem, f, text, iso, &first)) {
        if (first.n)
            abort();
        return;
    }
    if (json_parse(c, buf_str(&first), first.n, &v) != ERR_OK)
        abort();
    const char *shown = value_show(c->mem, f, v);
    if (!shown[0])
        return;
    if (value_read(c->mem, f, shown, iso, &second) ||
        strcmp(buf_str(&first), buf_str(&second)) != 0)
        abort();
}

/* A mapping says what the columns mean, and does not change it. */
static void check_columns(struct ctx *c, const struct ledger_kind *k, const struct sheet *s)
{
    struct columns columns;
    const struct node *mapping;
    columns_guess(c, k, s, &columns);
    const char *text = columns_text(c, &columns);
    if (json_parse(c, text, strlen(text), &mapping) != ERR_OK ||
        columns_map(c, k, mapping, &columns) != ERR_OK ||
        strcmp(columns_text(c, &columns), text) != 0 || columns.head >= s->rows)
        abort();
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    enum { CELLS_MAX = 200 };
    struct ctx c = {.mem = arena_new()};
    struct ledger_field fields[TYPES];
    struct sheet s;
    describe(fields);
    const struct ledger_kind kind = {
        .ledger = "shop",
        .name = {"门店台账", "Shops"},
        .entry = {"门店",       "Shop" },
        .fields = {fields,         TYPES  },
        .title = "name"
    };
    if (sheet_read(&c, data, size, NULL, &s) == ERR_OK && s.rows > 0) {
        check_columns(&c, &kind, &s);
        for (size_t i = 0; i < s.rows * s.cols && i < CELLS_MAX; i++)
            for (int f = 0; f < TYPES && s.cells[i][0]; f++)
                check_cell(&c, &fields[f], s.cells[i]);
    }
    arena_free(c.mem);
    return 0;
}
