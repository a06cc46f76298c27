/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/collect.h"

#include <string.h>

#include "base/arena.h"
#include "base/macros.h"
#include "sheet/sheet.h"

static int hex4(const char *p)
{
    int v = 0;
    for (int i = 0; i < 4; i++) {
        static const char digits[] = "0123456789abcdef";
        const char *at = p[i] ? strchr(digits, p[i] | 0x20) : NULL;
        if (!at)
            return -1;
        v = v * 16 + (int)(at - digits);
    }
    return v;
}

static const char *const blanks[] = {" ", "\t", "\n", "\r", "\xc2\xa0", "\xe3\x80\x80"};

static size_t blank_at(const char *p, size_t n)
{
    for (size_t i = 0; i < LEN(blanks); i++) {
        size_t len = strlen(blanks[i]);
        if (n >= len && memcmp(p, blanks[i], len) == 0)
            return len;
    }
    return 0;
}

static size_t blank_before(const char *p, size_t n)
{
    for (size_t i = 0; i < LEN(blanks); i++) {
        size_t len = strlen(blanks[i]);
        if (n >= len && memcmp(p + n - len, blanks[i], len) == 0)
            return len;
    }
    return 0;
}

const char *collect_trimmed(struct arena *mem, const char *text)
{
    size_t n = strlen(text), skip;
    while ((skip = blank_at(text, n)) > 0) {
        text += skip;
        n -= skip;
    }
    size_t whole = n;
    while ((skip = blank_before(text, n)) > 0)
        n -= skip;
    return n == whole ? text : arena_copy_n(mem, text, n);
}

const char *collect_unescaped(struct arena *mem, const char *text)
{
    const char *mark = strstr(text, "_x");
    if (!mark)
        return text;
    struct buf out = {.mem = mem};
    for (; mark; mark = strstr(text, "_x")) {
        int v = hex4(mark + 2);
        bool escape = v >= 0 && v < 0x80 && mark[6] == '_';
        buf_bytes(&out, text, (size_t)(mark - text) + (escape ? 0 : 2));
        if (escape && (v >= ' ' || v == '\n' || v == '\t'))
            buf_char(&out, (char)v);
        text = mark + (escape ? 7 : 2);
    }
    buf_text(&out, text);
    return buf_str(&out);
}

void collect_start(struct collector *k, const char *name)
{
    k->phonetic += strcmp(name, "rPh") == 0;
    if (k->phonetic == 0 && (strcmp(name, "t") == 0 || strcmp(name, "v") == 0))
        k->on = true;
}

void collect_end(struct collector *k, const char *name)
{
    k->phonetic -= strcmp(name, "rPh") == 0;
    if (strcmp(name, "t") == 0 || strcmp(name, "v") == 0)
        k->on = false;
}

enum err collect_text(struct collector *k, const char *p, size_t n, const char *where)
{
    if (!k->on)
        return ERR_OK;
    if (k->text.n + n > SHEET_TEXT_MAX)
        return ctx_fail(k->c, ERR_INVALID, "sheet.too_large", "", "%s: > %d", where,
                        SHEET_TEXT_MAX);
    buf_bytes(&k->text, p, n);
    return ERR_OK;
}

const char *collected(struct collector *k)
{
    const char *text = k->text.n ? buf_str(&k->text) : "";
    k->text.n = 0;
    return text;
}
