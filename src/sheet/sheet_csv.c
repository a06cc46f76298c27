/* SPDX-License-Identifier: Apache-2.0 */
#include <stdbool.h>
#include <string.h>

#include "base/csv.h"
#include "base/text.h"
#include "sheet/sheet.h"
#include "sheet/sheet_out.h"

static void put_cell(struct buf *out, const char *text, bool number)
{
    double v;
    bool formula = sheet_is_formula(text) && !(number && text_real(text, &v));
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

static void put_table(const struct sheet_out *s, struct buf *out)
{
    for (size_t col = 0; col < s->cols; col++) {
        buf_text(out, col ? "," : "");
        put_cell(out, s->columns[col].head, false);
    }
    buf_text(out, "\r\n");
    for (size_t i = 0; i < s->rows * s->cols; i++) {
        buf_text(out, i % s->cols ? "," : "");
        put_cell(out, s->cells[i] ? s->cells[i] : "", s->columns[i % s->cols].number);
        if (i % s->cols == s->cols - 1)
            buf_text(out, "\r\n");
    }
    if (s->note) {
        put_cell(out, s->note, false);
        buf_text(out, "\r\n");
    }
}

void sheet_write_csv(const struct sheet_out *s, struct buf *out)
{
    buf_text(out, "\xef\xbb\xbf");
    put_table(s, out);
}

enum err sheet_write_gb18030(struct ctx *c, const struct sheet_out *s, struct buf *out)
{
    struct buf utf8 = {.mem = c->mem};
    put_table(s, &utf8);
    return csv_to_gb18030(c, &utf8, out);
}
