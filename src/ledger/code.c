/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger/code.h"

#include <stddef.h>
#include <string.h>

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
