/* SPDX-License-Identifier: Apache-2.0 */
#include "unit_record.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "db/db_driver.h"
#include "unit.h"

enum { SHORT = 64 };

static FILE *file;
static uint64_t chance;
static bool header; /* of the database that is open now */

static const char *name_of_chance(void)
{
    return "the same in every run";
}

static uint32_t same_random(void)
{
    chance = chance * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(chance >> 32);
}

static void same_bytes(void *const p, const size_t n)
{
    unsigned char *at = p;
    for (size_t i = 0; i < n; i++)
        at[i] = (unsigned char)same_random();
}

static void record_bytes(const void *p, size_t n)
{
    const unsigned char *at = p;
    uint64_t mark = 14695981039346656037u;
    for (size_t i = 0; i < n; i++)
        mark = (mark ^ at[i]) * 1099511628211u;
    (void)fprintf(file, "%zu:%016llx", n, (unsigned long long)mark);
}

/* Line ends would split a record. Long texts are told by their mark. */
static void record_text(const char *text, size_t n)
{
    (void)fputc('\'', file);
    for (size_t i = 0; i < n && i < SHORT; i++)
        (void)fputc(text[i] == '\n' ? ' ' : text[i], file);
    (void)fputc('\'', file);
    if (n > SHORT)
        record_bytes(text, n);
}

static void record_value(const struct db_value *v)
{
    switch (v->type) {
    case DB_NULL:
        (void)fputs(" null", file);
        break;
    case DB_INT:
        (void)fprintf(file, " %lld", (long long)v->i);
        break;
    case DB_REAL:
        (void)fprintf(file, " %a", v->real);
        break;
    case DB_TEXT:
        (void)fputc(' ', file);
        record_text(v->p, v->n);
        break;
    case DB_BLOB:
        (void)fputs(" x", file);
        record_bytes(v->p, v->n);
        break;
    }
}

static void record(void *arg, enum sql id, const struct db_value *args, size_t n,
                   const struct db_rows *rows)
{
    const struct db *db = arg;
    if (!header)
        (void)fputs("== a new database\n", file);
    header = true;
    if (db->stmts != db_stmts || db_stmts[id].flags & (DB_STMT_SQLITE | DB_STMT_POSTGRES))
        return;
    (void)fputs(db_stmts[id].name, file);
    for (size_t i = 0; i < n; i++)
        record_value(&args[i]);
    for (size_t i = 0; rows && i < rows->n; i++) {
        (void)fputs(" ->", file);
        for (size_t k = 0; k < rows->cols; k++)
            record_value(&rows->v[i * rows->cols + k]);
    }
    (void)fputc('\n', file);
}

static void open_file(void)
{
    static randombytes_implementation same = {
        .implementation_name = name_of_chance, .random = same_random, .buf = same_bytes};
    char path[1024];
    const char *dir = getenv("WANGGE_SQL_LOG");
    if (!dir || file)
        return;
    (void)snprintf(path, sizeof path, "%s/%s", dir, program_invocation_short_name);
    file = fopen(path, "w");
    if (!file) {
        perror(path);
        abort();
    }
    (void)randombytes_set_implementation(&same);
}

void unit_record(struct ctx *c)
{
    open_file();
    if (!file)
        return;
    chance = 1;
    header = false;
    /* An id tells its time: as if the first were made at the unit's now. */
    db_set_ids(c->db, (c->now / 1000 - INT64_C(1704067200000)) << 22);
    db_watch(c->db, record, c->db);
}

void unit_not_compared(struct ctx *c)
{
    db_watch(c->db, NULL, NULL);
}
