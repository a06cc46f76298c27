/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What every C test includes: cmocka with TAP output, and a fresh database of the engine that WANGGE_TEST_DB names
 * ("sqlite", the default, or "postgres" with WANGGE_TEST_PG, the URL of a cluster that ./dev test starts).
 * Test functions are sentences: static void closing_twice_conflicts(void **state).
 */
#pragma once

#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/ctx.h"

/* Runs the tests of a file: return UNIT_RUN(tests) from main. */
#define UNIT_RUN(tests) (unit_tap(), cmocka_run_group_tests(tests, NULL, NULL))
void unit_tap(void);

/* A new, migrated database and a ctx on it with an arena and a fixed now (2026-11-24 09:00 Shanghai); no open unit. */
struct ctx *unit_open(void);
void unit_close(struct ctx *c); /* drops the database */
bool unit_is_postgres(void);    /* which engine unit_open takes */
/* For a test of one engine only, or with threads: what its database is asked differs (test/samesql.py). */
void unit_not_compared(struct ctx *c);
const char *unit_url(const struct ctx *c);
/* The shared real data, or NULL where it is absent: then the test says so and calls skip(). Never absent in CI. */
const char *unit_shared(const char *name);
/* Skips the test where that file is absent: said before anything is allocated, for nothing is freed then. */
void unit_need(const char *name);
