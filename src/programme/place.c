/* SPDX-License-Identifier: Apache-2.0 */
/* The line of a value in its file, found by the path of a complaint: "actions[3].to". Only complaints pay for the search. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json_scan.h"
#include "programme/read.h"

static bool go_item(struct json_slice *in, size_t i)
{
    const char *at = NULL;
    struct json_slice item;
    do {
        if (!json_scan_element(*in, &at, &item))
            return false;
    } while (i-- > 0);
    *in = item;
    return true;
}

/* One step of the path at p: NULL when the file has no such place. */
static const char *go_step(struct arena *mem, const char *p, struct json_slice *in)
{
    if (*p == '[') {
        char *end;
        size_t i = strtoul(p + 1, &end, 10);
        return *end == ']' && go_item(in, i) ? end + 1 : NULL;
    }
    size_t n = strcspn(p, ".[");
    struct json_slice member;
    if (n == 0 || !json_scan_member(*in, arena_copy_n(mem, p, n), &member))
        return NULL;
    *in = member;
    return p + n;
}

int place_line(struct arena *mem, const char *text, size_t n, const char *at)
{
    struct json_slice here = {text, n};
    int line = 1;
    while (at && *at) {
        at = go_step(mem, at, &here);
        if (at && *at == '.')
            at++;
    }
    for (const char *p = text; p < here.p; p++)
        line += *p == '\n';
    return line;
}
