/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/row.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"

/* RFC 8785: the short escapes where JSON has them, \u00xx for other controls, everything else as it is. */
static void put_escape(struct buf *b, unsigned char ch)
{
    static const char from[] = "\b\t\n\f\r\"\\", to[] = "btnfr\"\\";
    const char *at = strchr(from, ch);
    if (at)
        buf_printf(b, "\\%c", to[at - from]);
    else
        buf_printf(b, "\\u%04x", ch);
}

static void put_text(struct buf *b, const char *key, const struct db_value *v)
{
    buf_printf(b, ",\"%s\":", key);
    if (v->type == DB_NULL) {
        buf_text(b, "null");
        return;
    }
    const char *from = v->p, *end = from + v->n;
    buf_char(b, '"');
    for (const char *p = from; p < end; p++) {
        unsigned char ch = (unsigned char)*p;
        if (ch >= 0x20 && ch != '"' && ch != '\\')
            continue;
        buf_bytes(b, from, (size_t)(p - from));
        put_escape(b, ch);
        from = p + 1;
    }
    buf_bytes(b, from, (size_t)(end - from));
    buf_char(b, '"');
}

/* Ids reach beyond the 53 bits of a JSON number, so they are text. */
static void put_id(struct buf *b, const char *key, const struct db_value *v)
{
    if (v->type == DB_NULL)
        buf_printf(b, ",\"%s\":null", key);
    else
        buf_printf(b, ",\"%s\":\"%lld\"", key, (long long)v->i);
}

static void put_number(struct buf *b, const char *key, const struct db_value *v)
{
    if (v->type == DB_NULL)
        buf_printf(b, ",\"%s\":null", key);
    else
        buf_printf(b, ",\"%s\":%lld", key, (long long)v->i);
}

void row_canonical(struct buf *b, const struct db_value *row)
{
    size_t open = b->n;
    put_id(b, "account", &row[ROW_ACCOUNT]);
    put_text(b, "action", &row[ROW_ACTION]);
    put_text(b, "after", &row[ROW_AFTER]);
    put_text(b, "area", &row[ROW_AREA]);
    put_number(b, "at", &row[ROW_AT]);
    put_text(b, "before", &row[ROW_BEFORE]);
    put_number(b, "district", &row[ROW_DISTRICT]);
    put_id(b, "id", &row[ROW_ID]);
    put_text(b, "kind", &row[ROW_KIND]);
    put_text(b, "noun", &row[ROW_NOUN]);
    put_id(b, "noun_id", &row[ROW_NOUN_ID]);
    put_text(b, "reason", &row[ROW_REASON]);
    put_text(b, "role", &row[ROW_ROLE]);
    put_text(b, "state_from", &row[ROW_STATE_FROM]);
    put_text(b, "state_to", &row[ROW_STATE_TO]);
    put_number(b, "version", &row[ROW_VERSION]);
    put_text(b, "who", &row[ROW_WHO]);
    buf_char(b, '}');
    b->p[open] = '{'; /* where the first member put its comma */
}

bool row_is_case(const struct db_value *row)
{
    return row[ROW_NOUN].type == DB_TEXT && strcmp(row[ROW_NOUN].p, "casefile") == 0 &&
           row[ROW_KIND].type == DB_TEXT;
}
