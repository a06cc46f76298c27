/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Schema files schema/NNNN-name.sql are one text for both engines, with type words in braces:
 * {INT} {REAL} {TEXT} {BLOB} and {DIST} at the end of each CREATE TABLE of a business table, {SYSTEM} at the end
 * of one without districts. PostgreSQL: TEXT is COLLATE "C", so ranges of codes hold under any locale. With
 * WANGGE_PG_PARTITIONS=n every {DIST} table is partitioned by hash of district: the stand-in for Citus in tests.
 */
#pragma once

#include "base/ctx.h"

/* Brings an open database (no transaction) to the current schema; does nothing when it is there. */
enum err db_migrate(struct ctx *c) MUST_USE;
