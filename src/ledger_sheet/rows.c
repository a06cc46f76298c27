/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/rows.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "geo/crs.h"
#include "ledger/code.h"
#include "ledger/field_value.h"
#include "ledger/fields.h"
#include "ledger/key.h"
#include "ledger_sheet/figures.h"
#include "ledger_sheet/flaws.h"
#include "ledger_sheet/plain.h"
#include "ledger_sheet/value.h"

void rows_note(struct reader *r, size_t row, size_t col, bool error, const char *rule,
               const char *detail)
{
    struct arena *mem = r->c->mem;
    char at[SHEET_ADDRESS];
    r->bad = r->bad || error;
    sheet_address(r->s, row, col == SIZE_MAX ? 0 : col, at);
    findings_add(mem, &r->report->found,
                 &(struct finding){
                     .cell = arena_copy(mem, at),
                     .row = r->s->lines[row],
                     .error = error,
                     .rule = rule,
                     .detail = text_cut(mem, code_masked(mem, detail), LEDGER_FINDING_DETAIL)});
}

static const char *cell(const struct reader *r, size_t col)
{
    return col == SIZE_MAX ? "" : sheet_cell(r->s, r->row, col);
}

static const char *role_cell(const struct reader *r, enum column_role role)
{
    return cell(r, r->columns->at[role]);
}

static void refuse(struct reader *r, size_t col, const char *rule, const char *detail)
{
    rows_note(r, r->row, col, true, rule, detail);
}

/* ---- fields ---- */

/* What a text would have been before a program dropped the zeros in front of it. */
static bool fits_with_zeros(struct reader *r, const struct ledger_field *f, const char *text)
{
    struct ctx *c = &r->scratch;
    for (int zeros = 1; zeros <= 3 && strspn(text, "0123456789") == strlen(text); zeros++) {
        const struct node *v;
        const char *json, *padded = arena_printf(c->mem, "\"%.*s%s\"", zeros, "000", text);
        if (json_parse(c, padded, strlen(padded), &v) == ERR_OK &&
            field_value_check(c, f, v, &json) == ERR_OK)
            return true;
    }
    return false;
}

/* Why the field itself does not like a value that could be read. */
static enum err explain(struct reader *r, size_t col, const struct ledger_field *f, enum err err)
{
    struct ctx *c = &r->scratch;
    const struct problem why = c->problem;
    const char *text = cell(r, col);
    if (err != ERR_INVALID) {
        r->c->problem = why;
        return err;
    }
    if (strcmp(why.code, "ledger.id_number") == 0)
        refuse(r, col, "id_number", text);
    else if (fits_with_zeros(r, f, text))
        refuse(r, col, "zero_lost", text);
    else if (strcmp(why.code, "ledger.code") == 0)
        refuse(r, col, "code", arena_printf(c->mem, "%s: %s", text, why.detail));
    else if (strcmp(why.code, "ledger.ref") == 0)
        refuse(r, col, "ref", text);
    else
        refuse(r, col, "field", arena_printf(c->mem, "%s: %s", text, why.detail));
    return ERR_OK;
}

/* *out NULL: the cell is empty, or a finding says what is wrong with it. */
enum err rows_field(struct reader *r, size_t col, const struct ledger_field *f, const char **out)
{
    struct ctx *c = &r->scratch;
    struct buf b = {.mem = c->mem};
    const struct node *v;
    const char *text = cell(r, col);
    *out = NULL;
    if (!text[0])
        return ERR_OK;
    const char *rule =
        value_read(c->mem, f, text, (struct day_form){r->s->from_1904, r->o->dates}, &b);
    if (rule) {
        refuse(r, col, rule, text);
        return ERR_OK;
    }
    TRY(json_parse(c, buf_str(&b), b.n, &v));
    enum err err = field_value_check(c, f, v, out);
    return err == ERR_OK ? ERR_OK : explain(r, col, f, err);
}

static const char *key_of(struct reader *r, const struct field_set *set)
{
    struct ctx *c = &r->scratch;
    const char **texts = arena_array(c->mem, r->k->n_key, sizeof *texts);
    for (size_t i = 0; i < r->k->n_key; i++) {
        texts[i] = fields_plain(c, set, r->k->key[i]);
        if (!texts[i])
            return NULL;
    }
    return r->k->n_key ? arena_copy(r->c->mem, key_join(c->mem, texts, r->k->n_key)) : NULL;
}

/* Sets are in order of their fields' names. */
void rows_put(struct field_set *set, const char *field, const char *json)
{
    size_t i = set->n++;
    for (; i > 0 && strcmp(set->v[i - 1].field, field) > 0; i--)
        set->v[i] = set->v[i - 1];
    set->v[i] = (struct field_value){field, json};
}

static enum err read_fields(struct reader *r, struct said *out)
{
    struct ctx *c = &r->scratch;
    struct field_set set = {.v = arena_array(c->mem, r->columns->n, sizeof *set.v)};
    for (size_t i = 0; i < r->k->fields.n; i++) {
        const struct ledger_field *f = &r->k->fields.v[i];
        const char *json = NULL;
        size_t col = columns_of(r->columns, f);
        if (col != SIZE_MAX)
            TRY(rows_field(r, col, f, &json));
        if (json)
            rows_put(&set, f->field, json);
    }
    struct field_set open = fields_where(c, &set, &r->k->fields, field_is_open, false);
    struct field_set sealed = fields_where(c, &set, &r->k->fields, field_is_sealed, false);
    out->fields = arena_copy(r->c->mem, fields_text(c, &open));
    out->sealed = sealed.n ? arena_copy(r->c->mem, fields_text(c, &sealed)) : "{}";
    out->key = key_of(r, &set);
    return ERR_OK;
}

/* ---- place, reference, status ---- */

static bool read_degrees(struct reader *r, enum column_role role, double max, double *out)
{
    const char *text = role_cell(r, role);
    if (value_number(r->scratch.mem, text, "°", out) && *out >= -max && *out <= max)
        return true;
    refuse(r, r->columns->at[role], "point", text);
    return false;
}

static bool read_point(struct reader *r, struct geo_point *out, bool *out_there)
{
    double lon, lat;
    const char *x = role_cell(r, COLUMN_LON), *y = role_cell(r, COLUMN_LAT);
    *out_there = x[0] || y[0];
    if (!*out_there)
        return true;
    if (!read_degrees(r, COLUMN_LON, 180, &lon) || !read_degrees(r, COLUMN_LAT, 90, &lat))
        return false;
    if (r->o->crs && strcmp(r->o->crs, "gcj02") == 0)
        crs_gcj02_to_wgs84(lon, lat, &lon, &lat);
    *out = geo_point_of(lon, lat);
    return true;
}

static void read_place(struct reader *r, struct said *out)
{
    struct place place = {.code = ""};
    const char *text = role_cell(r, COLUMN_AREA);
    if (!read_point(r, &out->point, &out->has_point))
        return;
    out->has_place = text[0] || out->has_point;
    const char *rule =
        places_named(&r->places, r->scratch.mem, text, out->has_point ? &out->point : NULL, &place);
    /* An entry that is there already needs no place again; whether this one is, comes later. */
    if (rule && strcmp(rule, "area_needed") == 0)
        return;
    if (rule)
        refuse(r, text[0] ? r->columns->at[COLUMN_AREA] : r->columns->at[COLUMN_LON], rule, text);
    else
        out->area = arena_copy(r->c->mem, place.code);
}

static void read_ref(struct reader *r, struct said *out)
{
    const char *text = role_cell(r, COLUMN_REF);
    int32_t district;
    if (text[0] && (!text_ref_parse(text, &district, &out->ref) || district != r->district))
        refuse(r, r->columns->at[COLUMN_REF], "ref_unknown", text);
}

/* The status of a graded ledger comes from its inspections: a finding at the head says so once. */
static void read_status(struct reader *r, struct said *out)
{
    struct arena *mem = r->scratch.mem;
    const char *text = role_cell(r, COLUMN_STATUS), *word = key_fold(mem, text);
    if (!text[0] || r->k->graded_by)
        return;
    for (size_t i = 0; i < r->k->n_statuses && !out->status; i++) {
        const struct ledger_status *s = &r->k->statuses[i];
        if (strcmp(s->status, text) == 0 || strcmp(key_fold(mem, s->name.zh), word) == 0 ||
            strcmp(key_fold(mem, s->name.en), word) == 0)
            out->status = s->status;
    }
    if (!out->status)
        refuse(r, r->columns->at[COLUMN_STATUS], "status", text);
}

static void read_post(struct reader *r, struct said *out)
{
    const char *refs, *text = role_cell(r, COLUMN_POST);
    const char *rule =
        text[0] ? posts_named(&r->posts, r->scratch.mem, text, &out->post, &refs) : NULL;
    if (rule)
        refuse(r, r->columns->at[COLUMN_POST], rule,
               refs ? arena_printf(r->scratch.mem, "%s: %s", text, refs) : text);
}

/* ---- rows ---- */

struct used {
    size_t cells, meant; /* with text; with text in a column that means something */
    const char *first;   /* text */
    bool same, head;     /* all texts are one; they say the head again */
};

static struct used look(const struct reader *r)
{
    struct used u = {.first = "", .same = true, .head = true};
    for (size_t col = 0; col < r->s->cols; col++) {
        const char *text = sheet_cell(r->s, r->row, col);
        if (!text[0])
            continue;
        u.first = u.cells ? u.first : text;
        u.cells++;
        u.meant += r->meant[col];
        u.same = u.same && strcmp(text, u.first) == 0;
        u.head = u.head && strcmp(text, sheet_cell(r->s, r->columns->head, col)) == 0;
    }
    return u;
}

static bool is_total(const struct reader *r, const struct used *u)
{
    static const char *const words[] = {"合计",     "总计",     "共计",  "小计", "总和",
                                        "本页小计", "本页合计", "total", "sum",  "subtotal"};
    const char *first = key_fold(r->scratch.mem, u->first);
    for (size_t i = 0; i < LEN(words); i++) {
        const char *rest = text_has_prefix(first, words[i]) ? first + strlen(words[i]) : NULL;
        if (rest && strspn(rest, "0123456789") == strlen(rest))
            return true;
    }
    return false;
}

/* Rows that nobody filled in have their number at the most. */
static bool is_number(const struct used *u)
{
    return u->same && strspn(u->first, "0123456789") == strlen(u->first);
}

static size_t meaning_columns(const struct reader *r)
{
    size_t n = 0;
    for (size_t col = 0; col < r->s->cols; col++)
        n += r->meant[col];
    return n;
}

/* "填表人：张三" with other such things beside it. */
static bool is_signature(const struct reader *r, const struct used *u)
{
    static const char *const words[] = {"填表人", "填报人", "填报单位",   "填表日期", "填报日期",
                                        "制表人", "制表",   "审核人",     "审核",     "审批人",
                                        "经办人", "负责人", "单位负责人", "联系人",   "备注",
                                        "说明",   "注"};
    const char *text = plain_narrow(r->scratch.mem, u->first), *colon = strchr(text, ':');
    if (!colon)
        return false;
    const char *word =
        key_fold(r->scratch.mem, arena_copy_n(r->scratch.mem, text, (size_t)(colon - text)));
    return text_is_among(word, words, LEN(words));
}

/* Below the table stand who filled it in, and what it means: one text alone, also across merged cells. */
static bool is_remark(const struct reader *r, const struct used *u)
{
    if (u->cells > 0 && is_signature(r, u))
        return true;
    return u->cells > 0 && u->same && meaning_columns(r) > 1 &&
           (u->cells > 1 || sheet_cell(r->s, r->row, 0)[0]);
}

/* "***", "无": whoever filled in the sheet had to write something. It may stand, but somebody should look. */
static void check_name(struct reader *r)
{
    static const char *const words[] = {"无",     "没有", "暂无",   "无名",   "无名称",  "无店名",
                                        "无招牌", "未知", "不详",   "不清楚", "未命名",  "未取名",
                                        "待定",   "待填", "none",   "null",   "nil",     "na",
                                        "n/a",    "tbd",  "noname", "nobody", "unknown", "unnamed"};
    size_t col = columns_of(r->columns, ledger_field(&r->k->fields, r->k->title));
    const char *name = cell(r, col);
    if (!name[0])
        return;
    if (!text_is_name(name, SIZE_MAX) ||
        text_is_among(key_fold(r->scratch.mem, name), words, LEN(words)))
        rows_note(r, r->row, col, false, "name_says_nothing", name);
}

static enum err read_row(struct reader *r)
{
    struct said row = {.row = r->row};
    r->bad = false;
    r->report->rows++;
    flaws_of_row(r);
    read_ref(r, &row);
    TRY(read_fields(r, &row));
    check_name(r);
    read_place(r, &row);
    read_status(r, &row);
    read_post(r, &row);
    TRY(figures_read(r, &row));
    if (r->bad)
        return ERR_OK;
    r->rows = arena_grow(r->c->mem, r->rows, r->n, &r->cap, sizeof *r->rows);
    r->rows[r->n++] = row;
    return ERR_OK;
}

enum err rows_read(struct reader *r)
{
    size_t status = r->columns->at[COLUMN_STATUS];
    if (meaning_columns(r) == 0)
        return ERR_OK;
    if (status != SIZE_MAX && r->k->graded_by)
        rows_note(r, r->columns->head, status, false, "status_graded", "");
    figures_check(r);
    for (r->row = r->columns->first; r->row < r->s->rows; r->row++) {
        arena_reset(r->scratch.mem);
        struct used u = look(r);
        bool flawed = flaws_any(r);
        if ((u.head && !flawed) || (u.meant == 0 && !flawed && is_number(&u)))
            continue;
        if ((u.meant == 0 && !flawed) || is_total(r, &u) || is_remark(r, &u))
            rows_note(r, r->row, SIZE_MAX, false, "row_ignored", u.first);
        else
            TRY(read_row(r));
    }
    return ERR_OK;
}
