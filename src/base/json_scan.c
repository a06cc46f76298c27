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

bool json_scan_next(struct json_slice object, const char **at, struct json_slice *out_key,
                    struct json_slice *out)
{
    const char *end = object.p + object.n, *p = skip_blank(*at ? *at : object.p, end);
    bool first = !*at;
    *at = NULL;
    if (p == end || (first && *p != '{'))
        return false;
    const char *key = first || *p == ',' ? skip_blank(p + 1, end) : p;
    if ((first || key == p) && key < end && *key == '}') {
        *at = key;
        return false;
    }
    const char *behind = key > p && key < end && *key == '"' ? skip_string(key, end) : NULL;
    const char *colon = behind ? skip_blank(behind, end) : end;
    if (colon == end || *colon != ':')
        return false;
    const char *value = skip_blank(colon + 1, end), *rest = skip_value(value, end);
    if (!rest)
        return false;
    *out_key = (struct json_slice){key + 1, (size_t)(behind - key) - 2};
    *out = (struct json_slice){value, (size_t)(rest - value)};
    *at = rest;
    return true;
}

bool json_scan_member(struct json_slice object, const char *key, struct json_slice *out)
{
    struct json_slice name;
    size_t n = strlen(key);
    for (const char *at = NULL; json_scan_next(object, &at, &name, out);)
        if (name.n == n && memcmp(name.p, key, n) == 0)
            return true;
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
