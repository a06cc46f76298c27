/* SPDX-License-Identifier: Apache-2.0 */
#include "base/text.h"

#include <ctype.h>
#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/macros.h"

/* Length of the well-formed sequence at p (1..4), or 0. RFC 3629: no overlong forms, no surrogates. */
static size_t sequence(const unsigned char *p, size_t n)
{
    unsigned char a = p[0];
    if (a < 0x80)
        return a ? 1 : 0;
    size_t len = a >= 0xf0 ? 4 : a >= 0xe0 ? 3 : 2;
    if (a < 0xc2 || a > 0xf4 || n < len)
        return 0;
    for (size_t i = 1; i < len; i++)
        if ((p[i] & 0xc0) != 0x80)
            return 0;
    if ((a == 0xe0 && p[1] < 0xa0) || (a == 0xed && p[1] > 0x9f) || (a == 0xf0 && p[1] < 0x90) ||
        (a == 0xf4 && p[1] > 0x8f))
        return 0;
    return len;
}

bool text_utf8_valid(const void *text, size_t n)
{
    const unsigned char *p = text;
    while (n) {
        size_t len = sequence(p, n);
        if (len == 0)
            return false;
        p += len;
        n -= len;
    }
    return true;
}

struct range {
    uint32_t first, last;
};

static bool is_among(const struct range *list, size_t n, uint32_t ch)
{
    for (size_t i = 0; i < n; i++)
        if (ch >= list[i].first && ch <= list[i].last)
            return true;
    return false;
}

static uint32_t next_of(const unsigned char **at)
{
    const unsigned char *p = *at;
    size_t more = *p >= 0xf0 ? 3 : *p >= 0xe0 ? 2 : *p >= 0xc0 ? 1 : 0;
    uint32_t ch = more ? *p & (0x3fU >> more) : *p;
    for (p++; more > 0 && *p; more--, p++)
        ch = ch << 6 | (*p & 0x3fU);
    *at = p;
    return ch;
}

static bool misleads(uint32_t ch)
{
    static const struct range list[] = {
        {0x00,    0x08   },
        {0x0b,    0x0c   },
        {0x0e,    0x1f   },
        {0x7f,    0x9f   },
        {0x2028,  0x202e },
        {0x2066,  0x2069 },
        {0xfeff,  0xfeff },
        {0xfff9,  0xfffb },
        {0xe0000, 0xe007f},
    };
    return is_among(list, LEN(list), ch);
}

/* Blanks, punctuation, signs and marks that nobody sees; what is not here is a letter or digit of some script. */
static bool is_sign(uint32_t ch)
{
    static const struct range list[] = {
        {0x00,    0x2f   },
        {0x3a,    0x40   },
        {0x5b,    0x60   },
        {0x7b,    0xa9   },
        {0xab,    0xb1   },
        {0xb4,    0xb4   },
        {0xb6,    0xb8   },
        {0xbb,    0xbb   },
        {0xbf,    0xbf   },
        {0xd7,    0xd7   },
        {0xf7,    0xf7   },
        {0x300,   0x36f  },
        {0x2000,  0x206f },
        {0x20a0,  0x20ff },
        {0x2190,  0x245f },
        {0x2500,  0x2bff },
        {0x3000,  0x3004 },
        {0x3008,  0x3020 },
        {0x302a,  0x3030 },
        {0x30fb,  0x30fb },
        {0xfe00,  0xfe6f },
        {0xfeff,  0xfeff },
        {0xff01,  0xff0f },
        {0xff1a,  0xff20 },
        {0xff3b,  0xff40 },
        {0xff5b,  0xff65 },
        {0xffe0,  0xffff },
        {0x1f000, 0x1faff},
    };
    return is_among(list, LEN(list), ch);
}

bool text_is_clean(const char *text)
{
    for (const unsigned char *p = (const unsigned char *)text; *p;)
        if (misleads(next_of(&p)))
            return false;
    return true;
}

bool text_is_name(const char *text, size_t max)
{
    bool says = false;
    size_t n = 0;
    for (const unsigned char *p = (const unsigned char *)text; *p; n++) {
        uint32_t ch = next_of(&p);
        if (ch < ' ' || misleads(ch))
            return false;
        says = says || !is_sign(ch);
    }
    return says && n <= max;
}

size_t text_utf8_len(const char *text)
{
    size_t n = 0;
    for (; *text; text++)
        n += ((unsigned char)*text & 0xc0) != 0x80;
    return n;
}

char *text_cut(struct arena *mem, const char *text, size_t max)
{
    size_t n = 0;
    for (const char *p = text; *p; p++) {
        if (((unsigned char)*p & 0xc0) == 0x80)
            continue;
        if (n++ == max)
            return arena_printf(mem, "%.*s…", (int)(p - text), text);
    }
    return arena_copy(mem, text);
}

bool text_int(const char *text, int64_t *out)
{
    const char *digits = text + (*text == '-');
    if (!isdigit((unsigned char)*digits))
        return false;
    char *end;
    errno = 0;
    long long v = strtoll(text, &end, 10);
    if (errno || *end)
        return false;
    *out = v;
    return true;
}

bool text_real(const char *text, double *out)
{
    if (!*text || strspn(text, "+-.0123456789eE") != strlen(text))
        return false;
    char *end;
    double v = strtod(text, &end);
    if (*end || !isfinite(v))
        return false;
    *out = v;
    return true;
}

bool text_is_code(const char *text)
{
    size_t n = strspn(text, "0123456789");
    return n > 0 && n < TEXT_CODE_MAX && text[n] == '\0';
}

int32_t text_district(const char *code)
{
    int32_t v = 0;
    for (int i = 0; i < DIGITS_DISTRICT; i++) {
        v *= 10;
        if (*code)
            v += *code++ - '0';
    }
    return v;
}

void text_prefix_end(const char *prefix, char out_end[TEXT_CODE_MAX])
{
    size_t n = strlen(prefix);
    memcpy(out_end, prefix, n + 1);
    while (n > 0 && out_end[n - 1] == '9')
        out_end[--n] = '\0';
    if (n == 0)
        memcpy(out_end, ":", 2); /* the character behind the digits */
    else
        out_end[n - 1]++;
}

struct text_range text_range_of(const char *prefix)
{
    struct text_range range = {.low = text_district(prefix), .from = prefix};
    text_prefix_end(prefix, range.end);
    range.high = range.low;
    if (strlen(prefix) < DIGITS_DISTRICT)
        range.high = text_district(range.end) - 1; /* ':' counts as ten: 9 ends at 999999 */
    return range;
}

bool text_has_prefix(const char *text, const char *prefix)
{
    return strncmp(text, prefix, strlen(prefix)) == 0;
}

bool text_same(const char *a, const char *b)
{
    return a == b || (a && b && strcmp(a, b) == 0);
}

bool text_has_end(const char *text, const char *end)
{
    size_t n = strlen(text), k = strlen(end);
    return n >= k && strcmp(text + n - k, end) == 0;
}

static const char base32[] = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";

/*
 * Weights 1, 3, 9, ... mod 31 differ for neighbours and never vanish, so one wrong character (unless the two
 * differ by 31, Z for 0) and any swap of neighbours (with the same exception) change the sum.
 */
static unsigned check_value(int32_t district, const char *number, size_t n)
{
    unsigned weight = 1, sum = (unsigned)district % 31;
    for (size_t i = n; i-- > 0;) {
        weight = weight * 3 % 31;
        sum += weight * (unsigned)(strchr(base32, number[i]) - base32);
    }
    return sum % 31;
}

void text_ref(int32_t district, int64_t id, char out_ref[TEXT_REF])
{
    char number[16];
    size_t at = sizeof number;
    uint64_t u = (uint64_t)id;
    do {
        number[--at] = base32[u % 32];
        u /= 32;
    } while (u);
    size_t n = sizeof number - at;
    for (int i = DIGITS_DISTRICT, d = district; i-- > 0; d /= 10)
        out_ref[i] = (char)('0' + d % 10);
    out_ref[6] = '-';
    memcpy(out_ref + 7, number + at, n);
    out_ref[7 + n] = base32[check_value(district, number + at, n)];
    out_ref[8 + n] = '\0';
}

static char forgive(char ch)
{
    char up = (char)toupper((unsigned char)ch);
    if (up == 'O')
        return '0';
    if (up == 'I' || up == 'L')
        return '1';
    return up;
}

bool text_ref_parse(const char *ref, int32_t *out_district, int64_t *out_id)
{
    char plain[6 + 14 + 1];
    size_t n = 0;
    for (const char *p = ref; *p; p++) {
        if (*p == ' ' || *p == '-')
            continue;
        if (n == sizeof plain || (*p & 0x80) || !strchr(base32, forgive(*p)))
            return false;
        plain[n++] = forgive(*p);
    }
    if (n < 8)
        return false;
    int32_t district = 0;
    for (int i = 0; i < 6; i++) {
        if (!isdigit((unsigned char)plain[i]))
            return false;
        district = district * 10 + (plain[i] - '0');
    }
    const char *number = plain + 6;
    size_t len = n - 7;
    uint64_t id = 0;
    for (size_t i = 0; i < len; i++) {
        if (id >> 58)
            return false;
        id = id * 32 + (uint64_t)(strchr(base32, number[i]) - base32);
    }
    if (number[len] != base32[check_value(district, number, len)])
        return false;
    *out_district = district;
    *out_id = (int64_t)id;
    return true;
}

void text_hex(const unsigned char *p, size_t n, char *out)
{
    static const char hex[] = "0123456789abcdef";
    for (size_t i = 0; i < n; i++) {
        out[2 * i] = hex[p[i] >> 4];
        out[2 * i + 1] = hex[p[i] & 15];
    }
    out[2 * n] = '\0';
}

bool text_is_among(const char *word, const char *const *words, size_t n)
{
    for (size_t i = 0; word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return true;
    return false;
}

char text_narrow(const char *p)
{
    const unsigned char *u = (const unsigned char *)p;
    if (u[0] != 0xef || (u[1] != 0xbc && u[1] != 0xbd) || u[2] < 0x80 || u[2] > 0xbf)
        return 0;
    int code = (u[1] - 0xbc) * 64 + (u[2] - 0x80);
    return (char)(code >= 0x01 && code <= 0x5e ? code + 0x20 : 0);
}
