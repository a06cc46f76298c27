/* SPDX-License-Identifier: Apache-2.0 */
#include "base/log.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/time.h"

void log_line(enum log_level level, const char *fmt, ...)
{
    static const char *const names[] = {"info", "warn", "error"};
    char at[TIME_TEXT], text[1024];
    time_format(time_now(), at);
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(text, sizeof text, fmt, args);
    va_end(args);
    /* A line is one event: whatever a client sent must not fake a second one. */
    for (char *p = text; *p; p++)
        if ((unsigned char)*p < 0x20)
            *p = ' ';
    (void)fprintf(stderr, "%s %s %s\n", at, names[level], text);
}
