/* SPDX-License-Identifier: Apache-2.0 */
/* The actions behind the letters of a plan: who does what, with what in the hand. */
#pragma once

#include "casefile/casefile.h"
#include "demo/demo_plan.h"

enum err deeds_do(struct demo *d, const struct plan_step *step, const struct casefile *at) MUST_USE;

/* A sentence of demo/script.json: a reason for that, or of a kind of case its "body" or "note". */
const char *demo_reason(struct demo *d, const char *of);
const char *demo_text(struct demo *d, const char *kind, const char *of);
