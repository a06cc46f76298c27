/* SPDX-License-Identifier: Apache-2.0 */
/* How ledgers, checklists and figures leave as JSON; other nouns use it for what they show of them. */
#pragma once

#include "base/json.h"
#include "programme/programme.h"

/* "text", "integer", "number", "bool", "date", "choice", "list", "ref". */
const char *ledger_type_word(enum ledger_type type);
/* "public", "internal", "restricted". */
const char *visibility_word(enum visibility v);
/* "uscc", "phone"; NULL: none. */
const char *ledger_code_word(enum ledger_code code);

void field_put(struct json *j, const struct ledger_field *f);
/* As an array. */
void fields_put(struct json *j, const char *key, const struct ledger_fields *fields);
void ledger_put(struct json *j, const struct ledger_kind *k);
void checklist_put(struct json *j, const struct checklist *l);
/* Its definition: what it counts or divides, not a value. */
void figure_kind_put(struct json *j, const struct figure_kind *f);
/* A line of the list of programmes; whole: with its ledgers, checklists and figures in full. */
void programme_put(struct json *j, const struct programmes *p, const struct programme *one,
                   bool whole);

/* "status": the word, "status_name": {zh, en} (null when this version does not know it), "sign" (then grey). */
void status_put(struct json *j, const struct ledger_kind *k, const char *status);
