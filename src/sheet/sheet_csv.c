/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <string.h>

#include "sheet/sheet_out.h"

static void put_cell(struct buf *out, const char *text)
{
    bool formula = text[0] && strchr("=+-@'", text[0]);
    if (!formula && !text[strcspn(text, "\",\r\n")]) {
        buf_text(out, text);
        return;
    }
    buf_char(out, '"');
    if (formula)
        buf_char(out, '\'');
    for (; *text; text++) {
        if (*text == '"')
            buf_char(out, '"');
        buf_char(out, *text);
    }
    buf_char(out, '"');
}

void sheet_write_csv(const struct sheet_out *s, struct buf *out)
{
    buf_text(out, "\xef\xbb\xbf");
    for (size_t col = 0; col < s->cols; col++) {
        buf_text(out, col ? "," : "");
        put_cell(out, s->columns[col].head);
    }
    buf_text(out, "\r\n");
    for (size_t i = 0; i < s->rows * s->cols; i++) {
        buf_text(out, i % s->cols ? "," : "");
        put_cell(out, s->cells[i] ? s->cells[i] : "");
        if (i % s->cols == s->cols - 1)
            buf_text(out, "\r\n");
    }
}
