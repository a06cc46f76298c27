/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "sheet/sheet.h"
#include "sheet/zip_world.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* Every cell is text within the limits, and lines go up. */
static void check(const struct sheet *s)
{
    if (s->rows > SHEET_ROWS_MAX || s->cols > SHEET_COLUMNS_MAX)
        abort();
    for (size_t row = 1; row < s->rows; row++)
        if (s->lines[row] <= s->lines[row - 1])
            abort();
    for (size_t i = 0; i < s->rows * s->cols; i++)
        if (!text_utf8_valid(s->cells[i], strlen(s->cells[i])))
            abort();
}

/* A file as it is; or, behind an 'X', the insides of its shared strings and, behind a line "--", of its sheet: checksums
 * would else keep the fuzzer out. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    struct sheet s;
    const char *file = (const char *)data;
    size_t n = size;
    if (size > 0 && data[0] == 'X') {
        char *strings = arena_copy_n(c.mem, data + 1, size - 1), *sheet = strstr(strings, "--\n");
        if (sheet)
            *sheet = '\0';
        file = xlsx_of(c.mem, strings, sheet ? sheet + 3 : "", &n);
    }
    if (sheet_read(&c, file, n, NULL, &s) == ERR_OK)
        check(&s);
    arena_free(c.mem);
    return 0;
}
