/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/key.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/macros.h"
#include "base/text.h"

/* Well-formed UTF-8 is taken for granted: the door and the readers of files check it. */
static uint32_t next(const unsigned char **at)
{
    const unsigned char *p = *at;
    int more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc0 ? 1 : 0;
    uint32_t ch = more == 3 ? *p & 0x07U : more == 2 ? *p & 0x0fU : more == 1 ? *p & 0x1fU : *p;
    for (p++; more > 0 && *p; more--, p++)
        ch = ch << 6 | (*p & 0x3fU);
    *at = p;
    return ch;
}

static void put(struct buf *b, uint32_t ch)
{
    char text[4];
    size_t n = 0;
    if (ch < 0x80) {
        text[n++] = (char)ch;
    } else if (ch < 0x800) {
        text[n++] = (char)(0xc0 | ch >> 6);
        text[n++] = (char)(0x80 | (ch & 0x3f));
    } else if (ch < 0x10000) {
        text[n++] = (char)(0xe0 | ch >> 12);
        text[n++] = (char)(0x80 | (ch >> 6 & 0x3f));
        text[n++] = (char)(0x80 | (ch & 0x3f));
    } else {
        text[n++] = (char)(0xf0 | ch >> 18);
        text[n++] = (char)(0x80 | (ch >> 12 & 0x3f));
        text[n++] = (char)(0x80 | (ch >> 6 & 0x3f));
        text[n++] = (char)(0x80 | (ch & 0x3f));
    }
    buf_bytes(b, text, n);
}

struct range {
    uint32_t first, last;
};

/* Blanks, punctuation, and marks that nobody sees. */
static const struct range nothing[] = {
    {0x00,   0x2f  },
    {0x3a,   0x40  },
    {0x5b,   0x60  },
    {0x7b,   0xa9  },
    {0xab,   0xb1  },
    {0xb4,   0xb4  },
    {0xb6,   0xb8  },
    {0xbb,   0xbb  },
    {0xbf,   0xbf  },
    {0x2000, 0x206f},
    {0x3000, 0x3003},
    {0x3008, 0x3020},
    {0x3030, 0x3030},
    {0x30fb, 0x30fb},
    {0xfe10, 0xfe1f},
    {0xfe30, 0xfe6f},
    {0xfeff, 0xfeff},
    {0xff5f, 0xff65},
};

static bool is_nothing(uint32_t ch)
{
    for (size_t i = 0; i < LEN(nothing); i++)
        if (ch >= nothing[i].first && ch <= nothing[i].last)
            return true;
    return false;
}

static uint32_t narrow(uint32_t ch)
{
    if (ch >= 0xff01 && ch <= 0xff5e)
        ch -= 0xfee0;
    return ch >= 'A' && ch <= 'Z' ? ch + 'a' - 'A' : ch;
}

static bool put_number(struct buf *b, uint32_t ch)
{
    static const char *const roman[] = {"i",   "ii",   "iii", "iv", "v",  "vi",
                                        "vii", "viii", "ix",  "x",  "xi", "xii"};
    if (ch >= 0x2460 && ch <= 0x2473)
        buf_int(b, (int64_t)ch - 0x2460 + 1);
    else if ((ch >= 0x2160 && ch <= 0x216b) || (ch >= 0x2170 && ch <= 0x217b))
        buf_text(b, roman[(ch - 0x2160) % 16]);
    else
        return false;
    return true;
}

static bool is_blank(uint32_t ch)
{
    return ch <= 0x20 || ch == 0xa0 || (ch >= 0x2000 && ch <= 0x200b) || ch == 0x3000 ||
           ch == 0xfeff;
}

const char *key_trim(struct arena *mem, const char *text)
{
    const unsigned char *from = NULL, *to = NULL;
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        const unsigned char *start = p;
        if (is_blank(next(&p)))
            continue;
        from = from ? from : start;
        to = p;
    }
    return from ? arena_copy_n(mem, from, (size_t)(to - from)) : "";
}

const char *key_fold(struct arena *mem, const char *text)
{
    struct buf b = {.mem = mem};
    for (const unsigned char *p = (const unsigned char *)text; *p;) {
        uint32_t ch = narrow(next(&p));
        if (!is_nothing(ch) && !put_number(&b, ch))
            put(&b, ch);
    }
    if (b.n)
        return buf_str(&b);
    const char *trimmed = key_trim(mem, text);
    for (const unsigned char *p = (const unsigned char *)trimmed; *p;)
        put(&b, narrow(next(&p)));
    return buf_str(&b);
}

/* A folded text has no '|', but for one of signs alone: its length goes before it. */
const char *key_join(struct arena *mem, const char *const *texts, size_t n)
{
    struct buf b = {.mem = mem};
    for (size_t i = 0; i < n; i++) {
        const char *folded = key_fold(mem, texts[i]);
        if (i)
            buf_char(&b, '|');
        if (strchr(folded, '|'))
            buf_printf(&b, "%zu|", strlen(folded));
        buf_text(&b, folded);
    }
    return buf_str(&b);
}

/* ---- likenesses ---- */

enum { ALIKE_MAX = 64 };

struct letters {
    uint32_t ch[ALIKE_MAX];
    size_t n;
};

static void letters_of(const char *text, struct letters *out)
{
    out->n = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p && out->n < ALIKE_MAX;)
        out->ch[out->n++] = next(&p);
}

/* Pairs of a that b has too, each of b's taken once. */
static size_t common_pairs(const struct letters *a, const struct letters *b)
{
    bool taken[ALIKE_MAX] = {false};
    size_t common = 0;
    for (size_t i = 0; i + 1 < a->n; i++)
        for (size_t k = 0; k + 1 < b->n; k++) {
            if (taken[k] || a->ch[i] != b->ch[k] || a->ch[i + 1] != b->ch[k + 1])
                continue;
            taken[k] = true;
            common++;
            break;
        }
    return common;
}

bool key_alike(struct arena *mem, const char *a, const char *b)
{
    struct letters *x = arena_alloc(mem, sizeof *x), *y = arena_alloc(mem, sizeof *y);
    if (strcmp(a, b) == 0)
        return true;
    letters_of(a, x);
    letters_of(b, y);
    if (x->n < 2 || y->n < 2)
        return false;
    return strstr(a, b) || strstr(b, a) || 4 * common_pairs(x, y) >= x->n + y->n - 2;
}
