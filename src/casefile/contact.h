/* SPDX-License-Identifier: Apache-2.0 */
/* How the reporter can be reached: sealed, and seldom opened. */
#pragma once

#include "casefile/casefile.h"

/* The reporter's contact without a trace, for masking only; NULL where not given. ERR_NOT_FOUND case.no_contact. */
enum err casefile_contact(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                          const char **out_name, const char **out_phone) MUST_USE;
/*
 * The same for somebody of the intake, or of the unit that handles the case, who wants to call. Journalled: each look is a
 * row with the looker's name. ERR_DENIED case.role.
 */
enum err casefile_open_contact(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                               const char **out_name, const char **out_phone) MUST_USE;
