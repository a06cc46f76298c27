/* SPDX-License-Identifier: Apache-2.0 */
#include "base/json_scan.h"

#include <string.h>

static const char *skip_blank(const char *p, const char *end)
{
    while (p < end && (*p == ' ' || *p == '\t' || *p == '\n' || *p == '\r'))
        p++;
    return p;
}

/* Each skips one thing at p and returns what stands behind it, or NULL. */

static const char *skip_string(const char *p, const char *end)
{
    for (p++; p < end && *p != '"'; p++)
        if (*p == '\\')
            p++;
    return p < end ? p + 1 : NULL;
}

static const char *skip_nested(const char *p, const char *end)
{
    size_t depth = 0;
    while (p && p < end) {
        if (*p == '"') {
            p = skip_string(p, end);
            continue;
        }
        if (*p == '{' || *p == '[')
            depth++;
        if ((*p == '}' || *p == ']') && --depth == 0)
            return p + 1;
        p++;
    }
    return NULL;
}

static const char *skip_value(const char *p, const char *end)
{
    if (p == end)
        return NULL;
    if (*p == '"')
        return skip_string(p, end);
    if (*p == '{' || *p == '[')
        return skip_nested(p, end);
    const char *from = p;
    while (p < end && !strchr(",]} \t\r\n", *p))
        p++;
    return p > from ? p : NULL;
}

bool json_scan_member(struct json_slice object, const char *key, struct json_slice *out)
{
    const char *end = object.p + object.n, *p = skip_blank(object.p, end);
    size_t n = strlen(key);
    if (p == end || *p != '{')
        return false;
    do {
        const char *name = skip_blank(p + 1, end);
        const char *behind = name < end && *name == '"' ? skip_string(name, end) : NULL;
        const char *colon = behind ? skip_blank(behind, end) : end;
        if (colon == end || *colon != ':')
            return false;
        const char *value = skip_blank(colon + 1, end);
        const char *rest = skip_value(value, end);
        if (!rest)
            return false;
        if ((size_t)(behind - name) == n + 2 && memcmp(name + 1, key, n) == 0) {
            *out = (struct json_slice){value, (size_t)(rest - value)};
            return true;
        }
        p = skip_blank(rest, end);
    } while (p < end && *p == ',');
    return false;
}

bool json_scan_element(struct json_slice array, const char **at, struct json_slice *out)
{
    const char *end = array.p + array.n, *p = *at ? *at : skip_blank(array.p, end);
    bool first = !*at;
    p = skip_blank(p, end);
    *at = NULL;
    if (p == end || (first && *p != '['))
        return false;
    if (!first && *p == ']') {
        *at = p;
        return false;
    }
    if (!first && *p != ',')
        return false;
    const char *value = skip_blank(p + 1, end);
    if (first && value < end && *value == ']') {
        *at = value;
        return false;
    }
    const char *rest = skip_value(value, end);
    if (!rest)
        return false;
    *out = (struct json_slice){value, (size_t)(rest - value)};
    *at = rest;
    return true;
}
