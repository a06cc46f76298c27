/* SPDX-License-Identifier: Apache-2.0 */
#include "base/time.h"

#include <string.h>
#include <time.h>

enum { SHANGHAI_S = 8 * 3600 };

int64_t time_now(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_REALTIME, &t);
    return (int64_t)t.tv_sec * TIME_SECOND + t.tv_nsec / 1000;
}

/* Floor division: times before 1970 must not round towards zero. */
static int64_t floor_div(int64_t a, int64_t b)
{
    return a / b - (a % b < 0);
}

static void split(int64_t us, struct tm *out_tm, int *out_us)
{
    int64_t s = floor_div(us, TIME_SECOND);
    *out_us = (int)(us - s * TIME_SECOND);
    time_t shifted = (time_t)(s + SHANGHAI_S);
    (void)gmtime_r(&shifted, out_tm);
}

/* n digits of v at p, and what is behind them. By hand, since a page of cases holds hundreds of times. */
static char *put(char *p, int v, int n)
{
    for (int i = n; i-- > 0; v /= 10)
        p[i] = (char)('0' + v % 10);
    return p + n;
}

void time_format(int64_t us, char *text)
{
    struct tm t;
    int part;
    char *p = text;
    split(us, &t, &part);
    const struct {
        int v, n;
        char before;
    } fields[] = {
        {t.tm_mon + 1, 2, '-'},
        {t.tm_mday,    2, '-'},
        {t.tm_hour,    2, 'T'},
        {t.tm_min,     2, ':'},
        {t.tm_sec,     2, ':'},
    };
    p = put(p, t.tm_year + 1900, 4); /* four digits by the range that time_parse accepts */
    for (size_t i = 0; i < sizeof fields / sizeof *fields; i++) {
        *p++ = fields[i].before;
        p = put(p, fields[i].v, fields[i].n);
    }
    if (part) {
        *p++ = '.';
        p = put(p, part, 6);
    }
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

int32_t time_day(int64_t us)
{
    struct tm t;
    int part;
    split(us, &t, &part);
    return (int32_t)((t.tm_year + 1900) * 10000 + (t.tm_mon + 1) * 100 + t.tm_mday);
}
