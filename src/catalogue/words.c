/* SPDX-License-Identifier: Apache-2.0 */
#include "catalogue/words.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/text.h"

static bool skip(const char **p, const char *word)
{
    if (!text_has_prefix(*p, word))
        return false;
    *p += strlen(word);
    return true;
}

const char *words_plain(struct arena *mem, const char *text)
{
    struct buf b = {.mem = mem};
    for (const char *p = text; *p;) {
        char ch = text_narrow(p);
        if (ch) {
            buf_char(&b, ch);
            p += 3;
        } else if (!skip(&p, "\xc2\xa0") && !skip(&p, "\xe3\x80\x80")) {
            if (!isspace((unsigned char)*p))
                buf_char(&b, *p);
            p++;
        }
    }
    return buf_str(&b);
}

const char *words_lines(struct arena *mem, const char *text)
{
    if (!strchr(text, '\r'))
        return text;
    struct buf b = {.mem = mem};
    for (const char *p = text; *p; p++)
        if (*p != '\r')
            buf_char(&b, *p);
        else if (p[1] != '\n')
            buf_char(&b, '\n');
    return buf_str(&b);
}

/* ---- codes ---- */

static bool two_digits(const char *p, size_t n, char out[WORDS_CODE])
{
    char code[WORDS_CODE] = "0";
    if (n < 1 || n > 2)
        return false;
    memcpy(code + 2 - n, p, n);
    if (strcmp(code, "00") == 0)
        return false;
    memcpy(out, code, WORDS_CODE);
    return true;
}

static bool is_sign(const char *p)
{
    return *p && (strchr("-_.:", *p) || text_has_prefix(p, "、"));
}

/* "公用设施(01)": the digits between brackets at the end. */
static bool code_behind(struct arena *mem, const char *plain, char out_code[WORDS_CODE],
                        const char **out_name)
{
    const char *open = strrchr(plain, '(');
    size_t n = open ? strspn(open + 1, "0123456789") : 0;
    if (n == 0 || strcmp(open + 1 + n, ")") != 0)
        return true;
    *out_name = arena_copy_n(mem, plain, (size_t)(open - plain));
    return two_digits(open + 1, n, out_code);
}

/* The name keeps its own blanks and brackets where it has no code beside it. */
bool words_code(struct arena *mem, const char *text, char out_code[WORDS_CODE],
                const char **out_name)
{
    const char *plain = words_plain(mem, text), *p = plain;
    size_t n = strspn(p, "0123456789");
    out_code[0] = '\0';
    *out_name = text;
    if (n == 0)
        return code_behind(mem, plain, out_code, out_name);
    if (isalpha((unsigned char)p[n]) || (n > 2 && p[n]))
        return true;
    p += n;
    while (is_sign(p))
        p += text_has_prefix(p, "、") ? strlen("、") : 1;
    *out_name = p;
    return two_digits(plain, n, out_code);
}

bool words_parted(const char *text)
{
    text += strspn(text, "0123456789");
    return is_sign(text) || isspace((unsigned char)*text);
}

bool words_key(struct arena *mem, const char *text, char out_key[CATALOGUE_KEY])
{
    const char *p = words_plain(mem, text);
    char key[CATALOGUE_KEY] = {0};
    if (*p && strchr("cCeE", *p))
        key[0] = (char)tolower((unsigned char)*p++);
    for (size_t i = 1; i < CATALOGUE_KEY - 1; i++, p++) {
        if (i == 3 && *p && strchr("-_.", *p))
            p++;
        if (!isdigit((unsigned char)*p))
            return false;
        key[i] = *p;
    }
    if (*p || memcmp(key + 1, "00", 2) == 0 || memcmp(key + 3, "00", 2) == 0)
        return false;
    memcpy(out_key, key, sizeof key);
    return true;
}

char words_group(const char *text)
{
    bool component = strstr(text, "部件") || strcmp(text, "component") == 0;
    bool event = strstr(text, "事件") || strcmp(text, "event") == 0;
    return (char)(component == event ? 0 : component ? 'c' : 'e');
}

/* ---- limits ---- */

enum { THOUSAND = 1000, PARTS_MAX = 8, DIGITS_MAX = 7 };

static const int64_t minute = INT64_C(60000000), hour = INT64_C(60) * 60000000,
                     day = INT64_C(24) * 60 * 60000000;

static const struct unit_word {
    const char *word;
    enum limit_unit unit;
    bool bare; /* says nothing about whose hours or days; unit is then the office's */
    bool minutes;
} unit_words[] = {
    {"紧急工作小时", LIMIT_URGENT_HOUR, false, false},
    {"紧急工作时",    LIMIT_URGENT_HOUR, false, false},
    {"紧急小时",       LIMIT_URGENT_HOUR, false, false},
    {"工作小时",       LIMIT_WORK_HOUR,   false, false},
    {"工作时",          LIMIT_WORK_HOUR,   false, false},
    {"工作日",          LIMIT_WORK_DAY,    false, false},
    {"工作天",          LIMIT_WORK_DAY,    false, false},
    {"自然日",          LIMIT_NATURAL_DAY, false, false},
    {"自然天",          LIMIT_NATURAL_DAY, false, false},
    {"日历日",          LIMIT_NATURAL_DAY, false, false},
    {"日历天",          LIMIT_NATURAL_DAY, false, false},
    {"分钟",             LIMIT_URGENT_HOUR, false, true },
    {"小时",             LIMIT_WORK_HOUR,   true,  false},
    {"时",                LIMIT_WORK_HOUR,   true,  false},
    {"h",                  LIMIT_WORK_HOUR,   true,  false},
    {"天",                LIMIT_WORK_DAY,    true,  false},
    {"日",                LIMIT_WORK_DAY,    true,  false},
};

static const struct unit_word *skip_unit(const char **p)
{
    for (size_t i = 0; i < LEN(unit_words); i++)
        if (skip(p, unit_words[i].word))
            return &unit_words[i];
    return NULL;
}

/* 1 to 99 in Chinese figures; 0 when there are none. */
static int64_t skip_figures(const char **p)
{
    static const char *const figures[] = {"一", "二", "三", "四", "五", "六", "七", "八", "九"};
    int64_t tens = 0, ones = 0;
    bool ten = false;
    for (;;) {
        size_t i = 0;
        while (i < LEN(figures) && !skip(p, figures[i]))
            i++;
        if (i < LEN(figures))
            ones = (int64_t)i + 1;
        else if (skip(p, "两"))
            ones = 2;
        else if (!ten && skip(p, "十")) {
            ten = true;
            tens = ones ? ones : 1;
            ones = 0;
        } else
            return tens * 10 + ones;
    }
}

/* Thousandths; -1: no number, or more decimals than a limit has. */
static int64_t skip_number(const char **p)
{
    int64_t whole = 0, scale = THOUSAND;
    const char *start = *p;
    if (!isdigit((unsigned char)**p)) {
        whole = skip_figures(p) * THOUSAND;
        (void)skip(p, "个");
        whole += skip(p, "半") ? THOUSAND / 2 : 0;
        (void)skip(p, "个");
        return *p == start ? -1 : whole;
    }
    for (; isdigit((unsigned char)**p) && *p - start < DIGITS_MAX; ++*p)
        whole = whole * 10 + (**p - '0');
    whole *= THOUSAND;
    if (**p == '.')
        for (++*p; isdigit((unsigned char)**p); ++*p) {
            scale /= 10;
            if (scale == 0)
                return -1;
            whole += (**p - '0') * scale;
        }
    (void)skip(p, "个");
    whole += scale == THOUSAND && skip(p, "半") ? THOUSAND / 2 : 0;
    return whole;
}

static void skip_label(const char **p, char tier)
{
    if (**p != tier)
        return;
    ++*p;
    if (!skip(p, "类"))
        (void)skip(p, "级");
    if (!skip(p, "区域"))
        (void)skip(p, "区");
    (void)skip(p, ":");
}

struct part {
    int64_t thousandths;
    const struct unit_word *unit; /* NULL: a bare number */
};

static bool read_part(const char *p, char tier, struct part *out)
{
    static const char *const before[] = {"不超过", "不得超过", "≤", "<="};
    skip_label(&p, tier);
    for (size_t i = 0; i < LEN(before); i++)
        (void)skip(&p, before[i]);
    out->thousandths = skip_number(&p);
    out->unit = skip_unit(&p);
    if (!skip(&p, "以内") && !skip(&p, "之内"))
        (void)skip(&p, "内");
    return out->thousandths > 0 && *p == '\0';
}

static bool limit_of(const struct part *part, const struct limit_words *how, struct limit *out,
                     bool *guessed)
{
    const struct unit_word *u = part->unit;
    enum limit_unit unit = u->unit;
    if (u->bare && unit == LIMIT_WORK_HOUR && how->urgent_hours)
        unit = LIMIT_URGENT_HOUR;
    if (u->bare && unit == LIMIT_WORK_DAY && how->natural_days)
        unit = LIMIT_NATURAL_DAY;
    bool hours = unit == LIMIT_URGENT_HOUR || unit == LIMIT_WORK_HOUR;
    int64_t one = u->minutes ? minute : hours ? hour : day;
    *out = (struct limit){unit, part->thousandths * (one / THOUSAND)};
    *guessed = *guessed || u->bare;
    return out->ticks <= (hours ? LIMIT_HOURS_MAX * hour : LIMIT_DAYS_MAX * day);
}

/* "2/4/8工作时": a bare number has the unit of the next one that names it, else that of the column. */
static bool give_units(struct arena *mem, struct part *parts, size_t n,
                       const struct limit_words *how)
{
    const char *head = how->unit ? words_plain(mem, how->unit) : "";
    const struct unit_word *unit = skip_unit(&head);
    for (size_t i = n; i-- > 0;) {
        if (!parts[i].unit)
            parts[i].unit = unit;
        unit = parts[i].unit;
    }
    return unit != NULL && parts[n - 1].unit;
}

/* Line ends and the usual signs part the tiers. */
static size_t split(struct arena *mem, const char *text, const char *out[PARTS_MAX])
{
    static const char *const signs[] = {"/", "|", ";", ",", "、", "\n", "；", "，", "／"};
    size_t n = 0;
    const char *start = text;
    for (const char *p = text;; p++) {
        size_t i = 0;
        while (*p && i < LEN(signs) && !text_has_prefix(p, signs[i]))
            i++;
        if (*p && i == LEN(signs))
            continue;
        const char *part = words_plain(mem, arena_copy_n(mem, start, (size_t)(p - start)));
        if (*part && n == PARTS_MAX)
            return 0;
        if (*part)
            out[n++] = part;
        if (!*p)
            return n;
        start = p + strlen(signs[i]);
        p = start - 1;
    }
}

bool words_limits(struct arena *mem, const char *text, const struct limit_words *how,
                  struct limit out[CATALOGUE_TIERS], bool *out_guessed)
{
    const char *texts[PARTS_MAX];
    struct part parts[CATALOGUE_TIERS];
    struct limit limits[CATALOGUE_TIERS];
    size_t n = split(mem, words_lines(mem, text), texts);
    bool guessed = false;
    if (n != 1 && n != CATALOGUE_TIERS)
        return false;
    for (size_t i = 0; i < n; i++)
        if (!read_part(texts[i], (char)('A' + i), &parts[i]))
            return false;
    if (!give_units(mem, parts, n, how))
        return false;
    for (size_t i = 0; i < CATALOGUE_TIERS; i++)
        if (!limit_of(&parts[n == 1 ? 0 : i], how, &limits[i], &guessed))
            return false;
    memcpy(out, limits, sizeof limits);
    *out_guessed = guessed;
    return true;
}

static const char *say(struct arena *mem, struct limit l)
{
    char text[LIMIT_TEXT];
    bool in_minutes = l.unit == LIMIT_URGENT_HOUR && l.ticks % minute == 0 &&
                      (l.ticks < hour || l.ticks % (hour / THOUSAND) != 0);
    if (in_minutes)
        return arena_printf(mem, "%lld 分钟", (long long)(l.ticks / minute));
    limit_say(l, false, text);
    return arena_copy(mem, text);
}

static bool same(struct limit a, struct limit b)
{
    return a.unit == b.unit && a.ticks == b.ticks;
}

const char *words_of_limits(struct arena *mem, const struct limit limits[CATALOGUE_TIERS])
{
    if (same(limits[0], limits[1]) && same(limits[1], limits[2]))
        return say(mem, limits[0]);
    return arena_printf(mem, "%s/%s/%s", say(mem, limits[0]), say(mem, limits[1]),
                        say(mem, limits[2]));
}
