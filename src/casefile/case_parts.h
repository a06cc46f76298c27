/* SPDX-License-Identifier: Apache-2.0 */
/* What the views of a case have in common. */
#pragma once

#include "casefile/case_json.h"
#include "casefile/said.h"
#include "programme/flow_json.h"

struct journal_row;

/* "post": {ref, kind, holder_name} */
void case_put_post(struct json *j, int32_t district, int64_t post, const char *kind,
                   const char *holder);
/* Names that stand in other tables; NULL: none. post_kind NULL: the case is with no post. */
struct case_names {
    const char *post_kind, *holder, *limit_text, *assigned;
};
/* The members that lists and the whole case have in common. */
void case_put_facts(const struct case_view *v, const struct casefile *f,
                    const struct case_names *names);
const char *case_light_word(enum case_light light); /* "none", "yellow", "red" */
const struct name_pair *case_clock_name(const struct case_view *v, const char *flow,
                                        const char *clock);
void case_put_opt_int(struct json *j, const char *key, int64_t v);
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
/*
 * A corrected case leaves its old kind and place by one row of the journal, without a state behind it, and arrives by a
 * second one: shown is the second, as a step within its state.
 */
const char *case_state_from(const struct journal_row *row);
/* What was said with a step: a reporter's words in one of `said`, an officer's in the journal. */
enum err case_words_of(struct ctx *c, const struct journal_row *row, const struct said *said,
                       size_t n_said, struct said *out) MUST_USE;

/* ---- the closed loop; each writes the member of its name ---- */

/* *out_limit_text: of the clock that runs; NULL: none does. */
enum err case_put_clocks(const struct case_view *v, const struct casefile *f,
                         const char **out_limit_text) MUST_USE;
enum err case_put_rule(const struct case_view *v, const char *text) MUST_USE; /* NULL: null */
enum err case_put_standard(const struct case_view *v, const struct casefile *f) MUST_USE;
enum err case_put_requests(const struct case_view *v, const struct casefile *f) MUST_USE;
enum err case_put_marks(const struct case_view *v, const struct casefile *f) MUST_USE;
enum err case_put_joint(const struct case_view *v, const struct casefile *f) MUST_USE;
enum err case_put_crew(const struct case_view *v, const struct casefile *f) MUST_USE;
/* Each time that a unit handed it back, from its history. */
enum err case_put_ping_pong(const struct case_view *v, const struct flow *flow,
                            const struct journal_row *rows, size_t n) MUST_USE;
enum err case_put_proof(const struct case_view *v, const struct casefile *f) MUST_USE;
