/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/hours.h"

#include <stdio.h>
#include <string.h>

#include "base/macros.h"

enum { DAY_END = 1440, CLOCK_DIGITS = 5, WINDOW_CHARS = 11 };

const struct office_hours hours_usual = {
    .weekday = 0x1f, .n = 2, .windows = {{480, 720}, {840, 1080}}
};

/* "08:00" as minutes of the day; "24:00" too. */
static bool read_minute(const char *text, int16_t *out)
{
    static const char form[] = "dd:dd";
    int v[2] = {0, 0};
    for (int i = 0; i < CLOCK_DIGITS; i++) {
        bool digit = text[i] >= '0' && text[i] <= '9';
        if (form[i] == ':' ? text[i] != ':' : !digit)
            return false;
        if (digit)
            v[i > 2] = v[i > 2] * 10 + (text[i] - '0');
    }
    int minute = v[0] * 60 + v[1];
    if (v[1] > 59 || minute > DAY_END || text[CLOCK_DIGITS] != '\0')
        return false;
    *out = (int16_t)minute;
    return true;
}

static void format_minute(int16_t minute, char text[8])
{
    (void)snprintf(text, 8, "%02u:%02u", (unsigned)minute / 60 % 100, (unsigned)minute % 60);
}

bool hours_are_sound(const struct office_hours *h)
{
    if (h->weekday == 0 || h->weekday > 0x7f || h->n == 0 || h->n > CALENDAR_WINDOWS)
        return false;
    for (size_t i = 0; i < h->n; i++) {
        int floor = i == 0 ? -1 : h->windows[i - 1].to;
        if (h->windows[i].from <= floor || h->windows[i].to <= h->windows[i].from ||
            h->windows[i].to > DAY_END)
            return false;
    }
    return true;
}

static bool read_window(const char *text, struct office_window *out)
{
    char from[CLOCK_DIGITS + 1] = {0}, to[CLOCK_DIGITS + 1] = {0};
    if (text[CLOCK_DIGITS] != '-')
        return false;
    memcpy(from, text, CLOCK_DIGITS);
    memcpy(to, text + CLOCK_DIGITS + 1, CLOCK_DIGITS);
    return read_minute(from, &out->from) && read_minute(to, &out->to);
}

bool hours_parse(const char *text, struct office_hours *out)
{
    struct office_hours h = {.from = out->from, .weekday = 1};
    size_t n = strlen(text);
    for (size_t at = 0; at + WINDOW_CHARS <= n; at += WINDOW_CHARS + 1) {
        char end = text[at + WINDOW_CHARS];
        bool more = end == ',' && h.n + 1 < CALENDAR_WINDOWS;
        if ((end != '\0' && !more) || !read_window(text + at, &h.windows[h.n]))
            return false;
        h.n++;
    }
    if (n != h.n * (WINDOW_CHARS + 1U) - 1 || !hours_are_sound(&h))
        return false;
    h.weekday = out->weekday;
    *out = h;
    return true;
}

void hours_format(const struct office_hours *hours, char text[HOURS_TEXT])
{
    size_t n = 0;
    for (size_t i = 0; i < hours->n; i++) {
        char from[8], to[8];
        format_minute(hours->windows[i].from, from);
        format_minute(hours->windows[i].to, to);
        n += (size_t)snprintf(text + n, HOURS_TEXT - n, "%s%s-%s", i ? "," : "", from, to);
    }
}

static const char *const rule_words[] = {
    [DAY_RULE_NTH_END] = "nth_end", [DAY_RULE_ROLLING] = "rolling"};

const char *day_rule_word(enum day_rule rule)
{
    return rule_words[rule];
}

bool day_rule_parse(const char *word, enum day_rule *out)
{
    for (size_t i = 0; i < LEN(rule_words); i++) {
        if (strcmp(rule_words[i], word) == 0) {
            *out = (enum day_rule)i;
            return true;
        }
    }
    return false;
}
