/* SPDX-License-Identifier: Apache-2.0 */
/* Names in two languages of what appears in a case's history. */
#pragma once

#include "programme/programme.h"

/* Of a role as the journal knows it: those of accounts, and resident, reporter, operator, system. */
const struct name_pair *role_words(const char *role);
/* Of a flow's action, or of what happens beside the flow: filing, support, merging in, a look at the contact. */
const struct name_pair *action_words(const struct flow *flow, const char *action);
