/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/field_value.h"

#include <math.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_node.h"
#include "base/text.h"
#include "base/time.h"
#include "jsonschema/jsonschema.h"
#include "ledger/code.h"
#include "ledger/entry_row.h"
#include "ledger/key.h"
#include "person/phone.h"

enum { DATE_TEXT = 10 };

struct checking {
    struct ctx *c;
    const struct ledger_field *f;
};

enum err field_value_fail(struct ctx *c, const struct ledger_field *f, const char *code,
                          const char *detail)
{
    return ctx_fail(c, ERR_INVALID, code, arena_printf(c->mem, "fields.%s", f->field), "%.200s",
                    detail);
}

static enum err wrong(const struct checking *k, const char *why)
{
    return field_value_fail(k->c, k->f, "ledger.field", why);
}

static const char *quoted(struct ctx *c, const char *text)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_text(&j, text);
    return buf_str(&b);
}

/* ---- texts ---- */

static bool is_clean(const char *text, bool multiline)
{
    return text_is_clean(text) && !strchr(text, '\r') && (multiline || !strpbrk(text, "\n\t"));
}

static enum err check_code(const struct checking *k, const char *text, const char **out)
{
    char code[CODE_USCC + 1], phone[PHONE_MAX];
    *out = text;
    if (k->f->code == LEDGER_CODE_USCC) {
        enum code_fault fault = code_uscc(text, code);
        if (fault != CODE_RIGHT)
            return field_value_fail(k->c, k->f, "ledger.code", code_fault_name(fault));
        *out = arena_copy(k->c->mem, code);
    }
    if (k->f->code == LEDGER_CODE_PHONE) {
        if (!phone_read(text, phone))
            return field_value_fail(k->c, k->f, "ledger.code", "phone");
        *out = arena_copy(k->c->mem, phone);
    }
    return ERR_OK;
}

static enum err check_date(const struct checking *k, const char *text)
{
    int64_t at;
    return strlen(text) == DATE_TEXT && time_parse(text, &at) ? ERR_OK : wrong(k, "date");
}

static const struct ledger_choice *choice(const struct ledger_field *f, const char *value)
{
    for (size_t i = 0; value && i < f->n_choices; i++)
        if (strcmp(f->choices[i].value, value) == 0)
            return &f->choices[i];
    return NULL;
}

static enum err check_ref(const struct checking *k, const char *text, const char **out)
{
    char ref[TEXT_REF];
    const char *ledger = NULL;
    int32_t district;
    int64_t id;
    if (text_ref_parse(text, &district, &id))
        TRY(entry_ledger(k->c, district, id, &ledger));
    if (!ledger || strcmp(ledger, k->f->ref) != 0)
        return field_value_fail(k->c, k->f, "ledger.ref", text);
    text_ref(district, id, ref);
    *out = arena_copy(k->c->mem, ref);
    return ERR_OK;
}

/* *out NULL: blanks only. */
static enum err check_text(const struct checking *k, const struct node *v, const char **out)
{
    const char *text = node_text(v);
    size_t n;
    if (!text)
        return wrong(k, "text");
    text = key_trim(k->c->mem, text);
    *out = NULL;
    if (!text[0])
        return ERR_OK;
    if (k->f->code != LEDGER_CODE_USCC && code_resident(text, &n))
        return field_value_fail(k->c, k->f, "ledger.id_number", "");
    if (!is_clean(text, k->f->multiline))
        return wrong(k, "control character");
    if (k->f->type == LEDGER_DATE)
        TRY(check_date(k, text));
    if (k->f->type == LEDGER_CHOICE && !choice(k->f, text))
        return wrong(k, arena_printf(k->c->mem, "choice: %.100s", text));
    if (k->f->type == LEDGER_REF)
        TRY(check_ref(k, text, &text));
    else
        TRY(check_code(k, text, &text));
    *out = quoted(k->c, text);
    return ERR_OK;
}

/* ---- other types ---- */

static enum err check_list(const struct checking *k, const struct node *v, const char **out)
{
    const struct ledger_field *f = k->f;
    struct buf b = {.mem = k->c->mem};
    struct json j = {.out = &b};
    size_t found = 0;
    if (node_type(v) != NODE_ARRAY)
        return wrong(k, "array");
    for (size_t i = 0; i < node_len(v); i++)
        if (!choice(f, node_text(node_at(v, i))))
            return wrong(k, arena_printf(k->c->mem, "choice: [%zu]", i));
    json_array(&j);
    for (size_t i = 0; i < f->n_choices; i++)
        for (size_t n = 0; n < node_len(v); n++) {
            if (strcmp(node_text(node_at(v, n)), f->choices[i].value) != 0)
                continue;
            json_text(&j, f->choices[i].value);
            found++;
            break;
        }
    json_array_end(&j);
    if (found != node_len(v))
        return wrong(k, "uniqueItems");
    *out = found ? buf_str(&b) : NULL;
    return ERR_OK;
}

/* In the order in which they were given. */
static enum err check_refs(const struct checking *k, const struct node *v, const char **out)
{
    struct buf b = {.mem = k->c->mem};
    struct json j = {.out = &b};
    size_t n = node_len(v);
    if (node_type(v) != NODE_ARRAY)
        return wrong(k, "array");
    const char **refs = arena_array(k->c->mem, n, sizeof *refs);
    json_array(&j);
    for (size_t i = 0; i < n; i++) {
        const char *text = node_text(node_at(v, i));
        if (!text)
            return wrong(k, "text");
        TRY(check_ref(k, text, &refs[i]));
        for (size_t m = 0; m < i; m++)
            if (strcmp(refs[m], refs[i]) == 0)
                return wrong(k, "uniqueItems");
        json_text(&j, refs[i]);
    }
    json_array_end(&j);
    *out = n ? buf_str(&b) : NULL;
    return ERR_OK;
}

static enum err check_number(const struct checking *k, const struct node *v, const char **out)
{
    double real;
    if (node_type(v) == NODE_BOOL || !node_real(v, &real) || !isfinite(real))
        return wrong(k, "number");
    if (k->f->type == LEDGER_INTEGER && node_type(v) != NODE_INT && real != floor(real))
        return wrong(k, "integer");
    *out = json_node_text(k->c->mem, v);
    return ERR_OK;
}

static enum err check_type(const struct checking *k, const struct node *v, const char **out)
{
    switch (k->f->type) {
    case LEDGER_INTEGER:
    case LEDGER_NUMBER:
        return check_number(k, v, out);
    case LEDGER_BOOL:
        if (node_type(v) != NODE_BOOL)
            return wrong(k, "true/false");
        *out = json_node_text(k->c->mem, v);
        return ERR_OK;
    case LEDGER_LIST:
        return check_list(k, v, out);
    case LEDGER_REFS:
        return check_refs(k, v, out);
    case LEDGER_TEXT:
    case LEDGER_DATE:
    case LEDGER_CHOICE:
    case LEDGER_REF:
    default:
        return check_text(k, v, out);
    }
}

/* Held against what is going to be kept: a text without the blanks around it, a code in its one form. */
static enum err check_schema(const struct checking *k, const struct node *v, const char *kept)
{
    struct jsonschema_fault fault;
    const char *text = node_text(v);
    if (!k->f->schema)
        return ERR_OK;
    if (text && strcmp(quoted(k->c, text), kept) != 0)
        TRY(json_parse(k->c, kept, strlen(kept), &v));
    if (jsonschema_fits(k->c, k->f->schema, v, &fault))
        return ERR_OK;
    return wrong(k, arena_printf(k->c->mem, "%s%s%s %s", fault.at, fault.at[0] ? " " : "",
                                 fault.keyword, fault.limit));
}

enum err field_value_check(struct ctx *c, const struct ledger_field *f, const struct node *v,
                           const char **out_json)
{
    const struct checking k = {c, f};
    *out_json = NULL;
    if (node_type(v) == NODE_NULL)
        return ERR_OK;
    TRY(check_type(&k, v, out_json));
    return *out_json ? check_schema(&k, v, *out_json) : ERR_OK;
}
