/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/heads.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/key.h"
#include "ledger_sheet/plain.h"

enum { EXACT = 10, CUT = 9, WITH_UNIT = 8, USUAL = 6, LOOSE = 5 };

static void add(struct head_words *w, const char *text)
{
    for (size_t i = 0; i < w->n; i++)
        if (strcmp(w->v[i], text) == 0)
            return;
    if (text[0] && w->n < LEN(w->v))
        w->v[w->n++] = text;
}

struct head_words heads_words(struct arena *mem, const char *top, const char *below)
{
    struct head_words w = {.n = 0};
    const char *both = below[0] ? arena_printf(mem, "%s%s", top, below) : top;
    add(&w, key_fold(mem, below[0] ? below : top));
    add(&w, plain_cut(mem, below[0] ? below : top));
    add(&w, key_fold(mem, both));
    add(&w, plain_cut(mem, both));
    add(&w, plain_cut(mem, top));
    return w;
}

/* Words that offices use for one and the same thing; the first list that has a field's name says the others. */
static const char *const names[] = {"名称",     "店名",     "字号",     "招牌",     "招牌名称",
                                    "门店名称", "店铺名称", "商户名称", "单位名称", "企业名称",
                                    "公司名称", "项目名称", "经营单位", "单位",     "姓名"};
static const char *const phones[] = {"电话",     "联系电话", "手机",     "手机号",
                                     "手机号码", "联系方式", "电话号码", "联系人电话"};
static const char *const uscc[] = {"统一社会信用代码", "社会信用代码",  "统一信用代码",
                                   "信用代码",         "营业执照号",    "营业执照号码",
                                   "执照号码",         "营业执照注册号"};
static const char *const addresses[] = {"地址", "详细地址", "门牌地址", "经营地址", "经营场所",
                                        "住所", "门牌",     "门牌号",   "店址",     "地点"};
static const char *const people[] = {"经营者",     "经营者称呼", "经营者姓名", "负责人",
                                     "负责人姓名", "法人",       "法定代表人", "店主",
                                     "业主",       "联系人",     "联系人称呼"};
static const char *const remarks[] = {"备注", "说明", "备注说明"};
static const char *const kinds[] = {"类别",     "类型",     "种类",        "业态",
                                    "门店类别", "门店类型", "行业",        "行业类别",
                                    "经营类别", "经营种类", "本地产业分类"};
static const char *const spaces[] = {"面积", "经营面积", "营业面积", "建筑面积"};

static const struct usual {
    const char *const *words;
    size_t n;
} usual[] = {
    {phones,    LEN(phones)   },
    {uscc,      LEN(uscc)     },
    {addresses, LEN(addresses)},
    {people,    LEN(people)   },
    {remarks,   LEN(remarks)  },
    {kinds,     LEN(kinds)    },
    {spaces,    LEN(spaces)   },
};

/* An empty word names nothing: heads_words has none. */
static bool has_any(const struct head_words *w, const char *const *words, size_t n)
{
    for (size_t i = 0; i < w->n; i++)
        if (text_is_among(w->v[i], words, n))
            return true;
    return false;
}

static bool has(const struct head_words *w, const char *word)
{
    return word[0] && has_any(w, &word, 1);
}

struct name_words heads_names(struct arena *mem, const struct ledger_kind *k,
                              const struct ledger_field *f)
{
    const char *entry = key_fold(mem, k->entry.zh), *zh = key_fold(mem, f->name.zh);
    struct name_words out = {
        .exact = {zh,             key_fold(mem, f->name.en),     key_fold(mem, f->field)},
        .cut = {plain_cut(mem,     f->name.zh),                 plain_cut(mem,                    f->name.en)},
        .with_unit = f->unit ? arena_printf(mem, "%s%s", zh, key_fold(mem, f->unit)) : "",
        .title = {"", "",""},
        .code = f->code,
    };
    if (strcmp(f->field, k->title) == 0) {
        out.title[0] = entry;
        out.title[1] = arena_printf(mem, "%s名", entry);
        out.title[2] = arena_printf(mem, "%s名称", entry);
    }
    for (size_t i = 0; i < LEN(usual) && !out.usual; i++)
        if (text_is_among(out.cut[0], usual[i].words, usual[i].n)) {
            out.usual = usual[i].words;
            out.n_usual = usual[i].n;
        }
    return out;
}

static bool is_code(const struct name_words *k, const struct head_words *w)
{
    return (k->code == LEDGER_CODE_PHONE && has_any(w, phones, LEN(phones))) ||
           (k->code == LEDGER_CODE_USCC && has_any(w, uscc, LEN(uscc)));
}

int heads_field(const struct name_words *k, const struct head_words *w)
{
    if (has_any(w, k->exact, LEN(k->exact)))
        return EXACT;
    if (has_any(w, k->cut, LEN(k->cut)))
        return CUT;
    if (has(w, k->with_unit))
        return WITH_UNIT;
    if (is_code(k, w) || (k->usual && has_any(w, k->usual, k->n_usual)))
        return USUAL;
    if (k->title[0][0] && (has_any(w, k->title, LEN(k->title)) || has_any(w, names, LEN(names))))
        return LOOSE;
    return 0;
}

int heads_role(enum column_role role, const struct head_words *w)
{
    static const char *const refs[] = {"编号", "系统编号", "台账编号", "ref", "reference"};
    static const char *const codes[] = {"区划代码", "区域代码", "网格编码", "网格代码",
                                        "社区代码", "区划编码", "areacode"};
    static const char *const areas[] = {"区域",     "所属区域", "所在区域", "社区",
                                        "所属社区", "所在社区", "村社区",   "所属网格",
                                        "网格",     "网格名称", "村",       "area"};
    static const char *const lons[] = {"经度", "lon", "lng", "longitude"}, *const lats[] = {
                                                                               "纬度", "lat",
                                                                               "latitude"};
    static const char *const statuses[] = {"状态", "当前状态", "status"};
    static const char *const posts[] = {"责任岗位",     "分包责任",   "分包责任人",
                                        "分包责任岗位", "包保责任人", "包联责任人",
                                        "责任人",       "分包人",     "post"};
    switch (role) {
    case COLUMN_REF:
        return has_any(w, refs, LEN(refs)) ? USUAL + 1 : 0;
    case COLUMN_AREA:
        return has_any(w, codes, LEN(codes))   ? USUAL + 1
               : has_any(w, areas, LEN(areas)) ? USUAL
                                               : 0;
    case COLUMN_LON:
        return has_any(w, lons, LEN(lons)) ? USUAL + 1 : 0;
    case COLUMN_LAT:
        return has_any(w, lats, LEN(lats)) ? USUAL + 1 : 0;
    case COLUMN_STATUS:
        return has_any(w, statuses, LEN(statuses)) ? USUAL + 1 : 0;
    case COLUMN_POST:
        return has_any(w, posts, LEN(posts)) ? USUAL : 0;
    case COLUMN_NOTHING:
    case COLUMN_FIELD:
    case COLUMN_SERIES:
    case COLUMN_ROLES:
        break;
    }
    return 0;
}
