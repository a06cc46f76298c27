/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/catalogue_sheet.h"

#include "base/arena.h"

enum { MERGED = 5 };

static const struct sheet_column columns[] = {
    {.head = "类别",       .width = 7 },
    {.head = "大类代码", .width = 5 },
    {.head = "大类名称", .width = 12},
    {.head = "小类代码", .width = 5 },
    {.head = "小类名称", .width = 14},
    {.head = "立案条件", .width = 34},
    {.head = "处置时限", .width = 18},
    {.head = "结案条件", .width = 28},
    {.head = "处置单位", .width = 18},
    {.head = "主管部门", .width = 16},
    {.head = "依据",       .width = 22},
};

void catalogue_sheet(struct ctx *c, const struct catalogue_row *rows, size_t n, int64_t at,
                     struct sheet_out *out)
{
    const char **cells = arena_array(c->mem, n * LEN(columns), sizeof *cells), **cell = cells;
    for (const struct catalogue_row *r = rows; r < rows + n; r++) {
        *cell++ = r->key[0] == 'c' ? "部件" : "事件";
        *cell++ = arena_copy_n(c->mem, r->key + 1, 2);
        *cell++ = r->class_name;
        *cell++ = arena_copy_n(c->mem, r->key + 3, 2);
        *cell++ = r->sub_name;
        *cell++ = r->filing;
        *cell++ = r->limit_text;
        *cell++ = r->closing;
        *cell++ = r->unit;
        *cell++ = r->department;
        *cell++ = r->basis;
    }
    *out = (struct sheet_out){.name = "立案处置结案标准",
                              .title = "部件和事件立案、处置、结案标准",
                              .at = at,
                              .columns = columns,
                              .cols = LEN(columns),
                              .merged = MERGED,
                              .cells = cells,
                              .rows = n};
}
