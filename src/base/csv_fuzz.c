/* SPDX-License-Identifier: Apache-2.0 */
#include "base/arena.h"
#include "base/csv.h"
#include "base/text.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every cell is text within the limits, and lines go up. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    struct csv csv;
    bool more = true;
    size_t line = 0;
    enum err err = csv_open(&c, (const char *)data, size, &csv);
    while (err == ERR_OK && (err = csv_row(&csv, &more)) == ERR_OK && more) {
        if (csv.line <= line || csv.n == 0 || csv.n > CSV_COLUMNS_MAX)
            abort();
        line = csv.line;
        for (size_t i = 0; i < csv.n; i++)
            if (!text_utf8_valid(csv.cells[i], strlen(csv.cells[i])))
                abort();
    }
    arena_free(c.mem);
    return 0;
}
