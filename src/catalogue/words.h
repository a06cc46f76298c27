/* SPDX-License-Identifier: Apache-2.0 */
/* Inside catalogue: what people type into a sheet, made comparable. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "calendar/limit.h"
#include "catalogue/catalogue.h"

/* Without blanks and line ends, wide forms of ASCII made narrow: "１ 工作日" is "1工作日". */
const char *words_plain(struct arena *mem, const char *text);
/* Lines end with LF only. */
const char *words_lines(struct arena *mem, const char *text);

enum { WORDS_CODE = 3 };
/*
 * Parts a cell such as "1", "01", "01 公用设施", "公用设施(01)" or "公用设施" into two digits, "" when there are none, and
 * the name, "". Three digits and more, or digits before a letter ("5G基站"), belong to the name. False: 00, or such digits
 * and no name.
 */
bool words_code(struct arena *mem, const char *text, char out_code[WORDS_CODE],
                const char **out_name);
/* Is there a sign or a blank between the digits and the name? */
bool words_parted(const char *text);
/*
 * A code of both levels: "0110", "01-10", "e0110", "C0110": out_key as in catalogue_row, its first character 0 when the
 * text does not name the group. False: it is none.
 */
bool words_key(struct arena *mem, const char *text, char out_key[CATALOGUE_KEY]);
/* 'c' for 部件, 'e' for 事件, 0 when the text has neither or both. */
char words_group(const char *text);

/* How bare 小时 and 天 are meant, and the unit of a bare number (of the column's head; NULL none). */
struct limit_words {
    bool urgent_hours, natural_days;
    const char *unit;
};
/*
 * "2紧急工作时", "1 个工作日", "半天", "30分钟", "三日内": one for all tiers, or three for A, B, C ("2紧急工作时/4小时/2天",
 * "2/4/8工作时"). *out_guessed: a word was read as the options say. False: it is not one or three limits.
 */
bool words_limits(struct arena *mem, const char *text, const struct limit_words *how,
                  struct limit out[CATALOGUE_TIERS], bool *out_guessed);
/* In words that words_limits reads back as they are. */
const char *words_of_limits(struct arena *mem, const struct limit limits[CATALOGUE_TIERS]);
