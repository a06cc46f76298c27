/* SPDX-License-Identifier: Apache-2.0 */
#include "db/db_wire.h"

#include <endian.h>
#include <string.h>

#include "base/text.h"

/* From the server's catalogue, where they never change. */
enum {
    TYPE_BOOL = 16,
    TYPE_BYTEA = 17,
    TYPE_INT8 = 20,
    TYPE_INT2 = 21,
    TYPE_INT4 = 23,
    TYPE_TEXT = 25,
    TYPE_FLOAT8 = 701,
    TYPE_UNKNOWN = 705,
    TYPE_VARCHAR = 1043
};

unsigned wire_type(enum db_type type)
{
    switch (type) {
    case DB_INT:
        return TYPE_INT8;
    case DB_REAL:
        return TYPE_FLOAT8;
    case DB_BLOB:
        return TYPE_BYTEA;
    case DB_TEXT:
    case DB_NULL:
        break;
    }
    return 0;
}

void wire_encode(const struct db_value *v, struct wire_value *out)
{
    *out = (struct wire_value){.p = v->p, .n = (int)v->n};
    switch (v->type) {
    case DB_INT:
        out->bits = htobe64((uint64_t)v->i);
        break;
    case DB_REAL:
        memcpy(&out->bits, &v->real, sizeof out->bits);
        out->bits = htobe64(out->bits);
        break;
    case DB_BLOB:
        out->format = 1;
        return;
    case DB_TEXT:
    case DB_NULL:
        return;
    }
    out->p = (const char *)&out->bits;
    out->n = (int)sizeof out->bits;
    out->format = 1;
}

static int64_t from_network(const char *p, size_t n)
{
    uint64_t v = n > 0 && p[0] & 0x80 ? UINT64_MAX : 0;
    for (size_t i = 0; i < n; i++)
        v = v << 8 | (unsigned char)p[i];
    return (int64_t)v;
}

bool wire_decode(unsigned type, const char *p, size_t n, struct db_value *out)
{
    int64_t bits;
    switch (type) {
    case TYPE_INT8:
    case TYPE_INT4:
    case TYPE_INT2:
        *out = db_int(from_network(p, n));
        return true;
    case TYPE_BOOL:
        *out = db_int(n > 0 && p[0] != 0);
        return true;
    case TYPE_FLOAT8:
        bits = from_network(p, n);
        *out = db_real(0);
        memcpy(&out->real, &bits, sizeof out->real);
        return true;
    case TYPE_TEXT:
    case TYPE_VARCHAR:
    case TYPE_UNKNOWN:
        *out = (struct db_value){.type = DB_TEXT, .p = p, .n = n};
        return true;
    case TYPE_BYTEA:
        *out = db_blob(p, n);
        return true;
    default:
        return false;
    }
}

static bool in_class(const char *state, const char *list)
{
    char first[3] = {state[0], state[1], '\0'};
    return strstr(list, first) != NULL;
}

enum err wire_class(const char *state, const char **out_code)
{
    /* Lock not to be had, cancelled, idle too long, and a server that became a standby. */
    static const char *const busy[] = {"55P03", "57014", "25P03", "25006"};
    *out_code = "db.busy";
    if (text_is_among(state, busy, LEN(busy)))
        return ERR_BUSY;
    /* 08P01 is no lost connection but a wrong number of parameters. */
    if (strcmp(state, "08P01") != 0 &&
        (in_class(state, "40 08 53") || text_has_prefix(state, "57P")))
        return ERR_BUSY;
    *out_code = strcmp(state, "23505") == 0   ? "db.unique"
                : strcmp(state, "23503") == 0 ? "db.reference"
                                              : "db.check";
    if (in_class(state, "23"))
        return ERR_CONFLICT;
    *out_code = in_class(state, "22") || strcmp(state, "42804") == 0 ? "db.type" : "db.failed";
    return ERR_INTERNAL;
}

bool wire_refused(const char *state)
{
    return in_class(state, "23 40");
}
