/* SPDX-License-Identifier: Apache-2.0 */
/* How flows and kinds of cases leave. */
#pragma once

#include "base/json.h"
#include "programme/programme.h"

/* {zh, en}, or null when there is none. */
void name_put(struct json *j, const char *key, const struct name_pair *name);
/* Inputs as an array of their names. */
void flow_put_needs(struct json *j, const char *key, unsigned needs);
/* "key": the desk's shortcut, or null. */
void flow_put_key(struct json *j, const struct flow_action *a);
/* The flow, and a kind of case, as values. */
void flow_put(struct json *j, const struct flow *f);
void kind_put(struct json *j, const struct case_kind *k);
