/* SPDX-License-Identifier: Apache-2.0 */
#include "figure/period_span.h"

#include <stdio.h>

#include "base/time.h"

static int month_number(int64_t us)
{
    int day = time_day(us);
    return day / 10000 * 12 + day / 100 % 100 - 1;
}

/* When that month begins. */
static int64_t month_start(int number)
{
    char text[16];
    int64_t us = 0;
    (void)snprintf(text, sizeof text, "%04d-%02d-01", number / 12, number % 12 + 1);
    (void)time_parse(text, &us);
    return us;
}

size_t period_spans(bool monthly, int64_t from, int64_t to, int64_t now, struct period_span *out,
                    size_t max)
{
    int step = monthly ? 1 : 12;
    int first = month_number(from) / step * step, last = month_number(to < now ? to : now);
    size_t n = 0;
    for (int at = first; at <= last; at += step, n++) {
        if (n >= max)
            continue;
        int64_t end = month_start(at + step) - 1;
        out[n].as_of = end < now ? end : now;
        if (monthly)
            (void)snprintf(out[n].period, sizeof out[n].period, "%04d-%02d", at / 12, at % 12 + 1);
        else
            (void)snprintf(out[n].period, sizeof out[n].period, "%04d", at / 12 % 10000);
    }
    return n;
}
