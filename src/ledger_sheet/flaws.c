/* SPDX-License-Identifier: Apache-2.0 */
#include "ledger_sheet/flaws.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"

bool flaws_any(const struct reader *r)
{
    for (size_t col = 0; r->s->n_flawed > 0 && col < r->s->cols; col++)
        if (r->meant[col] && sheet_flaw_at(r->s, r->row, col))
            return true;
    return false;
}

void flaws_of_row(struct reader *r)
{
    static const char *const rules[] = {[SHEET_SOUND] = "",
                                        [SHEET_ERROR] = "cell_error",
                                        [SHEET_IMAGE] = "image",
                                        [SHEET_UNCOMPUTED] = "formula_empty"};
    for (size_t col = 0; r->s->n_flawed > 0 && col < r->s->cols; col++) {
        const struct sheet_flawed *f = r->meant[col] ? sheet_flaw_at(r->s, r->row, col) : NULL;
        if (f)
            rows_note(r, r->row, col, true, rules[f->flaw], f->text);
    }
}

static void note(struct reader *r, size_t head, const char *rule, size_t n, const char *where)
{
    rows_note(r, head, SIZE_MAX, false, rule,
              arena_printf(r->c->mem, "%zu%s%s", n, where[0] ? " · " : "", where));
}

static void note_images(struct reader *r, size_t head)
{
    char at[SHEET_ADDRESS] = "";
    size_t n = 0;
    for (size_t i = 0; i < r->s->n_flawed; i++) {
        const struct sheet_flawed *f = &r->s->flawed[i];
        if (f->flaw != SHEET_IMAGE || r->meant[f->col])
            continue;
        if (n++ == 0)
            sheet_address(r->s, f->row, f->col, at);
    }
    if (n > 0)
        note(r, head, "images", n, at);
}

/* Of a file without a word which sheet is meant: there are others that people see. */
static void note_sheets(struct reader *r, size_t head, bool named)
{
    struct buf b = {.mem = r->c->mem};
    size_t n = 0;
    for (size_t i = 0; i < r->s->n_names; i++)
        if (!r->s->names[i].hidden && strcmp(r->s->names[i].name, r->s->name) != 0)
            buf_printf(&b, "%s%s", n++ ? "、" : "", r->s->names[i].name);
    if (n > 0 && !named)
        rows_note(r, head, SIZE_MAX, false, "sheets_more", buf_str(&b));
}

void flaws_of_sheet(struct reader *r, size_t head, bool named)
{
    note_images(r, head);
    if (r->s->drawings > 0)
        note(r, head, "drawings", r->s->drawings, r->s->drawn);
    if (r->s->hidden > 0)
        note(r, head, "rows_hidden", r->s->hidden,
             arena_printf(r->c->mem, "%zu", r->s->first_hidden));
    note_sheets(r, head, named);
}
