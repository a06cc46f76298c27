/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the loader: reading one file, where each complaint names the file, the line and the place in it. */
#pragma once

#include <stddef.h>

#include "base/json_in.h"
#include "programme/programme.h"

struct reader {
    struct ctx *c;
    const char *file, *text; /* the file's n bytes */
    size_t n;
};

/* ERR_INVALID programme.invalid: "FILE:LINE: AT: ...". */
enum err read_fail(const struct reader *r, const char *at, const char *fmt, ...) PRINTF(3, 4);
/* The line, from 1, where the value at "a.b[3].c" begins; of the nearest place around it when there is none. */
int place_line(struct arena *mem, const char *text, size_t n, const char *at);
/* A place inside a place: "actions[3]", "actions[3].to". */
const char *read_at(const struct reader *r, const char *at, const char *key);
const char *read_item(const struct reader *r, const char *at, size_t i);

/* json_read, with the place in the complaint. */
enum err read_object(const struct reader *r, const char *at, const struct node *v,
                     const struct field *fields, size_t n, void *out) MUST_USE;
/* The items of a list that may be missing: min..max of them when it is there. */
enum err read_list(const struct reader *r, const char *at, const struct node *list, size_t min,
                   size_t max, size_t *out_n) MUST_USE;
/* {"zh": ..., "en": ...}, both there, 1..max code points. */
enum err read_name(const struct reader *r, const char *at, const struct node *v, int64_t max,
                   struct name_pair *out) MUST_USE;
/* A word of the vocabulary: a-z 0-9 _ -, a letter first, at most 40. */
enum err read_word(const struct reader *r, const char *at, const char *word) MUST_USE;
/* An array of one or more different words. */
enum err read_words(const struct reader *r, const char *at, const struct node *v,
                    const char *const **out, size_t *out_n) MUST_USE;
/* Which of n words it is; ERR_INVALID names them all. */
enum err read_choice(const struct reader *r, const char *at, const char *word,
                     const char *const *words, size_t n, int *out) MUST_USE;

/* The one of n items, each of whose first member is its name; NULL: none. */
const void *named(const void *items, size_t n, size_t size, const char *name);

/* Lists of words of flow_words.h, as bits; a list that is not there has none. Roles must be there. */
enum err read_inputs(const struct reader *r, const char *at, const struct node *v, unsigned *out)
    MUST_USE;
enum err read_conditions(const struct reader *r, const char *at, const struct node *v,
                         unsigned *out) MUST_USE;
enum err read_deeds(const struct reader *r, const char *at, const struct node *v, unsigned *out)
    MUST_USE;
enum err read_roles(const struct reader *r, const char *at, const struct node *v, unsigned *out)
    MUST_USE;
enum err read_restart(const struct reader *r, const char *at, const char *word,
                      enum flow_restart *out) MUST_USE;
enum err read_milestone(const struct reader *r, const char *at, const char *word,
                        enum flow_milestone *out) MUST_USE;
/* A limit as a text: "4 work_hour". */
enum err read_limit(const struct reader *r, const char *at, const char *text, struct limit *out)
    MUST_USE;

enum err read_flow(const struct reader *r, const struct node *root, struct flow *out) MUST_USE;
enum err read_actions(const struct reader *r, const struct node *list, struct flow *f) MUST_USE;
/* Is what was read sound? No dead end, no wait without a clock, no check by whoever did the work (flow_check.c). */
enum err check_flow(const struct reader *r, const struct flow *f) MUST_USE;
