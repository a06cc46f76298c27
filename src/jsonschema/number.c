/* SPDX-License-Identifier: Apache-2.0 */
/* Numbers of two sorts, 64-bit integers and doubles, compared and divided without rounding; and values that are the same. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "jsonschema/schema.h"

enum { DECIMALS_MAX = 17 };

__extension__ typedef __int128 wide;

static int compare_real(double a, double b)
{
    return (a > b) - (a < b);
}

/* Of an integer and a double; 2^63 is the first that no int64_t reaches. */
static int compare_mixed(int64_t i, double d)
{
    const double edge = 9223372036854775808.0;
    if (d >= edge)
        return -1;
    if (d < -edge)
        return 1;
    double whole = trunc(d);
    int64_t t = (int64_t)whole;
    if (i != t)
        return i < t ? -1 : 1;
    return compare_real(whole, d);
}

int number_compare(const struct node *a, const struct node *b)
{
    int64_t i = 0, k = 0;
    double x = 0, y = 0;
    bool a_int = node_int(a, &i), b_int = node_int(b, &k);
    if (a_int && b_int)
        return (i > k) - (i < k);
    (void)node_real(a, &x);
    (void)node_real(b, &y);
    if (a_int)
        return compare_mixed(i, y);
    if (b_int)
        return -compare_mixed(k, x);
    return compare_real(x, y);
}

bool number_is_integer(const struct node *v)
{
    double x;
    return node_type(v) == NODE_INT || (node_real(v, &x) && trunc(x) == x);
}

/* A number as digits * 10^exponent: what was written, in the fewest digits that mean the same double. */
struct decimal {
    wide digits; /* not negative */
    int exponent;
};

static struct decimal shortest(double x)
{
    char text[40];
    for (int n = 0; n < DECIMALS_MAX; n++) {
        (void)snprintf(text, sizeof text, "%.*e", n, x);
        if (strtod(text, NULL) == x)
            break;
    }
    struct decimal d = {0, 0};
    const char *p = text;
    for (; *p && *p != 'e'; p++) {
        if (*p == '.')
            continue;
        d.digits = d.digits * 10 + (*p - '0');
    }
    const char *dot = strchr(text, '.');
    d.exponent = (int)strtol(p + 1, NULL, 10) - (dot ? (int)(p - dot - 1) : 0);
    return d;
}

static struct decimal decimal_of(const struct node *v)
{
    int64_t i;
    double x = 0;
    struct decimal d = {0, 0};
    if (node_int(v, &i)) {
        d.digits = i < 0 ? -(wide)i : i;
        return d;
    }
    (void)node_real(v, &x);
    return x == 0 ? d : shortest(fabs(x));
}

bool number_is_multiple(const struct node *v, const struct node *by)
{
    struct decimal a = decimal_of(v), b = decimal_of(by);
    if (a.digits == 0)
        return true;
    /* Without zeros at the end the two bounds below hold: each has at most 19 digits. */
    while (b.digits % 10 == 0) {
        b.digits /= 10;
        b.exponent++;
    }
    for (; a.exponent < b.exponent; a.exponent++) {
        if (a.digits % 10 != 0)
            return false;
        a.digits /= 10;
    }
    wide rest = a.digits % b.digits;
    for (int n = a.exponent; n > b.exponent && rest; n--)
        rest = rest * 10 % b.digits;
    return rest == 0;
}

static bool is_number(const struct node *v)
{
    return node_type(v) == NODE_INT || node_type(v) == NODE_REAL;
}

static bool same_object(const struct node *a, const struct node *b)
{
    for (size_t i = 0; i < node_len(a); i++) {
        const char *key = node_key(a, i);
        const struct node *other = node_get(b, key);
        if (!other || !node_same(node_at(a, i), other))
            return false;
    }
    return true;
}

static bool same_array(const struct node *a, const struct node *b)
{
    for (size_t i = 0; i < node_len(a); i++)
        if (!node_same(node_at(a, i), node_at(b, i)))
            return false;
    return true;
}

/* Values are at most 32 deep (base/json_in.c). NOLINTNEXTLINE(misc-no-recursion) */
bool node_same(const struct node *a, const struct node *b)
{
    bool x = false, y = false;
    if (is_number(a) && is_number(b))
        return number_compare(a, b) == 0;
    if (node_type(a) != node_type(b) || node_len(a) != node_len(b))
        return false;
    switch (node_type(a)) {
    case NODE_BOOL:
        return node_bool(a, &x) && node_bool(b, &y) && x == y;
    case NODE_TEXT:
        return strcmp(node_text(a), node_text(b)) == 0;
    case NODE_ARRAY:
        return same_array(a, b);
    case NODE_OBJECT:
        return same_object(a, b);
    case NODE_NULL:
    case NODE_INT:
    case NODE_REAL:
    default:
        return true;
    }
}

static uint64_t mix(uint64_t hash, uint64_t v)
{
    return (hash ^ v) * UINT64_C(0x9e3779b97f4a7c15) ^ (hash >> 29);
}

static uint64_t hash_text(const char *p)
{
    uint64_t hash = UINT64_C(0xcbf29ce484222325);
    for (; *p; p++)
        hash = mix(hash, (unsigned char)*p);
    return hash;
}

static uint64_t hash_number(const struct node *v)
{
    double x = 0;
    uint64_t bits;
    (void)node_real(v, &x);
    x += 0.0; /* -0 is 0 */
    memcpy(&bits, &x, sizeof bits);
    return mix(1, bits);
}

uint64_t node_hash(const struct node *v)
{
    uint64_t hash = (uint64_t)node_type(v) + 2;
    bool flag = false;
    if (is_number(v))
        return hash_number(v);
    if (node_type(v) == NODE_TEXT)
        return hash_text(node_text(v));
    if (node_bool(v, &flag))
        return mix(hash, flag);
    for (size_t i = 0; i < node_len(v); i++) {
        if (node_type(v) == NODE_ARRAY)
            hash = mix(hash, node_hash(node_at(v, i)));
        else /* the order of members means nothing */
            hash += mix(hash_text(node_key(v, i)), node_hash(node_at(v, i)));
    }
    return hash;
}
