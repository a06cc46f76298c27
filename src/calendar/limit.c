/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/limit.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/json.h"
#include "base/macros.h"
#include "base/time.h"

enum { DIGITS_MAX = 6, DECIMALS_MAX = 3, THOUSAND = 1000 };

static const struct {
    const char *word, *zh, *en;
    int64_t thousandth; /* ticks of a thousandth */
    int64_t max;
} units[LIMIT_UNIT__COUNT] = {
    [LIMIT_URGENT_HOUR] = {"urgent_hour", "紧急工作时", "urgent hour", TIME_DAY / 24 / THOUSAND,
                           LIMIT_HOURS_MAX                                                                          },
    [LIMIT_WORK_HOUR] = {"work_hour",   "工作时",       "work hour",   TIME_DAY / 24 / THOUSAND,
                           LIMIT_HOURS_MAX                                                                          },
    [LIMIT_WORK_DAY] = {"work_day",    "工作日",       "work day",    TIME_DAY / THOUSAND,      LIMIT_DAYS_MAX},
    [LIMIT_NATURAL_DAY] = {"natural_day", "自然日",       "natural day", TIME_DAY / THOUSAND,
                           LIMIT_DAYS_MAX                                                                           },
};

const char *limit_unit_word(enum limit_unit unit)
{
    return units[unit].word;
}

bool limit_unit_parse(const char *word, enum limit_unit *out)
{
    for (size_t i = 0; i < LEN(units); i++) {
        if (strcmp(units[i].word, word) == 0) {
            *out = (enum limit_unit)i;
            return true;
        }
    }
    return false;
}

/* At most n digits at *p, added behind *v; moves past them and returns how many. */
static int digits(const char **p, int n, int64_t *v)
{
    int found = 0;
    for (; found < n && **p >= '0' && **p <= '9'; found++)
        *v = *v * 10 + (*(*p)++ - '0');
    return found;
}

/* The amount in thousandths. */
static bool amount(const char **p, int64_t *out)
{
    int64_t v = 0;
    int decimals = 0;
    if (digits(p, DIGITS_MAX, &v) == 0)
        return false;
    if (**p == '.') {
        (*p)++;
        decimals = digits(p, DECIMALS_MAX, &v);
        if (decimals == 0)
            return false;
    }
    for (; decimals < DECIMALS_MAX; decimals++)
        v *= 10;
    *out = v;
    return true;
}

bool limit_parse(const char *text, struct limit *out)
{
    int64_t thousandths;
    enum limit_unit unit;
    if (!amount(&text, &thousandths) || *text != ' ' || !limit_unit_parse(text + 1, &unit))
        return false;
    if (thousandths == 0 || thousandths > units[unit].max * THOUSAND)
        return false;
    *out = (struct limit){.unit = unit, .ticks = thousandths * units[unit].thousandth};
    return true;
}

/* Returns how many thousandths were written. */
static int64_t put_amount(struct limit limit, char text[LIMIT_TEXT])
{
    int64_t one = units[limit.unit].thousandth;
    int64_t v = limit.ticks / one + (limit.ticks % one >= one - one / 2);
    int n = snprintf(text, LIMIT_TEXT, "%" PRId64 ".%03d", v / THOUSAND, (int)(v % THOUSAND));
    while (text[n - 1] == '0')
        n--;
    text[text[n - 1] == '.' ? n - 1 : n] = '\0';
    return v;
}

void limit_format(struct limit limit, char text[LIMIT_TEXT])
{
    (void)put_amount(limit, text);
    size_t n = strlen(text);
    (void)snprintf(text + n, LIMIT_TEXT - n, " %s", units[limit.unit].word);
}

void limit_say(struct limit limit, bool english, char text[LIMIT_TEXT])
{
    int64_t v = put_amount(limit, text);
    size_t n = strlen(text);
    if (english)
        (void)snprintf(text + n, LIMIT_TEXT - n, " %s%s", units[limit.unit].en,
                       v == THOUSAND ? "" : "s");
    else
        (void)snprintf(text + n, LIMIT_TEXT - n, " %s", units[limit.unit].zh);
}

void limit_put(struct json *j, const char *key, struct limit limit)
{
    char text[LIMIT_TEXT];
    if (limit.ticks)
        limit_format(limit, text);
    json_put_text(j, key, limit.ticks ? text : NULL);
}
