/* SPDX-License-Identifier: Apache-2.0 */
/* A decoded picture and what shrinking does to it. Decoders hand in rows, so that a large one is never held whole. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"

struct picture { /* rows of R, G, B, without padding */
    int width, height;
    unsigned char *rgb;
};

/* ERR_INVALID media.not_image unless 1 <= width x height <= SHRINK_PIXELS. */
enum err picture_check(struct ctx *c, int64_t width, int64_t height) MUST_USE;
/* The size that fits into a square of max, never larger than before. */
void picture_fit(int width, int height, int max, int *out_width, int *out_height);

/* Averages over areas: every source pixel counts by the share that it has in the smaller one. */
struct scaler {
    struct picture out;
    int width, height; /* of the source */
    int row;           /* source rows taken */
    uint64_t *line;    /* one source row, summed to the target's width */
    uint64_t *sum;     /* the target row under way */
};
void scaler_start(struct ctx *c, struct scaler *s, int width, int height, int max);
void scaler_row(struct scaler *s, const unsigned char *rgb);

void picture_shrink(struct ctx *c, const struct picture *in, int max, struct picture *out);
/* Turned as an EXIF orientation 1..8 says; other values leave it as it is. */
void picture_turn(struct ctx *c, const struct picture *in, int orientation, struct picture *out);

/* One decoder per format; out is scaled to SHRINK_FULL and upright. ERR_INVALID media.not_image. */
enum err picture_from_jpeg(struct ctx *c, const void *image, size_t n, struct picture *out)
    MUST_USE;
enum err picture_from_png(struct ctx *c, const void *image, size_t n, struct picture *out) MUST_USE;
enum err picture_from_webp(struct ctx *c, const void *image, size_t n, struct picture *out)
    MUST_USE;
enum err picture_to_jpeg(struct ctx *c, const struct picture *in, const unsigned char **out,
                         size_t *out_n) MUST_USE;
/* Where the EXIF block of a JPEG says that up is: 1..8, or 1. */
int exif_orientation(const unsigned char *exif, size_t n);
