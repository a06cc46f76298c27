/* SPDX-License-Identifier: Apache-2.0 */
/* Cases whose step failed: each is tried again after a pause that doubles, up to an hour, and stands in nobody's way. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* More are not remembered: when so many fail it is not the case that is broken. */
enum { BACKOFF_MAX = 4096 };

struct backoff_entry {
    int32_t district;
    int fails;
    int64_t id, until; /* steady, us */
};
struct backoff {
    struct backoff_entry *entries; /* by district and id */
    size_t n, cap;
};

void backoff_end(struct backoff *b);
/* Is its pause still running? */
bool backoff_waits(const struct backoff *b, int32_t district, int64_t id, int64_t steady);
/* How often it has failed now. */
int backoff_failed(struct backoff *b, int32_t district, int64_t id, int64_t steady);
/* How often it had failed before. */
int backoff_done(struct backoff *b, int32_t district, int64_t id);
