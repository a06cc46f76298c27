/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "area/area_row.h"
#include "base/arena.h"
#include "db/db.h"

/* Levels of the administrative tree, with the words of the field; other trees bring their own. */
static const struct area_level known[] = {
    {"province", "省",          "province", 1},
    {"city",     "市",          "city",     2},
    {"district", "区县",       "district", 3},
    {"town",     "乡镇街道", "town",     4},
    {"village",  "社区/村",   "village",  5},
    {"cell",     "网格",       "cell",     6},
    {"building", "楼栋",       "building", 7},
};

enum err area_levels(struct ctx *c, const struct area_level **out, size_t *out_n)
{
    struct db_rows r;
    TRY(db_query(c, SQL_AREA_LEVEL_LIST, NO_ARGS, &r));
    struct area_level *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        list[i] = (struct area_level){.level = row_text(&r, i, 0),
                                      .rank = row_int(&r, i, 1),
                                      .name_zh = row_text(&r, i, 2),
                                      .name_en = row_text(&r, i, 3)};
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

enum err area_level_add(struct ctx *c, const struct area_level *l)
{
    return db_exec(
        c, SQL_AREA_LEVEL_ADD,
        ARGS(db_text(l->level), db_int(l->rank), db_text(l->name_zh), db_text(l->name_en)));
}

bool area_level_is_word(const char *level)
{
    size_t n = strspn(level, "abcdefghijklmnopqrstuvwxyz_");
    return n > 0 && n <= AREA_LEVEL_MAX && level[n] == '\0';
}

static const struct area_level *find(const struct area_level *list, size_t n, const char *level)
{
    for (size_t i = 0; level && i < n; i++)
        if (strcmp(list[i].level, level) == 0)
            return &list[i];
    return NULL;
}

enum err area_level_need(struct ctx *c, const char *level, const char *parent_level)
{
    const struct area_level *list;
    size_t n;
    TRY(area_levels(c, &list, &n));
    if (find(list, n, level))
        return ERR_OK;
    const struct area_level *word = find(known, LEN(known), level);
    if (word)
        return area_level_add(c, word);
    const struct area_level *above = find(list, n, parent_level);
    return area_level_add(c,
                          &(struct area_level){level, level, level, above ? above->rank + 1 : 1});
}
