/* SPDX-License-Identifier: Apache-2.0 */
/*
 * With WANGGE_SQL_LOG=DIR every test program writes what its databases were asked and answered to DIR/<program>, with
 * ids and secrets that are the same in every run: so that runs on different engines can be compared (test/samesql.py).
 */
#pragma once

#include "base/ctx.h"

/* Does nothing without WANGGE_SQL_LOG. Call once per database, before its first unit. */
void unit_record(struct ctx *c);
