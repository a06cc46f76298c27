/* SPDX-License-Identifier: Apache-2.0 */
/* How ledgers, checklists and figures leave as JSON; other nouns use it for what they show of them. */
#pragma once

#include "base/json.h"
#include "programme/programme.h"

void ledger_put(struct json *j, const struct ledger_kind *k);
void checklist_put(struct json *j, const struct checklist *l);
/* A line of the list of programmes; whole: with its ledgers, checklists and figures in full. */
void programme_put(struct json *j, const struct programmes *p, const struct programme *one,
                   bool whole);
