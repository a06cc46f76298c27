/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"

/* The place of a value of n bytes, to be written by the caller at once. */
static char *value(struct json *j, size_t n)
{
    char *p = buf_add(j->out, n + j->comma);
    if (j->comma)
        *p++ = ',';
    j->comma = true;
    return p;
}

static void open_with(struct json *j, char bracket)
{
    *value(j, 1) = bracket;
    j->comma = false;
}

static void close_with(struct json *j, char bracket)
{
    buf_char(j->out, bracket);
    j->comma = true;
}

void json_object(struct json *j)
{
    open_with(j, '{');
}

void json_end(struct json *j)
{
    close_with(j, '}');
}

void json_array(struct json *j)
{
    open_with(j, '[');
}

void json_array_end(struct json *j)
{
    close_with(j, ']');
}

/* The text in quotes; the place of what comes behind it. */
static char *quoted(struct json *j, const char *text, size_t n, size_t behind)
{
    char *p = value(j, n + 2 + behind);
    *p++ = '"';
    memcpy(p, text, n);
    p[n] = '"';
    return p + n + 1;
}

void json_key(struct json *j, const char *key)
{
    *quoted(j, key, strlen(key), 1) = ':';
    j->comma = false;
}

/* What must not stand in a text as it is, and its end. A table: most bytes of a page come through here. */
/* clang-format off */
static const unsigned char is_special[256] = {
    1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ['"'] = 1, ['\\'] = 1, ['<'] = 1, [0x7f] = 1,
};
/* clang-format on */

static size_t plain_length(const char *text)
{
    const char *p = text;
    while (!is_special[(unsigned char)*p])
        p++;
    return (size_t)(p - text);
}

static void escape(struct buf *out, unsigned char ch)
{
    switch (ch) {
    case '"':
        buf_bytes(out, "\\\"", 2);
        return;
    case '\\':
        buf_bytes(out, "\\\\", 2);
        return;
    case '\n':
        buf_bytes(out, "\\n", 2);
        return;
    default: {
        char text[8];
        (void)snprintf(text, sizeof text, "\\u%04x", ch);
        buf_bytes(out, text, 6);
    }
    }
}

static void escaped_text(struct json *j, const char *text)
{
    *value(j, 1) = '"';
    while (*text) {
        size_t n = plain_length(text);
        buf_bytes(j->out, text, n);
        text += n;
        if (*text)
            escape(j->out, (unsigned char)*text++);
    }
    buf_char(j->out, '"');
}

void json_text(struct json *j, const char *text)
{
    if (!text) {
        json_null(j);
        return;
    }
    size_t n = plain_length(text);
    if (text[n])
        escaped_text(j, text);
    else
        (void)quoted(j, text, n, 0);
}

void json_int(struct json *j, int64_t v)
{
    (void)value(j, 0);
    buf_int(j->out, v);
}

/* Beyond 1e15 a double has no decimals left, and as digits alone it would be longer than any text here. */
static int real_text(char *out, size_t room, double v, int decimals)
{
    if (fabs(v) >= 1e15)
        return snprintf(out, room, "%.16e", v);
    int n = snprintf(out, room, "%.*f", decimals, v);
    if (decimals > 0) {
        while (n > 1 && out[n - 1] == '0')
            n--;
        if (out[n - 1] == '.')
            n--;
    }
    return n;
}

void json_real(struct json *j, double v, int decimals)
{
    char text[64];
    if (!isfinite(v)) {
        json_null(j);
        return;
    }
    size_t n = (size_t)real_text(text, sizeof text, v, decimals);
    memcpy(value(j, n), text, n);
}

/* Without a detour over floating point. */
void json_degrees(struct json *j, int64_t e7)
{
    char text[24], *end = text + sizeof text, *p = end;
    uint64_t u = (uint64_t)(e7 < 0 ? -e7 : e7);
    for (int i = 0; i < 7; i++, u /= 10) {
        *--p = (char)('0' + u % 10);
        if (*p == '0' && p + 1 == end)
            end = p; /* zeros at the end are left out */
    }
    if (p < end)
        *--p = '.';
    do {
        *--p = (char)('0' + u % 10);
        u /= 10;
    } while (u);
    if (e7 < 0)
        *--p = '-';
    memcpy(value(j, (size_t)(end - p)), p, (size_t)(end - p));
}

void json_bool(struct json *j, bool v)
{
    json_raw(j, v ? "true" : "false");
}

void json_null(struct json *j)
{
    memcpy(value(j, 4), "null", 4);
}

void json_time(struct json *j, int64_t us)
{
    char text[TIME_TEXT];
    if (us == 0) {
        json_null(j);
        return;
    }
    time_format(us, text);
    (void)quoted(j, text, strlen(text), 0);
}

void json_raw(struct json *j, const char *document)
{
    const char *text = document ? document : "null";
    size_t n = strlen(text);
    memcpy(value(j, n), text, n);
}

void json_put_text(struct json *j, const char *key, const char *text)
{
    json_key(j, key);
    json_text(j, text);
}

void json_put_int(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

void json_put_degrees(struct json *j, const char *key, int64_t e7)
{
    json_key(j, key);
    json_degrees(j, e7);
}

void json_put_bool(struct json *j, const char *key, bool v)
{
    json_key(j, key);
    json_bool(j, v);
}

void json_put_time(struct json *j, const char *key, int64_t us)
{
    json_key(j, key);
    json_time(j, us);
}

void json_put_ref(struct json *j, const char *key, int32_t district, int64_t id)
{
    char ref[TEXT_REF];
    if (id)
        text_ref(district, id, ref);
    json_put_text(j, key, id ? ref : NULL);
}

void json_put_raw(struct json *j, const char *key, const char *document)
{
    json_key(j, key);
    json_raw(j, document);
}
