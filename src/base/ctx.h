/* SPDX-License-Identifier: Apache-2.0 */
/*
 * One unit of work: all that a domain function may touch, and where the reason of a failure goes.
 * A code exists in `enum err` only where a caller acts on it; each maps to one HTTP status.
 */
#pragma once

#include <stdint.h>

#include "base/macros.h"

enum err {
    ERR_OK,
    ERR_INVALID,   /* 422: the input breaks a rule */
    ERR_LOGIN,     /* 401: nobody is signed in, or the password is wrong */
    ERR_DENIED,    /* 403: signed in, but not allowed */
    ERR_NOT_FOUND, /* 404 */
    ERR_CONFLICT,  /* 409: the state does not allow it, or it exists already */
    ERR_STALE,     /* 412: the caller's version is not the current one */
    ERR_LIMITED,   /* 429: too many tries */
    ERR_BUSY,      /* 503: run the unit again (lock, serialization, lost connection) */
    ERR_UNKNOWN, /* 503: the commit's answer is missing; only a retry with the same key can tell */
    ERR_INTERNAL /* 500 */
};

struct arena;
struct db;
struct account;

struct problem {
    char code[48];  /* stable, dotted: "case.reason_needed"; texts in http/problem_text.c */
    char field[64]; /* input field or "" */
    char
        detail[256]; /* the offending value or rule, language neutral; for people after the title */
};

struct ctx {
    struct arena *mem;         /* gone when the unit ends */
    struct db *db;             /* in an open transaction */
    const struct account *who; /* NULL before login */
    int64_t now;               /* Unix us UTC, fixed for the unit: tests set it */
    struct problem problem;    /* why the last call failed */
};

/* Records the reason and returns `err`. code: dotted literal; field: "" or the input's name. */
enum err ctx_fail(struct ctx *c, enum err err, const char *code, const char *field, const char *fmt,
                  ...) PRINTF(5, 6);
