/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows libxlsxwriter. */
#include "sheet/sheet_out.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"

enum {
    TITLE_ROW,
    NOTE_ROW,
    TITLE_HEIGHT = 30,
    HEAD_HEIGHT = 24,
    CHOICES_MAX = 255,
    FILLED_MAX = 10000
};

struct work {
    const struct sheet_out *s;
    lxw_worksheet *sheet;
    lxw_format *title, *note, *head, *cell, *number, *text;
    struct arena *mem;
    lxw_error err; /* the first */
};

static lxw_row_t head_row(const struct sheet_out *s)
{
    return s->note ? NOTE_ROW + 1 : NOTE_ROW;
}

static lxw_row_t row_of(const struct sheet_out *s, size_t row)
{
    return head_row(s) + 1 + (lxw_row_t)row;
}

static void note(struct work *w, lxw_error err)
{
    if (w->err == LXW_NO_ERROR)
        w->err = err;
}

static lxw_format *format(lxw_workbook *book, double size, bool bold, uint8_t align)
{
    lxw_format *f = workbook_add_format(book);
    format_set_font_name(f, "宋体");
    format_set_font_size(f, size);
    format_set_text_wrap(f);
    format_set_align(f, align);
    format_set_align(f, LXW_ALIGN_VERTICAL_CENTER);
    format_set_num_format(f, "@");
    if (bold)
        format_set_bold(f);
    return f;
}

static void open_formats(struct work *w, lxw_workbook *book)
{
    w->title = format(book, 16, true, LXW_ALIGN_CENTER);
    w->note = format(book, 9, false, LXW_ALIGN_LEFT);
    w->head = format(book, 11, true, LXW_ALIGN_CENTER);
    w->cell = format(book, 10.5, false, LXW_ALIGN_LEFT);
    w->number = format(book, 10.5, false, LXW_ALIGN_RIGHT);
    w->text = format(book, 10.5, false, LXW_ALIGN_LEFT);
    format_set_num_format(w->number, "General");
    format_set_border(w->head, LXW_BORDER_THIN);
    format_set_border(w->cell, LXW_BORDER_THIN);
    format_set_border(w->number, LXW_BORDER_THIN);
    format_set_bg_color(w->head, 0xE7EEF5);
}

static void write_line(struct work *w, lxw_row_t row, const char *text, lxw_format *f)
{
    lxw_col_t last = (lxw_col_t)(w->s->cols - 1);
    if (last > 0)
        note(w, worksheet_merge_range(w->sheet, row, 0, row, last, text, f));
    else
        note(w, worksheet_write_string(w->sheet, row, 0, text, f));
}

/* What the format can hold of a list in one cell; longer ones stand only in the sheet that explains them. */
static void offer_choices(struct work *w, size_t col)
{
    const struct sheet_column *k = &w->s->columns[col];
    size_t n = 0;
    for (size_t i = 0; i < k->n_choices; i++)
        n += text_utf8_len(k->choices[i]) + 1;
    if (n == 0 || n > CHOICES_MAX)
        return;
    char **list = arena_array(w->mem, k->n_choices + 1, sizeof *list);
    for (size_t i = 0; i < k->n_choices; i++)
        list[i] = arena_copy(w->mem, k->choices[i]);
    lxw_data_validation rule = {.validate = LXW_VALIDATION_TYPE_LIST,
                                .value_list = list,
                                .ignore_blank = LXW_VALIDATION_ON,
                                .dropdown = LXW_VALIDATION_ON,
                                .error_type = LXW_VALIDATION_ERROR_TYPE_WARNING};
    note(w, worksheet_data_validation_range(w->sheet, row_of(w->s, 0), (lxw_col_t)col,
                                            row_of(w->s, FILLED_MAX), (lxw_col_t)col, &rule));
}

/* From above to below: what was written is on its way to the file. */
static void write_head(struct work *w)
{
    const struct sheet_out *s = w->s;
    for (size_t col = 0; col < s->cols; col++) {
        const struct sheet_column *k = &s->columns[col];
        note(w, worksheet_set_column(w->sheet, (lxw_col_t)col, (lxw_col_t)col, k->width,
                                     k->number ? NULL : w->text));
        offer_choices(w, col);
    }
    note(w, worksheet_set_row(w->sheet, TITLE_ROW, TITLE_HEIGHT, NULL));
    write_line(w, TITLE_ROW, s->title, w->title);
    if (s->note)
        write_line(w, NOTE_ROW, s->note, w->note);
    note(w, worksheet_set_row(w->sheet, head_row(s), HEAD_HEIGHT, NULL));
    for (size_t col = 0; col < s->cols; col++)
        note(w, worksheet_write_string(w->sheet, head_row(s), (lxw_col_t)col, s->columns[col].head,
                                       w->head));
}

static const char *cell(const struct sheet_out *s, size_t row, size_t col)
{
    const char *text = s->cells[row * s->cols + col];
    return text ? text : "";
}

/* Does the cell go on with the one above? Only where all before it do, too. */
static bool goes_on(const struct sheet_out *s, size_t row, size_t col)
{
    for (size_t i = 0; row > 0 && i <= col; i++)
        if (strcmp(cell(s, row, i), cell(s, row - 1, i)) != 0)
            return false;
    return row > 0 && cell(s, row, col)[0] != '\0';
}

static void write_merged(struct work *w, size_t col)
{
    const struct sheet_out *s = w->s;
    for (size_t row = 0, next; row < s->rows; row = next) {
        lxw_row_t at = row_of(s, row);
        for (next = row + 1; next < s->rows && goes_on(s, next, col);)
            next++;
        if (next > row + 1)
            note(w, worksheet_merge_range(w->sheet, at, (lxw_col_t)col, row_of(s, next - 1),
                                          (lxw_col_t)col, cell(s, row, col), w->cell));
        else
            note(w,
                 worksheet_write_string(w->sheet, at, (lxw_col_t)col, cell(s, row, col), w->cell));
    }
}

static void write_cell(struct work *w, size_t row, size_t col)
{
    const char *text = cell(w->s, row, col);
    double v;
    if (w->s->columns[col].number && text_real(text, &v))
        note(w, worksheet_write_number(w->sheet, row_of(w->s, row), (lxw_col_t)col, v, w->number));
    else
        note(w, worksheet_write_string(w->sheet, row_of(w->s, row), (lxw_col_t)col, text, w->cell));
}

static void write_cells(struct work *w)
{
    const struct sheet_out *s = w->s;
    for (size_t col = 0; col < s->merged; col++)
        write_merged(w, col);
    for (size_t row = 0; row < s->rows; row++)
        for (size_t col = s->merged; col < s->cols; col++)
            write_cell(w, row, col);
}

static void set_paper(struct work *w)
{
    worksheet_freeze_panes(w->sheet, row_of(w->s, 0), (lxw_col_t)w->s->merged);
    note(w, worksheet_repeat_rows(w->sheet, TITLE_ROW, head_row(w->s)));
    worksheet_set_landscape(w->sheet);
    worksheet_set_paper(w->sheet, 9); /* A4 */
    worksheet_fit_to_pages(w->sheet, 1, 0);
    note(w, worksheet_set_footer(w->sheet, "&L&A&R&P/&N"));
}

static void write_sheet(struct work *w, lxw_workbook *book)
{
    w->sheet = workbook_add_worksheet(book, w->s->name);
    if (!w->sheet) {
        note(w, LXW_ERROR_SHEETNAME_ALREADY_USED);
        return;
    }
    write_head(w);
    write_cells(w);
    set_paper(w);
}

/* Row by row through a file of its own, so that 100,000 rows need no more memory than ten; merged cells go back up. */
static bool is_straight(const struct sheet_out *s)
{
    for (; s; s = s->next)
        if (s->merged > 0)
            return false;
    return true;
}

/* The library writes files only: this one lives in memory. */
static lxw_error write_file(struct ctx *c, const struct sheet_out *s, const char *path)
{
    struct work w = {.s = s, .mem = c->mem};
    lxw_workbook_options options = {.constant_memory = is_straight(s)};
    lxw_workbook *book = workbook_new_opt(path, &options);
    if (!book)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    lxw_doc_properties properties = {.created = (time_t)(s->at / TIME_SECOND)};
    note(&w, workbook_set_properties(book, &properties));
    open_formats(&w, book);
    for (; w.s; w.s = w.s->next)
        write_sheet(&w, book);
    note(&w, workbook_close(book));
    return w.err;
}

static void fd_done(int *fd)
{
    if (*fd >= 0)
        (void)close(*fd);
}

enum err sheet_write_xlsx(struct ctx *c, const struct sheet_out *s, struct buf *out)
{
    char path[40], chunk[16384];
    CLEANUP(fd_done) int fd = memfd_create("sheet", MFD_CLOEXEC);
    if (fd < 0)
        return ctx_fail(c, ERR_INTERNAL, "sheet.write", "", "memfd");
    (void)snprintf(path, sizeof path, "/proc/self/fd/%d", fd);
    lxw_error err = write_file(c, s, path);
    if (err != LXW_NO_ERROR)
        return ctx_fail(c, ERR_INTERNAL, "sheet.write", "", "%s", lxw_strerror(err));
    for (ssize_t n, at = 0;; at += n) {
        n = pread(fd, chunk, sizeof chunk, at);
        if (n < 0)
            return ctx_fail(c, ERR_INTERNAL, "sheet.write", "", "read");
        if (n == 0)
            return ERR_OK;
        buf_bytes(out, chunk, (size_t)n);
    }
}
