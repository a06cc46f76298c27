/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/value.h"

#include <ctype.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "base/time.h"
#include "ledger/key.h"
#include "ledger_sheet/plain.h"

enum { SERIAL_DIGITS = 5, EPOCH_SERIAL = 25569, FROM_1904 = 1462, TEXT_MAX = 20000 };
#define WHOLE_MAX 9007199254740992.0 /* 2^53: beyond it a double skips numbers */

/* ---- numbers ---- */

static bool strip(char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);
    if (k == 0 || n <= k || strcmp(text + n - k, end) != 0)
        return false;
    text[n - k] = '\0';
    return true;
}

/* "1,234,567.5": each sign stands before three digits. False: a sign is out of place. */
static bool drop_thousands(char *text)
{
    const char *point = strchr(text, '.'), *end = point ? point : text + strlen(text);
    char *to = text;
    for (const char *p = text; *p; p++) {
        if (*p != ',') {
            *to++ = *p;
            continue;
        }
        if (p == text || p >= end || !isdigit((unsigned char)p[-1]) || (end - p) % 4 != 0)
            return false;
    }
    *to = '\0';
    return true;
}

bool value_number(struct arena *mem, const char *text, const char *unit, double *out)
{
    struct buf b = {.mem = mem};
    for (const char *p = plain_narrow(mem, text); *p; p++)
        if (!isspace((unsigned char)*p))
            buf_char(&b, *p);
    char *plain = arena_copy(mem, buf_str(&b));
    if (text_has_prefix(plain, "¥") || text_has_prefix(plain, "￥"))
        plain += text_has_prefix(plain, "¥") ? strlen("¥") : strlen("￥");
    if (unit)
        (void)strip(plain, unit);
    if (plain[0] == '+')
        plain++;
    return drop_thousands(plain) && text_real(plain, out);
}

static const char *read_number(struct arena *mem, const struct ledger_field *f, const char *text,
                               struct buf *out)
{
    double v;
    if (!value_number(mem, text, f->unit, &v))
        return "number";
    if (f->type == LEDGER_INTEGER && (v != floor(v) || fabs(v) > WHOLE_MAX))
        return "integer";
    if (v == floor(v) && fabs(v) <= WHOLE_MAX)
        buf_int(out, (int64_t)v);
    else
        buf_printf(out, "%.15g", v);
    return NULL;
}

/* ---- days ---- */

static bool is_leap(int y)
{
    return (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
}

static const char *day_of(struct arena *mem, int64_t y, int64_t m, int64_t d)
{
    static const int64_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (y < 1000 || y > 2999 || m < 1 || m > 12 || d < 1)
        return NULL;
    if (d > days[m - 1] + (m == 2 && is_leap((int)y)))
        return NULL;
    return arena_printf(mem, "%04d-%02d-%02d", (int)y, (int)m, (int)d);
}

static const char *day_of_number(struct arena *mem, int64_t v)
{
    return day_of(mem, v / 10000, v / 100 % 100, v % 100);
}

/* How many days since 1899-12-30 (or 1904-01-01), as files keep a day; the time behind the point is left out. */
static const char *day_of_serial(struct arena *mem, int64_t serial, bool from_1904)
{
    int64_t day = serial + (from_1904 ? FROM_1904 : 0) - EPOCH_SERIAL;
    return day_of_number(mem, time_day(day * TIME_DAY));
}

/* Digits, at most max, and then what has to follow. */
static bool digits(const char **p, size_t max, int64_t *out)
{
    size_t n = strspn(*p, "0123456789");
    *out = 0;
    if (n == 0 || n > max)
        return false;
    for (size_t i = 0; i < n; i++)
        *out = *out * 10 + (*p)[i] - '0';
    *p += n;
    return true;
}

static bool skip_any(const char **p, const char *const *words, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (text_has_prefix(*p, words[i])) {
            *p += strlen(words[i]);
            return true;
        }
    return false;
}

static const char *skip_blanks(const char *p)
{
    return p + strspn(p, " ");
}

/* "00:00:00", "T08:30" behind a day mean nothing here. */
static bool is_time(const char *p)
{
    return !*p || ((*p == ' ' || *p == 'T') && strspn(p + 1, "0123456789:.") == strlen(p + 1));
}

static const char *day_in_parts(struct arena *mem, const char *p)
{
    static const char *const after_year[] = {"年", "-", "/", "."},
                             *const after_month[] = {"月", "-", "/", "."},
                             *const after_day[] = {"日", "号"};
    int64_t y, m, d;
    if (!digits(&p, 4, &y) || !skip_any(&p, after_year, LEN(after_year)))
        return NULL;
    p = skip_blanks(p);
    if (!digits(&p, 2, &m) || !skip_any(&p, after_month, LEN(after_month)))
        return NULL;
    p = skip_blanks(p);
    if (!digits(&p, 2, &d))
        return NULL;
    (void)skip_any(&p, after_day, LEN(after_day));
    return is_time(p) ? day_of(mem, y, m, d) : NULL;
}

/* The year stands last; a is what stands first. */
static const char *day_in_parts_back(struct arena *mem, const char *p, enum day_order order)
{
    static const char *const signs[] = {"/", "-", "."};
    int64_t a, b, y;
    if (!digits(&p, 2, &a) || !skip_any(&p, signs, LEN(signs)) || !digits(&p, 2, &b) ||
        !skip_any(&p, signs, LEN(signs)) || !digits(&p, 4, &y) || !is_time(p))
        return NULL;
    return order == DAY_MONTH_FIRST ? day_of(mem, y, a, b) : day_of(mem, y, b, a);
}

bool value_day_order(const char *word, enum day_order *out)
{
    *out = DAY_YEAR_FIRST;
    if (!word)
        return true;
    *out = strcmp(word, "mdy") == 0 ? DAY_MONTH_FIRST : DAY_DAY_FIRST;
    return strcmp(word, "mdy") == 0 || strcmp(word, "dmy") == 0;
}

const char *value_day(struct arena *mem, const char *text, struct day_form days)
{
    const char *plain = skip_blanks(plain_narrow(mem, text)), *p = plain;
    int64_t v;
    size_t n = strspn(p, "0123456789");
    if (n == SERIAL_DIGITS && (p[n] == '\0' || p[n] == '.') && digits(&p, SERIAL_DIGITS, &v))
        return day_of_serial(mem, v, days.from_1904);
    if (n == 8 && p[n] == '\0' && digits(&p, 8, &v))
        return day_of_number(mem, v);
    const char *day = day_in_parts(mem, plain);
    if (!day && days.order != DAY_YEAR_FIRST)
        day = day_in_parts_back(mem, plain, days.order);
    return day;
}

/* ---- words ---- */

static const char *read_bool(struct arena *mem, const char *text, struct buf *out)
{
    static const char *const yes[] = {"是", "有", "对", "yes", "y", "true",
                                      "t",  "1",  "√",  "✓",   "✔"},
                             *const no[] = {"否",    "无", "没有", "不是", "no", "n",
                                            "false", "f",  "0",    "×",    "✗"};
    const char *word = key_fold(mem, text);
    bool on = text_is_among(word, yes, LEN(yes));
    if (!on && !text_is_among(word, no, LEN(no)))
        return "bool";
    buf_text(out, on ? "true" : "false");
    return NULL;
}

/* The choice that a word means; NULL: none. */
static const struct ledger_choice *choice_of(struct arena *mem, const struct ledger_field *f,
                                             const char *text)
{
    const char *word = key_fold(mem, text);
    for (size_t i = 0; i < f->n_choices; i++)
        if (strcmp(f->choices[i].value, text) == 0)
            return &f->choices[i];
    for (size_t i = 0; i < f->n_choices; i++) {
        const struct ledger_choice *k = &f->choices[i];
        if (strcmp(key_fold(mem, k->name.zh), word) == 0 ||
            strcmp(key_fold(mem, k->name.en), word) == 0 ||
            strcmp(plain_cut(mem, k->name.zh), word) == 0)
            return k;
    }
    return NULL;
}

static const char *read_choice(struct arena *mem, const struct ledger_field *f, const char *text,
                               struct buf *out)
{
    struct json j = {.out = out};
    const struct ledger_choice *k = choice_of(mem, f, text);
    if (!k)
        return "choice";
    json_text(&j, k->value);
    return NULL;
}

/* Bytes up to the next sign between the items of a list. */
static size_t item_end(const char *p, size_t *out_sign)
{
    static const char *const signs[] = {"、", "，", ",", "；", ";", "/", "|", "\n"};
    for (size_t n = 0;; n++) {
        *out_sign = 0;
        for (size_t i = 0; p[n] && i < LEN(signs); i++)
            if (text_has_prefix(p + n, signs[i]))
                *out_sign = strlen(signs[i]);
        if (!p[n] || *out_sign)
            return n;
    }
}

static const char *read_list(struct arena *mem, const struct ledger_field *f, const char *text,
                             struct buf *out)
{
    struct buf list = {.mem = mem};
    struct json j = {.out = &list};
    bool *taken = arena_array(mem, f->n_choices, sizeof *taken);
    size_t sign;
    for (const char *p = text; *p;) {
        size_t n = item_end(p, &sign);
        const char *word = arena_copy_n(mem, p, n);
        p += n + sign;
        if (key_fold(mem, word)[0] == '\0')
            continue;
        const struct ledger_choice *k = choice_of(mem, f, word);
        if (!k)
            return "choice";
        taken[k - f->choices] = true;
    }
    json_array(&j);
    for (size_t i = 0; i < f->n_choices; i++)
        if (taken[i])
            json_text(&j, f->choices[i].value);
    json_array_end(&j);
    buf_bytes(out, list.p, list.n);
    return NULL;
}

/* "1.23E+17": a program took a code for a number, and only its first digits are left. */
static bool lost_digits(const char *p)
{
    if (!isdigit((unsigned char)*p++))
        return false;
    if (*p == '.')
        p += 1 + strspn(p + 1, "0123456789");
    return (*p == 'e' || *p == 'E') && p[1] == '+' && isdigit((unsigned char)p[2]) &&
           strspn(p + 2, "0123456789") == strlen(p + 2);
}

/* Codes have no blanks and no wide digits; those of a line of text are kept as they were typed. */
static const char *code_text(struct arena *mem, const char *text)
{
    struct buf b = {.mem = mem};
    for (const char *p = plain_narrow(mem, text); *p; p++)
        if (!strchr(" \n\t", *p))
            buf_char(&b, *p);
    return buf_str(&b);
}

static const char *line_text(struct arena *mem, const struct ledger_field *f, const char *text)
{
    struct buf b = {.mem = mem};
    for (const char *p = text; *p; p++) {
        bool end = *p == '\n' || *p == '\r';
        if (*p == '\r' && p[1] == '\n')
            continue;
        buf_char(&b, (char)(!end ? *p : f->multiline ? '\n' : ' '));
    }
    return buf_str(&b);
}

static const char *read_text(struct arena *mem, const struct ledger_field *f, const char *text,
                             struct buf *out)
{
    struct json j = {.out = out};
    if (lost_digits(plain_narrow(mem, text)))
        return "digits_lost";
    if (text_utf8_len(text) > TEXT_MAX)
        return "too_long";
    if (f->code != LEDGER_CODE_NONE || f->type == LEDGER_REF)
        json_text(&j, code_text(mem, text));
    else
        json_text(&j, line_text(mem, f, text));
    return NULL;
}

/* Whether there are such entries is seen when the row is held against the ledger. */
static const char *read_refs(struct arena *mem, const char *text, struct buf *out)
{
    struct json j = {.out = out};
    size_t sign;
    json_array(&j);
    for (const char *p = text; *p;) {
        size_t n = item_end(p, &sign);
        const char *ref = code_text(mem, arena_copy_n(mem, p, n));
        p += n + sign;
        if (ref[0])
            json_text(&j, ref);
    }
    json_array_end(&j);
    return NULL;
}

const char *value_read(struct arena *mem, const struct ledger_field *f, const char *text,
                       struct day_form days, struct buf *out)
{
    struct json j = {.out = out};
    const char *day;
    switch (f->type) {
    case LEDGER_INTEGER:
    case LEDGER_NUMBER:
        return read_number(mem, f, text, out);
    case LEDGER_BOOL:
        return read_bool(mem, text, out);
    case LEDGER_DATE:
        day = value_day(mem, text, days);
        if (day)
            json_text(&j, day);
        return day ? NULL : "date";
    case LEDGER_CHOICE:
        return read_choice(mem, f, text, out);
    case LEDGER_LIST:
        return read_list(mem, f, text, out);
    case LEDGER_REFS:
        return read_refs(mem, text, out);
    case LEDGER_TEXT:
    case LEDGER_REF:
        break;
    }
    return read_text(mem, f, text, out);
}

/* ---- the way back ---- */

static const char *choice_name(const struct ledger_field *f, const char *value)
{
    for (size_t i = 0; value && i < f->n_choices; i++)
        if (strcmp(f->choices[i].value, value) == 0)
            return f->choices[i].name.zh;
    return value ? value : "";
}

static const char *list_names(struct arena *mem, const struct ledger_field *f,
                              const struct node *list)
{
    struct buf b = {.mem = mem};
    for (size_t i = 0; i < node_len(list); i++)
        buf_printf(&b, "%s%s", i ? "、" : "", choice_name(f, node_text(node_at(list, i))));
    return buf_str(&b);
}

const char *value_show(struct arena *mem, const struct ledger_field *f, const struct node *value)
{
    int64_t i;
    double v;
    bool on;
    if (!value || node_type(value) == NODE_NULL) /* null: erased */
        return "";
    if (node_type(value) == NODE_ARRAY)
        return list_names(mem, f, value);
    if (node_bool(value, &on))
        return on ? "是" : "否";
    if (node_int(value, &i))
        return arena_printf(mem, "%lld", (long long)i);
    if (node_real(value, &v))
        return arena_printf(mem, "%.15g", v);
    return choice_name(f, node_text(value));
}
