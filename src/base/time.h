/* SPDX-License-Identifier: Apache-2.0 */
/* Time is an int64 of Unix microseconds UTC. Days and texts are those of Asia/Shanghai (UTC+8, no summer time). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

enum { TIME_TEXT = 40 };

#define TIME_MS INT64_C(1000)
#define TIME_SECOND INT64_C(1000000)
#define TIME_DAY (INT64_C(86400) * TIME_SECOND)

int64_t time_now(void);    /* wall clock */
int64_t time_steady(void); /* of a clock that nobody sets, from some moment on */
/* "2026-11-24T09:30:00.123456+08:00"; the fraction is left out when zero. text has TIME_TEXT bytes. */
void time_format(int64_t us, char *text);
/* Reads RFC 3339 with Z or an offset, or a date alone (its start in Shanghai). False: not a time. */
bool time_parse(const char *text, int64_t *out_us);
/* The same, but a date alone is the end of its day in Shanghai: what was so that day. */
bool time_parse_end(const char *text, int64_t *out_us);
int32_t time_day(int64_t us); /* yyyymmdd in Shanghai */
