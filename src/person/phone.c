/* SPDX-License-Identifier: Apache-2.0 */
#include "person/phone.h"

#include <stddef.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

enum { MOBILE = 11, TAIL = 4 };

/* The digits alone. Blanks, dashes, brackets and a leading +86 are how people write them. */
static bool digits_of(const char *text, char out[PHONE_MAX])
{
    size_t n = 0;
    while (*text == ' ')
        text++;
    if (text_has_prefix(text, "+86"))
        text += 3;
    else if (text_has_prefix(text, "0086"))
        text += 4;
    for (; *text; text++) {
        if (strchr(" -()", *text))
            continue;
        if (*text < '0' || *text > '9' || n == PHONE_MAX - 2)
            return false;
        out[n++] = *text;
    }
    out[n] = '\0';
    return true;
}

/* Area codes: 010 and 02x have three digits, all others four; behind them seven or eight digits. */
static size_t area_digits(const char *d, size_t n)
{
    size_t area = d[1] <= '2' ? 3 : 4;
    bool fits = d[0] == '0' && d[1] != '0' && n >= area + 7 && n <= area + 8;
    return fits && d[area] >= '2' ? area : 0;
}

bool phone_read(const char *text, char out_phone[PHONE_MAX])
{
    char d[PHONE_MAX] = "";
    if (!digits_of(text, d))
        return false;
    size_t n = strlen(d), area = n >= 2 ? area_digits(d, n) : 0;
    bool mobile = n == MOBILE && d[0] == '1' && d[1] >= '3';
    bool service = (n == 10 && (text_has_prefix(d, "400") || text_has_prefix(d, "800"))) ||
                   (n >= 5 && n <= 8 && text_has_prefix(d, "95")) ||
                   (n == 5 && text_has_prefix(d, "12"));
    if (!mobile && !service && !area)
        return false;
    memcpy(out_phone, d, area);
    size_t at = area;
    if (area)
        out_phone[at++] = '-';
    memcpy(out_phone + at, d + area, n - area + 1);
    return true;
}

const char *phone_mask(struct arena *mem, const char *phone)
{
    char clean[PHONE_MAX];
    if (!phone)
        return NULL;
    if (!phone_read(phone, clean))
        return "****";
    size_t n = strlen(clean);
    const char *dash = strchr(clean, '-');
    if (dash)
        return arena_printf(mem, "%.*s-****%s", (int)(dash - clean), clean, clean + n - TAIL);
    if (n == MOBILE)
        return arena_printf(mem, "%.3s****%s", clean, clean + n - TAIL);
    return arena_copy(mem, clean);
}
