/* SPDX-License-Identifier: Apache-2.0 */
/* What the views of a case have in common. */
#pragma once

#include "casefile/case_json.h"

struct journal_row;

void case_put_ref(struct json *j, const char *key, int32_t district, int64_t id);
void case_put_name(struct json *j, const char *key, const struct name_pair *name);
void case_put_degrees(struct json *j, const char *key, int64_t e7);
/* The code itself for an area that is gone. */
const char *case_area_name(const struct case_view *v, const char *code);
/* "post": {ref, kind, holder_name} */
void case_put_post(struct json *j, int32_t district, int64_t post, const char *kind,
                   const char *holder);
/* "area" and "chain" */
void case_put_place(const struct case_view *v, const struct casefile *f);
/* Photos of that moment (NULL: all) as values of an open array. */
enum err case_put_photos(const struct case_view *v, const struct casefile *f, const char *moment)
    MUST_USE;
/* "actions" */
enum err case_put_actions(const struct case_view *v, const struct casefile *f,
                          const struct account *who, bool reporter) MUST_USE;
/* The post that the case is with, and who holds it now; "answer" */
enum err case_find_answer(const struct case_view *v, const struct casefile *f,
                          struct post_answer *out) MUST_USE;
void case_put_answer(const struct case_view *v, const struct post_answer *answer);
/* The note of a step stands in the journal's document; NULL: none. */
enum err case_note_of(struct ctx *c, const struct journal_row *row, const char **out) MUST_USE;
