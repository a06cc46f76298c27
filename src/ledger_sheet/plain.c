/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/plain.h"

#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/text.h"
#include "ledger/key.h"

/* Bytes of a blank at p, 0 when there is none. */
static size_t blank(const char *p)
{
    static const char *const blanks[] = {"\xc2\xa0", "\xe3\x80\x80", "\xe2\x80\x8b",
                                         "\xef\xbb\xbf"};
    if (isspace((unsigned char)*p))
        return 1;
    for (size_t i = 0; i < LEN(blanks); i++)
        if (text_has_prefix(p, blanks[i]))
            return strlen(blanks[i]);
    return 0;
}

const char *plain_narrow(struct arena *mem, const char *text)
{
    struct buf b = {.mem = mem};
    for (const char *p = text; *p;) {
        char ch = text_narrow(p);
        size_t skip = ch ? 3 : blank(p);
        if (skip && !ch)
            ch = ' ';
        if (!skip || *p == '\n')
            ch = *p;
        buf_char(&b, ch);
        p += skip ? skip : 1;
    }
    return buf_str(&b);
}

/* Brackets of any form; what is opened last is closed first. */
static int bracket(const char *p, size_t *out_n)
{
    static const char *const opening[] = {"(", "[", "{", "【", "〔"}, *const closing[] = {")", "]",
                                                                                          "}", "】",
                                                                                          "〕"};
    for (size_t i = 0; i < LEN(opening); i++) {
        const char *word = text_has_prefix(p, opening[i])   ? opening[i]
                           : text_has_prefix(p, closing[i]) ? closing[i]
                                                            : NULL;
        *out_n = word ? strlen(word) : 0;
        if (word)
            return word == opening[i] ? 1 : -1;
    }
    *out_n = 1;
    return 0;
}

const char *plain_cut(struct arena *mem, const char *text)
{
    struct buf b = {.mem = mem};
    int depth = 0;
    size_t n;
    for (const char *p = plain_narrow(mem, text); *p; p += n) {
        int step = bracket(p, &n);
        depth += depth + step >= 0 ? step : 0;
        if (step == 0 && depth == 0)
            buf_char(&b, *p);
    }
    return key_fold(mem, buf_str(&b));
}
