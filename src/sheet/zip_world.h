/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests: zip and XLSX files made by hand, lawful or not. */
#pragma once

#include <stddef.h>

struct arena;

struct zip_part {
    const char *name, *text;
    size_t n;           /* 0: the length of the text */
    size_t claim;       /* 0: n; what the directory says that the part unpacks to */
    unsigned wrong_crc; /* added to the checksum */
};

/* Parts stored without compression. */
char *zip_of(struct arena *mem, const struct zip_part *parts, size_t n, size_t *out_n);
/* A workbook of one sheet: the inside of <sst> (NULL none) and what stands in <worksheet>. */
char *xlsx_of(struct arena *mem, const char *strings, const char *sheet, size_t *out_n);
/* The same with parts of its own: xl/styles.xml is known as its styles. */
char *xlsx_with(struct arena *mem, const char *strings, const char *sheet,
                const struct zip_part *more, size_t n_more, size_t *out_n);
