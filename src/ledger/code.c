/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/code.h"

#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

static const char alphabet[] = "0123456789ABCDEFGHJKLMNPQRTUWXY";

static int value_of(char ch)
{
    const char *at = strchr(alphabet, ch);
    return at && ch ? (int)(at - alphabet) : -1;
}

/* Letters and digits, made big; false: more than fits, or a sign. */
static enum code_fault plain(const char *text, char out[CODE_USCC + 1], size_t *out_n)
{
    size_t n = 0;
    bool strange = false;
    for (; *text; text++) {
        char ch = *text;
        if (ch >= 'a' && ch <= 'z')
            ch = (char)(ch - 'a' + 'A');
        if (ch == ' ' || ch == '-')
            continue;
        strange = strange || value_of(ch) < 0;
        if (n < CODE_USCC)
            out[n] = ch;
        n++;
    }
    out[n < CODE_USCC ? n : CODE_USCC] = '\0';
    *out_n = n;
    return n != CODE_USCC ? CODE_LENGTH : strange ? CODE_CHARACTER : CODE_RIGHT;
}

enum code_fault code_uscc(const char *text, char out_code[CODE_USCC + 1])
{
    size_t n;
    int sum = 0, weight = 1;
    enum code_fault fault = plain(text, out_code, &n);
    if (fault != CODE_RIGHT)
        return fault;
    for (size_t i = 0; i + 1 < CODE_USCC; i++) {
        sum += value_of(out_code[i]) * weight;
        weight = weight * 3 % 31;
    }
    return value_of(out_code[CODE_USCC - 1]) == (31 - sum % 31) % 31 ? CODE_RIGHT : CODE_CHECK;
}

const char *code_fault_name(enum code_fault fault)
{
    static const char *const names[] = {"", "length", "character", "check"};
    return names[fault];
}

/* ---- identity cards ---- */

enum { RESIDENT = 18, BORN = 6 };

/* A letter or digit of ASCII, also a wide one (U+FF10..U+FF5A); 0: something else. Small letters are made big. */
static char sign_at(const char *p, size_t *out_bytes)
{
    const unsigned char *u = (const unsigned char *)p;
    int ch = u[0];
    *out_bytes = 1;
    if (u[0] == 0xef && (u[1] == 0xbc || u[1] == 0xbd) && u[2] >= 0x80 && u[2] <= 0xbf) {
        *out_bytes = 3;
        ch = (u[1] - 0xbc) * 64 + (u[2] - 0x80) + 0x20;
    }
    if (ch >= 'a' && ch <= 'z')
        ch += 'A' - 'a';
    return (char)((ch >= '0' && ch <= '9') || (ch >= 'A' && ch <= 'Z') ? ch : 0);
}

static size_t blank_at(const char *p)
{
    static const char *const blanks[] = {" ", "\xc2\xa0", "\xe3\x80\x80"};
    for (size_t i = 0; i < sizeof blanks / sizeof blanks[0]; i++)
        if (strncmp(p, blanks[i], strlen(blanks[i])) == 0)
            return strlen(blanks[i]);
    return 0;
}

static int number_of(const char *digits, size_t n)
{
    int v = 0;
    for (size_t i = 0; i < n; i++)
        v = v * 10 + digits[i] - '0';
    return v;
}

/* Begins with a region of 11 to 83, which no social credit code does. The day is good enough as one: what has a right check and a month of 13 is another number. */
static bool is_resident(const char id[RESIDENT])
{
    static const int weights[] = {7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2};
    static const char checks[] = "10X98765432";
    int sum = 0;
    for (size_t i = 0; i + 1 < RESIDENT; i++) {
        if (id[i] < '0' || id[i] > '9')
            return false;
        sum += (id[i] - '0') * weights[i];
    }
    const int year = number_of(id + BORN, 4), month = number_of(id + BORN + 4, 2),
              day = number_of(id + BORN + 6, 2);
    return id[0] >= '1' && id[0] <= '8' && year >= 1900 && year < 2100 && month >= 1 &&
           month <= 12 && day >= 1 && day <= 31 && id[RESIDENT - 1] == checks[sum % 11];
}

/* Letters and digits that follow each other, with blanks between them; *out_n their bytes. */
static bool run_is_resident(const char *p, size_t *out_n)
{
    char run[RESIDENT];
    size_t n = 0, bytes, at = 0, end = 0;
    for (char ch; p[at]; at += bytes) {
        ch = sign_at(p + at, &bytes);
        if (!ch) {
            bytes = blank_at(p + at);
            if (!bytes)
                break;
            continue;
        }
        if (n < RESIDENT)
            run[n] = ch;
        n++;
        end = at + bytes;
    }
    *out_n = end;
    return n == RESIDENT && is_resident(run);
}

const char *code_resident(const char *text, size_t *out_n)
{
    for (const char *p = text; *p;) {
        size_t bytes;
        if (!sign_at(p, &bytes)) {
            p += bytes;
            continue;
        }
        if (run_is_resident(p, out_n))
            return p;
        p += *out_n;
    }
    return NULL;
}

const char *code_masked(struct arena *mem, const char *text)
{
    struct buf b = {.mem = mem};
    size_t n, bytes;
    const char *found = code_resident(text, &n);
    if (!found)
        return text;
    for (; found; found = code_resident(text, &n)) {
        (void)sign_at(found, &bytes);
        buf_bytes(&b, text, (size_t)(found - text) + 2 * bytes);
        buf_text(&b, "****************");
        text = found + n;
    }
    buf_text(&b, text);
    return buf_str(&b);
}
