/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows libxlsxwriter. */
#include "sheet/sheet_out.h"

#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include <xlsxwriter.h>

#include "base/arena.h"
#include "base/time.h"

enum { TITLE_ROW, HEAD_ROW, FIRST_ROW, TITLE_HEIGHT = 30, HEAD_HEIGHT = 24 };

struct work {
    const struct sheet_out *s;
    lxw_worksheet *sheet;
    lxw_format *title, *head, *cell;
    lxw_error err; /* the first */
};

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
    w->head = format(book, 11, true, LXW_ALIGN_CENTER);
    w->cell = format(book, 10.5, false, LXW_ALIGN_LEFT);
    format_set_border(w->head, LXW_BORDER_THIN);
    format_set_border(w->cell, LXW_BORDER_THIN);
    format_set_bg_color(w->head, 0xE7EEF5);
}

static void write_head(struct work *w)
{
    const struct sheet_out *s = w->s;
    lxw_col_t last = (lxw_col_t)(s->cols - 1);
    note(w, worksheet_set_row(w->sheet, TITLE_ROW, TITLE_HEIGHT, NULL));
    note(w, worksheet_set_row(w->sheet, HEAD_ROW, HEAD_HEIGHT, NULL));
    if (last > 0)
        note(w, worksheet_merge_range(w->sheet, TITLE_ROW, 0, TITLE_ROW, last, s->title, w->title));
    else
        note(w, worksheet_write_string(w->sheet, TITLE_ROW, 0, s->title, w->title));
    for (lxw_col_t col = 0; col <= last; col++) {
        note(w, worksheet_set_column(w->sheet, col, col, s->columns[col].width, NULL));
        note(w, worksheet_write_string(w->sheet, HEAD_ROW, col, s->columns[col].head, w->head));
    }
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
        lxw_row_t at = (lxw_row_t)(row + FIRST_ROW);
        for (next = row + 1; next < s->rows && goes_on(s, next, col);)
            next++;
        if (next > row + 1)
            note(w, worksheet_merge_range(w->sheet, at, (lxw_col_t)col,
                                          (lxw_row_t)(next + FIRST_ROW - 1), (lxw_col_t)col,
                                          cell(s, row, col), w->cell));
        else
            note(w,
                 worksheet_write_string(w->sheet, at, (lxw_col_t)col, cell(s, row, col), w->cell));
    }
}

static void write_cells(struct work *w)
{
    const struct sheet_out *s = w->s;
    for (size_t col = 0; col < s->merged; col++)
        write_merged(w, col);
    for (size_t row = 0; row < s->rows; row++)
        for (size_t col = s->merged; col < s->cols; col++)
            note(w, worksheet_write_string(w->sheet, (lxw_row_t)(row + FIRST_ROW), (lxw_col_t)col,
                                           cell(s, row, col), w->cell));
}

static void set_paper(struct work *w)
{
    worksheet_freeze_panes(w->sheet, FIRST_ROW, (lxw_col_t)w->s->merged);
    note(w, worksheet_repeat_rows(w->sheet, TITLE_ROW, HEAD_ROW));
    worksheet_set_landscape(w->sheet);
    worksheet_set_paper(w->sheet, 9); /* A4 */
    worksheet_fit_to_pages(w->sheet, 1, 0);
    note(w, worksheet_set_footer(w->sheet, "&L&A&R&P/&N"));
}

/* The library writes files only: this one lives in memory. */
static lxw_error write_file(const struct sheet_out *s, const char *path)
{
    struct work w = {.s = s};
    lxw_workbook *book = workbook_new(path);
    if (!book)
        return LXW_ERROR_MEMORY_MALLOC_FAILED;
    lxw_doc_properties properties = {.created = (time_t)(s->at / TIME_SECOND)};
    note(&w, workbook_set_properties(book, &properties));
    w.sheet = workbook_add_worksheet(book, s->name);
    if (w.sheet) {
        open_formats(&w, book);
        write_head(&w);
        write_cells(&w);
        set_paper(&w);
    } else {
        note(&w, LXW_ERROR_SHEETNAME_ALREADY_USED);
    }
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
    lxw_error err = write_file(s, path);
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
