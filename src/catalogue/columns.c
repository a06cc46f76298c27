/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/columns.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "catalogue/words.h"

enum { HEAD_ROWS_MAX = 30 };

static const struct head_word {
    const char *word;
    enum column column;
} head_words[] = {
    {"类别",             COLUMN_GROUP     },
    {"部件/事件",      COLUMN_GROUP     },
    {"部件事件",       COLUMN_GROUP     },
    {"部件、事件",    COLUMN_GROUP     },
    {"类型",             COLUMN_GROUP     },
    {"大类代码",       COLUMN_CLASS_CODE},
    {"大类编码",       COLUMN_CLASS_CODE},
    {"大类编号",       COLUMN_CLASS_CODE},
    {"大类",             COLUMN_CLASS     },
    {"大类名称",       COLUMN_CLASS     },
    {"小类代码",       COLUMN_SUB_CODE  },
    {"小类编码",       COLUMN_SUB_CODE  },
    {"小类编号",       COLUMN_SUB_CODE  },
    {"小类",             COLUMN_SUB       },
    {"小类名称",       COLUMN_SUB       },
    {"代码",             COLUMN_KEY       },
    {"编码",             COLUMN_KEY       },
    {"分类代码",       COLUMN_KEY       },
    {"类别代码",       COLUMN_KEY       },
    {"立案条件",       COLUMN_FILING    },
    {"立案标准",       COLUMN_FILING    },
    {"立案情形",       COLUMN_FILING    },
    {"处置时限",       COLUMN_LIMIT     },
    {"处理时限",       COLUMN_LIMIT     },
    {"办理时限",       COLUMN_LIMIT     },
    {"处置时间",       COLUMN_LIMIT     },
    {"处理时间",       COLUMN_LIMIT     },
    {"时限",             COLUMN_LIMIT     },
    {"结案条件",       COLUMN_CLOSING   },
    {"结案标准",       COLUMN_CLOSING   },
    {"结案要求",       COLUMN_CLOSING   },
    {"处置单位",       COLUMN_UNIT      },
    {"责任单位",       COLUMN_UNIT      },
    {"处置部门",       COLUMN_UNIT      },
    {"处置责任单位", COLUMN_UNIT      },
    {"承办单位",       COLUMN_UNIT      },
    {"主管部门",       COLUMN_DEPARTMENT},
    {"行业主管部门", COLUMN_DEPARTMENT},
    {"监管部门",       COLUMN_DEPARTMENT},
    {"主管单位",       COLUMN_DEPARTMENT},
    {"依据",             COLUMN_BASIS     },
    {"备注",             COLUMN_BASIS     },
};

/* "A", "A类", "B级区域", "一类": 0, 1, 2; -1: no tier. */
static int tier_of(const char *p)
{
    static const char *const names[][2] = {
        {"A", "一"},
        {"B", "二"},
        {"C", "三"}
    };
    static const char *const ends[] = {"", "类", "级", "档", "类区域", "级区域", "类地区"};
    for (int tier = 0; tier < CATALOGUE_TIERS; tier++)
        for (size_t i = 0; i < LEN(names[tier]); i++)
            for (size_t k = 0; k < LEN(ends) && text_has_prefix(p, names[tier][i]); k++)
                if (strcmp(p + strlen(names[tier][i]), ends[k]) == 0)
                    return tier;
    return -1;
}

static bool goes_on(const char *text)
{
    static const char *const words[] = {"代码", "编码", "编号", "名称"};
    for (size_t i = 0; i < LEN(words); i++)
        if (strcmp(text, words[i]) == 0)
            return true;
    return tier_of(text) >= 0;
}

/* A second head row: each cell goes on with the one above, is merged with it, or is empty. */
static bool is_second(struct arena *mem, const struct sheet *s, size_t head)
{
    bool some = false;
    for (size_t col = 0; head + 1 < s->rows && col < s->cols; col++) {
        const char *above = sheet_cell(s, head, col), *text = sheet_cell(s, head + 1, col);
        bool on = goes_on(words_plain(mem, text));
        if (text[0] && !on && strcmp(text, above) != 0)
            return false;
        some = some || on;
    }
    return some;
}

/* Without what stands in brackets; *out_inside gets that, NULL when there is nothing. */
static const char *cut_brackets(struct arena *mem, const char *text, const char **out_inside)
{
    size_t n = strcspn(text, "(");
    const char *inside = text[n] ? text + n + 1 : NULL;
    *out_inside = inside ? arena_copy_n(mem, inside, strcspn(inside, ")")) : NULL;
    return arena_copy_n(mem, text, n);
}

static const char *head_text(struct arena *mem, const struct sheet *s, const struct columns *k,
                             size_t col, const char **out_inside)
{
    const char *top = words_plain(mem, sheet_cell(s, k->head, col));
    const char *text = cut_brackets(mem, top, out_inside);
    if (k->first == k->head + 1)
        return text;
    const char *below = words_plain(mem, sheet_cell(s, k->head + 1, col));
    return strcmp(top, below) == 0 ? text : arena_printf(mem, "%s%s", text, below);
}

/* A merged head over a column of codes and one of names comes twice. */
static void put(struct columns *k, enum column column, size_t col)
{
    bool two = column == COLUMN_CLASS || column == COLUMN_SUB;
    if (k->at[column] == SIZE_MAX) {
        k->at[column] = col;
    } else if (two && k->at[column - 1] == SIZE_MAX) {
        k->at[column - 1] = k->at[column];
        k->at[column] = col;
    }
}

static void match(struct columns *k, size_t col, const char *text, const char *inside)
{
    for (size_t i = 0; i < LEN(head_words); i++) {
        const struct head_word *w = &head_words[i];
        if (!text_has_prefix(text, w->word))
            continue;
        const char *rest = text + strlen(w->word);
        int tier = w->column == COLUMN_LIMIT ? tier_of(rest) : -1;
        if (*rest && tier < 0)
            continue;
        put(k, tier > 0 ? COLUMN_LIMIT + (enum column)tier : w->column, col);
        if (w->column == COLUMN_LIMIT && inside && tier_of(inside) < 0)
            k->limit_unit = inside;
        if (w->column == COLUMN_LIMIT && inside && tier_of(inside) > 0)
            k->at[COLUMN_LIMIT + tier_of(inside)] = col;
        return;
    }
}

static void read_head(struct arena *mem, const struct sheet *s, struct columns *k)
{
    for (int i = 0; i < COLUMN__COUNT; i++)
        k->at[i] = SIZE_MAX;
    for (size_t col = 0; col < s->cols; col++) {
        const char *inside, *text = head_text(mem, s, k, col, &inside);
        match(k, col, text, inside);
    }
}

static bool has(const struct columns *k, enum column column)
{
    return k->at[column] != SIZE_MAX;
}

enum err columns_find(struct ctx *c, const struct sheet *s, struct columns *out)
{
    for (size_t row = 0; row < s->rows && row < HEAD_ROWS_MAX; row++) {
        bool two = is_second(c->mem, s, row);
        struct columns k = {.head = row, .first = row + (two ? 2 : 1)};
        read_head(c->mem, s, &k);
        bool sub = has(&k, COLUMN_SUB) || has(&k, COLUMN_SUB_CODE) || has(&k, COLUMN_KEY);
        if (!sub || !has(&k, COLUMN_FILING) || !has(&k, COLUMN_LIMIT) || !has(&k, COLUMN_CLOSING))
            continue;
        if (has(&k, COLUMN_LIMIT_B) != has(&k, COLUMN_LIMIT_C))
            return ctx_fail(c, ERR_INVALID, "catalogue.tiers", "", "%s", "A, B, C");
        *out = k;
        return ERR_OK;
    }
    return ctx_fail(c, ERR_INVALID, "catalogue.header", "", "%.100s", s->name);
}
