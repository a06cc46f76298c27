/* SPDX-License-Identifier: Apache-2.0 */
#include <assert.h>
#include <string.h>

#include "db/db.h"

struct db_value db_int(int64_t v)
{
    return (struct db_value){.type = DB_INT, .i = v};
}

struct db_value db_real(double v)
{
    return (struct db_value){.type = DB_REAL, .real = v};
}

struct db_value db_text(const char *text)
{
    if (!text)
        return db_null();
    return (struct db_value){.type = DB_TEXT, .p = text, .n = strlen(text)};
}

struct db_value db_blob(const void *p, size_t n)
{
    if (!p)
        return db_null();
    return (struct db_value){.type = DB_BLOB, .p = p, .n = n};
}

struct db_value db_null(void)
{
    return (struct db_value){.type = DB_NULL};
}

struct db_value db_opt(int64_t v)
{
    return v == INT64_MIN ? db_null() : db_int(v);
}

struct db_value db_or_null(int64_t v)
{
    return v ? db_int(v) : db_null();
}

static const struct db_value *at(const struct db_rows *r, size_t row, size_t col)
{
    assert(row < r->n && col < r->cols);
    return &r->v[row * r->cols + col];
}

int64_t row_int(const struct db_rows *r, size_t row, size_t col)
{
    return at(r, row, col)->i;
}

int64_t row_opt(const struct db_rows *r, size_t row, size_t col)
{
    const struct db_value *v = at(r, row, col);
    return v->type == DB_NULL ? INT64_MIN : v->i;
}

double row_real(const struct db_rows *r, size_t row, size_t col)
{
    const struct db_value *v = at(r, row, col);
    return v->type == DB_INT ? (double)v->i : v->real;
}

const char *row_text(const struct db_rows *r, size_t row, size_t col)
{
    const struct db_value *v = at(r, row, col);
    assert(v->type == DB_TEXT || v->type == DB_NULL);
    return v->p;
}

const void *row_blob(const struct db_rows *r, size_t row, size_t col, size_t *out_n)
{
    const struct db_value *v = at(r, row, col);
    assert(v->type == DB_BLOB || v->type == DB_NULL);
    *out_n = v->n;
    return v->p;
}

bool row_null(const struct db_rows *r, size_t row, size_t col)
{
    return at(r, row, col)->type == DB_NULL;
}
