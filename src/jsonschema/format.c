/* SPDX-License-Identifier: Apache-2.0 */
/* RFC 3339, 5.6: full-date and date-time, a leap second included where UTC may have one. */
#include <string.h>

#include "jsonschema/schema.h"

enum { DATE_LEN = 10, TIME_LEN = 8, OFFSET_LEN = 6 };

/* n digits as a number; -1: they are not. */
static int digits(const char *p, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++) {
        if (p[i] < '0' || p[i] > '9')
            return -1;
        v = v * 10 + (p[i] - '0');
    }
    return v;
}

static bool is_leap(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static bool is_date(const char *p, size_t n)
{
    static const int days[] = {31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    if (n < DATE_LEN || p[4] != '-' || p[7] != '-')
        return false;
    int year = digits(p, 4), month = digits(p + 5, 2), day = digits(p + 8, 2);
    if (year < 0 || month < 1 || month > 12 || day < 1 || day > days[month - 1])
        return false;
    return month != 2 || day < 29 || is_leap(year);
}

/* "Z" or "+08:00", in minutes. */
static bool read_offset(const char *p, int *out)
{
    if ((*p == 'Z' || *p == 'z') && !p[1]) {
        *out = 0;
        return true;
    }
    if ((*p != '+' && *p != '-') || strlen(p) != OFFSET_LEN || p[3] != ':')
        return false;
    int hours = digits(p + 1, 2), minutes = digits(p + 4, 2);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59)
        return false;
    *out = (hours * 60 + minutes) * (*p == '-' ? -1 : 1);
    return true;
}

static bool is_time(const char *p)
{
    enum { DAY = 24 * 60, LAST = DAY - 1 };
    int offset;
    if (strlen(p) < TIME_LEN || p[2] != ':' || p[5] != ':')
        return false;
    int hour = digits(p, 2), minute = digits(p + 3, 2), second = digits(p + 6, 2);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 60)
        return false;
    p += TIME_LEN;
    if (*p == '.') {
        size_t n = strspn(p + 1, "0123456789");
        if (n == 0)
            return false;
        p += 1 + n;
    }
    if (!read_offset(p, &offset))
        return false;
    return second < 60 || (hour * 60 + minute - offset + 2 * DAY) % DAY == LAST;
}

bool format_holds(enum schema_format format, const char *text)
{
    size_t n = strlen(text);
    switch (format) {
    case FORMAT_DATE:
        return n == DATE_LEN && is_date(text, n);
    case FORMAT_DATE_TIME:
        return is_date(text, n) && (text[DATE_LEN] == 'T' || text[DATE_LEN] == 't') &&
               is_time(text + DATE_LEN + 1);
    case FORMAT_NONE:
    default:
        return true;
    }
}
