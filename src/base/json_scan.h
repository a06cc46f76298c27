/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Where the values of a JSON text stand, without parsing it: so that a large document can be parsed part by part. Looks
 * at quotes and brackets only; the parts and the rest still have to pass json_parse.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct json_slice {
    const char *p;
    size_t n;
};

/* The value of the first member of that name. False: the text is no object, has no such member, or its brackets lie. */
bool json_scan_member(struct json_slice object, const char *key, struct json_slice *out);
/*
 * One after the other: *at is NULL at first. False: the end, or the brackets lie (then *at is NULL again). A member's key
 * is what stands between its quotes.
 */
bool json_scan_next(struct json_slice object, const char **at, struct json_slice *out_key,
                    struct json_slice *out);
bool json_scan_element(struct json_slice array, const char **at, struct json_slice *out);
