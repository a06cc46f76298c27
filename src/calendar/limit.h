/* SPDX-License-Identifier: Apache-2.0 */
/*
 * A time limit as rules state it: an amount in one of four units. Hour units are counted in microseconds of their own
 * clock; day units in parts of a day, TIME_DAY ticks being one day of whatever kind. An extension adds ticks.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct json;

enum limit_unit {
    LIMIT_URGENT_HOUR, /* 紧急工作时: wall clock, nights and holidays count */
    LIMIT_WORK_HOUR,   /* 工作时: office hours only */
    LIMIT_WORK_DAY,    /* 工作日 */
    LIMIT_NATURAL_DAY, /* 自然日 */
    LIMIT_UNIT__COUNT
};

struct limit {
    enum limit_unit unit;
    int64_t ticks; /* > 0 */
};

/* bytes of the longest text; the largest amount in hours and in days */
enum { LIMIT_TEXT = 32, LIMIT_HOURS_MAX = 100000, LIMIT_DAYS_MAX = 4000 };

const char *limit_unit_word(enum limit_unit unit); /* "urgent_hour", ... */
bool limit_unit_parse(const char *word, enum limit_unit *out);

/*
 * "4 work_hour", "0.25 urgent_hour", "15 work_day": a positive decimal of at most three decimals, one blank, the word.
 * False: it is not that, or beyond the bounds.
 */
bool limit_parse(const char *text, struct limit *out);
/* The shortest text that limit_parse reads back; ticks that no such text has are rounded to the third decimal. */
void limit_format(struct limit limit, char text[LIMIT_TEXT]);
/* For people: "4 工作时", "0.25 紧急工作时"; "4 work hours". */
void limit_say(struct limit limit, bool english, char text[LIMIT_TEXT]);
/* As a member, as limit_format says it; null where there is none (0 ticks). */
void limit_put(struct json *j, const char *key, struct limit limit);
