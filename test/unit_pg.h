/* SPDX-License-Identifier: Apache-2.0 */
/* Migrated, empty databases in the cluster that WANGGE_TEST_PG names. */
#pragma once

enum { UNIT_PG_URL = 512 };

/* A database that nobody uses. */
void unit_pg_take(char url[UNIT_PG_URL]);
/* It is emptied for the next test, or dropped when the test changed more than rows. */
void unit_pg_give(const char *url);
/* Drops all, also what a failed test did not give back. */
void unit_pg_end(void);
