/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of the drivers: tables and statements of their own, whatever the nouns need today. */
#pragma once

#include "db/db_driver.h"

enum probe {
    PUT,
    GET,
    LIST,
    ORDER,
    GUESS,
    COUNT,
    PUT_ONCE,
    PUT_CHILD,
    CHECKED,
    WRONG_TYPE,
    SHY_WRITE, /* a write that its flag does not tell */
    ONLY_SQLITE,
    BAD_CAST,
    PLAN, /* of a statement that fits the partial index of child for some values only */
    END_OTHERS
};
#define ID(x) ((enum sql)(x))

struct pair { /* two connections to one database */
    struct ctx *base;
    struct ctx one, two;
};

struct pair *pair_open(void);
void pair_close(struct pair *p);

enum err put(struct ctx *c, int64_t k);
void put_committed(struct ctx *c, int64_t k);
int64_t count(struct ctx *c);
int64_t count_alone(struct ctx *c); /* in a unit of its own */
