/* SPDX-License-Identifier: Apache-2.0 */
/* Files built into the program, sorted by path: "schema/0001-first.sql", "flows/short.json", "api/openapi.json". */
#pragma once

#include <stddef.h>

struct embedded {
    const char *path; /* from the project's root */
    const char *text; /* n bytes and a NUL */
    size_t n;
};

extern const struct embedded embedded[];
extern const size_t embedded_n;

const struct embedded *embed_find(const char *path); /* NULL: no such file */
