/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "base/text.h"
#include "base/time.h"

static void before(struct json *j)
{
    if (j->comma)
        buf_char(j->out, ',');
    j->comma = true;
}

static void open_with(struct json *j, char bracket)
{
    before(j);
    buf_char(j->out, bracket);
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

void json_key(struct json *j, const char *key)
{
    /* at once: a page has thousands of keys */
    char *p = buf_add(j->out, strlen(key) + 3 + j->comma);
    if (j->comma)
        *p++ = ',';
    *p++ = '"';
    while (*key)
        *p++ = *key++;
    *p++ = '"';
    *p = ':';
    j->comma = false;
}

static bool is_plain(unsigned char ch)
{
    return ch >= 0x20 && ch != '"' && ch != '\\' && ch != '<' && ch != 0x7f;
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

void json_text(struct json *j, const char *text)
{
    if (!text) {
        json_null(j);
        return;
    }
    before(j);
    buf_char(j->out, '"');
    const char *from = text, *p = text;
    for (; *p; p++) {
        if (is_plain((unsigned char)*p))
            continue;
        buf_bytes(j->out, from, (size_t)(p - from));
        escape(j->out, (unsigned char)*p);
        from = p + 1;
    }
    buf_bytes(j->out, from, (size_t)(p - from));
    buf_char(j->out, '"');
}

void json_int(struct json *j, int64_t v)
{
    before(j);
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
    before(j);
    buf_bytes(j->out, text, (size_t)real_text(text, sizeof text, v, decimals));
}

void json_bool(struct json *j, bool v)
{
    before(j);
    buf_text(j->out, v ? "true" : "false");
}

void json_null(struct json *j)
{
    before(j);
    buf_text(j->out, "null");
}

void json_time(struct json *j, int64_t us)
{
    char text[TIME_TEXT];
    if (us == 0) {
        json_null(j);
        return;
    }
    time_format(us, text);
    before(j);
    buf_char(j->out, '"');
    buf_text(j->out, text);
    buf_char(j->out, '"');
}

void json_raw(struct json *j, const char *document)
{
    before(j);
    buf_text(j->out, document ? document : "null");
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
