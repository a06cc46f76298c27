/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to libjpeg. */
#include <setjmp.h>
#include <stdio.h>
#include <string.h>

#include <jpeglib.h>

#include <jerror.h>

#include "base/arena.h"
#include "media/picture.h"
#include "media/shrink.h"

enum { QUALITY = 82, SCANS_MAX = 64, EXIF_MAX = 65533 };

struct trap {
    struct jpeg_error_mgr base;
    jmp_buf back;
    char text[JMSG_LENGTH_MAX];
};

_Noreturn static void on_error(j_common_ptr info)
{
    struct trap *trap = (struct trap *)info->err;
    info->err->format_message(info, trap->text);
    longjmp(trap->back, 1);
}

/* Half a picture is none; what cameras get slightly wrong is forgiven. */
static void on_warning(j_common_ptr info, int level)
{
    int code = info->err->msg_code;
    if (level < 0 && (code == JWRN_JPEG_EOF || code == JWRN_HIT_MARKER))
        on_error(info);
}

static void on_message(j_common_ptr info)
{
    (void)info;
}

/* A few bytes can ask for thousands of passes over the whole picture. */
static void on_progress(j_common_ptr info)
{
    if (info->is_decompressor && ((j_decompress_ptr)info)->input_scan_number > SCANS_MAX)
        on_error(info);
}

static void set_trap(struct trap *trap)
{
    (void)jpeg_std_error(&trap->base);
    trap->base.error_exit = on_error;
    trap->base.emit_message = on_warning;
    trap->base.output_message = on_message;
}

/* The largest of libjpeg's own reductions, of eighths, that is not below what is kept. */
static void choose_scale(struct jpeg_decompress_struct *info)
{
    JDIMENSION longest =
        info->image_width > info->image_height ? info->image_width : info->image_height;
    info->scale_denom = 8;
    info->scale_num = 8;
    while (info->scale_num > 1 && longest * (info->scale_num / 2) / 8 >= SHRINK_FULL)
        info->scale_num /= 2;
}

static int orientation_of(const struct jpeg_decompress_struct *info)
{
    for (jpeg_saved_marker_ptr m = info->marker_list; m; m = m->next)
        if (m->data_length >= 6 && memcmp(m->data, "Exif\0\0", 6) == 0)
            return exif_orientation(m->data, m->data_length);
    return 1;
}

static enum err decode(struct ctx *c, struct jpeg_decompress_struct *info, struct picture *out)
{
    struct scaler s;
    (void)jpeg_read_header(info, TRUE);
    int orientation = orientation_of(info);
    TRY(picture_check(c, info->image_width, info->image_height));
    if (info->jpeg_color_space == JCS_CMYK || info->jpeg_color_space == JCS_YCCK)
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%s", "jpeg: printer colours");
    info->out_color_space = JCS_RGB;
    choose_scale(info);
    (void)jpeg_start_decompress(info);
    scaler_start(c, &s, (int)info->output_width, (int)info->output_height, SHRINK_FULL);
    JSAMPLE *row = arena_alloc(c->mem, (size_t)info->output_width * 3);
    while (info->output_scanline < info->output_height) {
        if (jpeg_read_scanlines(info, &row, 1) == 1)
            scaler_row(&s, row);
    }
    (void)jpeg_finish_decompress(info);
    picture_turn(c, &s.out, orientation, out);
    return ERR_OK;
}

enum err picture_from_jpeg(struct ctx *c, const void *image, size_t n, struct picture *out)
{
    struct jpeg_decompress_struct info;
    struct jpeg_progress_mgr progress = {.progress_monitor = on_progress};
    struct trap trap;
    enum err err;
    set_trap(&trap);
    info.err = &trap.base;
    if (setjmp(trap.back)) {
        jpeg_destroy_decompress(&info);
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "jpeg: %s", trap.text);
    }
    jpeg_create_decompress(&info);
    info.progress = &progress;
    jpeg_save_markers(&info, JPEG_APP0 + 1, EXIF_MAX);
    jpeg_mem_src(&info, image, n);
    err = decode(c, &info, out);
    jpeg_destroy_decompress(&info);
    return err;
}

static void encode(struct jpeg_compress_struct *info, const struct picture *in)
{
    info->image_width = (JDIMENSION)in->width;
    info->image_height = (JDIMENSION)in->height;
    info->input_components = 3;
    info->in_color_space = JCS_RGB;
    jpeg_set_defaults(info);
    jpeg_set_quality(info, QUALITY, TRUE);
    info->optimize_coding = TRUE;
    jpeg_start_compress(info, TRUE);
    while (info->next_scanline < info->image_height) {
        JSAMPLE *row = in->rgb + (size_t)info->next_scanline * (size_t)in->width * 3;
        (void)jpeg_write_scanlines(info, &row, 1);
    }
    jpeg_finish_compress(info);
}

enum err picture_to_jpeg(struct ctx *c, const struct picture *in, const unsigned char **out,
                         size_t *out_n)
{
    struct jpeg_compress_struct info;
    struct trap trap;
    /* More than any JPEG of this picture takes, so that libjpeg never makes a buffer of its own. */
    unsigned long size = (unsigned long)in->width * (unsigned long)in->height * 4 + 4096;
    unsigned char *made = arena_alloc(c->mem, size);
    set_trap(&trap);
    info.err = &trap.base;
    if (setjmp(trap.back)) {
        jpeg_destroy_compress(&info);
        return ctx_fail(c, ERR_INTERNAL, "internal", "", "jpeg: %s", trap.text);
    }
    jpeg_create_compress(&info);
    jpeg_mem_dest(&info, &made, &size);
    encode(&info, in);
    jpeg_destroy_compress(&info);
    *out = made;
    *out_n = size;
    return ERR_OK;
}
