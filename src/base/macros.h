/* SPDX-License-Identifier: Apache-2.0 */
/* The whole macro budget of the project: what leaves a function early or counts an array, and attribute names. */
#pragma once

#include <stddef.h>

#define MUST_USE __attribute__((warn_unused_result))
#define PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))
#define CLEANUP(fn) __attribute__((cleanup(fn)))
#define LEN(array) (sizeof(array) / sizeof((array)[0]))

/* Leave the enclosing function with the error of `call`, if it has one. */
#define TRY(call)                                                                                  \
    do {                                                                                           \
        enum err try_err = (call);                                                                 \
        if (try_err != ERR_OK)                                                                     \
            return try_err;                                                                        \
    } while (0)
