/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <string.h>
#include <time.h>

enum { DAY_S = 86400, SHANGHAI_S = 8 * 3600 };

static int64_t clock_us(clockid_t clock)
{
    struct timespec t;
    (void)clock_gettime(clock, &t);
    return (int64_t)t.tv_sec * TIME_SECOND + t.tv_nsec / 1000;
}

int64_t time_now(void)
{
    return clock_us(CLOCK_REALTIME);
}

int64_t time_steady(void)
{
    return clock_us(CLOCK_MONOTONIC);
}

/* Floor division: times before 1970 must not round towards zero. */
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

struct parts {
    int year, month, day; /* from 1 */
    int second;           /* of the day */
    int us;
};

/*
 * By arithmetic, as a page of cases holds hundreds of times: in years that begin in March the leap day is the last one, and
 * 400 of them have 146,097 days. 719,468 days lie between the first of March of the year 0 and 1970.
 */
static struct parts split(int64_t us)
{
    const int64_t second = floor_div(us, TIME_SECOND), local = second + SHANGHAI_S,
                  day = floor_div(local, DAY_S), from_0 = day + 719468,
                  era = floor_div(from_0, 146097);
    const int in_era = (int)(from_0 - era * 146097),
              year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365,
              in_year = in_era - (365 * year + year / 4 - year / 100),
              month = (5 * in_year + 2) / 153; /* 0 is March */
    return (struct parts){.year = (int)(era * 400) + year + (month >= 10),
                          .month = month < 10 ? month + 3 : month - 9,
                          .day = in_year - (153 * month + 2) / 5 + 1,
                          .second = (int)(local - day * DAY_S),
                          .us = (int)(us - second * TIME_SECOND)};
}

/* A sign and the n digits of v at p; what is behind them. */
static char *put(char *p, char before, int v, int n)
{
    *p = before;
    for (int i = n; i > 0; v /= 10)
        p[i--] = (char)('0' + v % 10);
    return p + 1 + n;
}

void time_format(int64_t us, char *text)
{
    const struct parts t = split(us);
    char *p = text;
    for (int i = 4, v = t.year; i-- > 0;
         v /= 10) /* four digits by the range that time_parse accepts */
        p[i] = (char)('0' + v % 10);
    p = put(p + 4, '-', t.month, 2);
    p = put(p, '-', t.day, 2);
    p = put(p, 'T', t.second / 3600, 2);
    p = put(p, ':', t.second / 60 % 60, 2);
    p = put(p, ':', t.second % 60, 2);
    if (t.us)
        p = put(p, '.', t.us, 6);
    memcpy(p, "+08:00", sizeof "+08:00");
}

/* Exactly n digits at *p; moves past them. */
static bool digits(const char **p, int n, int *out)
{
    int v = 0;
    for (int i = 0; i < n; i++) {
        char ch = (*p)[i];
        if (ch < '0' || ch > '9')
            return false;
        v = v * 10 + (ch - '0');
    }
    *p += n;
    *out = v;
    return true;
}

static bool literal(const char **p, char ch)
{
    if (**p != ch)
        return false;
    (*p)++;
    return true;
}

static bool parse_date(const char **p, struct tm *t)
{
    static const int month_days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    int y, m, d;
    if (!digits(p, 4, &y) || !literal(p, '-') || !digits(p, 2, &m) || !literal(p, '-') ||
        !digits(p, 2, &d))
        return false;
    bool leap = (y % 4 == 0 && y % 100 != 0) || y % 400 == 0;
    if (y < 1900 || m < 1 || m > 12 || d < 1 || d > month_days[m - 1] ||
        (m == 2 && d == 29 && !leap))
        return false;
    *t = (struct tm){.tm_year = y - 1900, .tm_mon = m - 1, .tm_mday = d};
    return true;
}

static bool parse_clock(const char **p, struct tm *t, int *out_us)
{
    int h, m, s;
    if (!digits(p, 2, &h) || !literal(p, ':') || !digits(p, 2, &m) || !literal(p, ':') ||
        !digits(p, 2, &s) || h > 23 || m > 59 || s > 59)
        return false;
    t->tm_hour = h;
    t->tm_min = m;
    t->tm_sec = s;
    int us = 0;
    if (literal(p, '.')) {
        int scale = 100000, seen = 0;
        for (; **p >= '0' && **p <= '9'; (*p)++, seen++) {
            us += (**p - '0') * scale;
            scale /= 10;
        }
        if (seen == 0)
            return false;
    }
    *out_us = us;
    return true;
}

static bool parse_offset(const char **p, int *out_s)
{
    if (literal(p, 'Z')) {
        *out_s = 0;
        return true;
    }
    int sign = **p == '-' ? -1 : 1, h, m;
    if (**p != '+' && **p != '-')
        return false;
    (*p)++;
    if (!digits(p, 2, &h) || !literal(p, ':') || !digits(p, 2, &m) || h > 14 || m > 59)
        return false;
    *out_s = sign * (h * 3600 + m * 60);
    return true;
}

bool time_parse(const char *text, int64_t *out_us)
{
    struct tm t;
    int us = 0, offset = SHANGHAI_S;
    const char *p = text;
    if (!parse_date(&p, &t))
        return false;
    if (*p != '\0' && (!literal(&p, 'T') || !parse_clock(&p, &t, &us) ||
                       !parse_offset(&p, &offset) || *p != '\0'))
        return false;
    int64_t at = ((int64_t)timegm(&t) - offset) * TIME_SECOND + us;
    int32_t day = time_day(at); /* an offset must not carry it past the years that can be written */
    if (day < 19000101 || day > 99991231)
        return false;
    *out_us = at;
    return true;
}

bool time_parse_end(const char *text, int64_t *out_us)
{
    if (!time_parse(text, out_us))
        return false;
    if (!strchr(text, 'T'))
        *out_us += TIME_DAY - 1;
    return true;
}

int32_t time_day(int64_t us)
{
    const struct parts t = split(us);
    return t.year * 10000 + t.month * 100 + t.day;
}
