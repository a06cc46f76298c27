/* SPDX-License-Identifier: Apache-2.0 */
/* One value of one field, inside ledger/fields.c: checked and written as it is kept. */
#pragma once

#include "base/ctx.h"
#include "programme/ledger_field.h"

struct node;

/*
 * *out_json NULL: null, or a text of blanks only, is no value. Texts lose the blanks at their ends; codes, phones and
 * references are written in their one form; lists come in the order of the choices.
 */
enum err field_value_check(struct ctx *c, const struct ledger_field *f, const struct node *v,
                           const char **out_json) MUST_USE;
/* ERR_INVALID with field "fields.NAME". */
enum err field_value_fail(struct ctx *c, const struct ledger_field *f, const char *code,
                          const char *detail);
