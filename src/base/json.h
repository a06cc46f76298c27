/* SPDX-License-Identifier: Apache-2.0 */
/*
 * JSON out: an append-only writer. Commas are placed by the writer; keys are literals and not escaped.
 * Text must be valid UTF-8 (the door checks it); control characters, quotes and '<' are escaped, so
 * that a document may stand inside a page. JSON in: base/json_in.h.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"

struct json {
    struct buf *out;
    bool comma; /* the next value needs one before it */
};

void json_object(struct json *j); /* { as a value */
void json_end(struct json *j);    /* } */
void json_array(struct json *j);
void json_array_end(struct json *j);
void json_key(struct json *j, const char *key);

void json_text(struct json *j, const char *text); /* NULL is null */
void json_int(struct json *j, int64_t v);
/* decimals 0..15; trailing zeros cut; 1e15 and beyond with an exponent; what is no number: null */
void json_real(struct json *j, double v, int decimals);
void json_degrees(struct json *j, int64_t e7); /* 1136654321: 113.6654321; trailing zeros cut */
void json_bool(struct json *j, bool v);
void json_null(struct json *j);
void json_time(struct json *j, int64_t us);          /* RFC 3339, +08:00; 0 is null */
void json_raw(struct json *j, const char *document); /* trusted JSON, as it stands; NULL is null */

/* key and value in one call; the NULL, 0 rules of above */
void json_put_text(struct json *j, const char *key, const char *text);
void json_put_int(struct json *j, const char *key, int64_t v);
void json_put_degrees(struct json *j, const char *key, int64_t e7);
void json_put_bool(struct json *j, const char *key, bool v);
void json_put_time(struct json *j, const char *key, int64_t us);
/* A reference as it is read over the phone (base/text.h); id 0 is null. */
void json_put_ref(struct json *j, const char *key, int32_t district, int64_t id);
void json_put_raw(struct json *j, const char *key, const char *document);
