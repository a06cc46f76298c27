/* SPDX-License-Identifier: Apache-2.0 */
#include "media/picture.h"

#include <string.h>

#include "base/arena.h"
#include "media/shrink.h"

enum { SIDE_MAX = 30000 };

enum err picture_check(struct ctx *c, int64_t width, int64_t height)
{
    if (width < 1 || height < 1 || width > SIDE_MAX || height > SIDE_MAX ||
        width * height > SHRINK_PIXELS)
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%lld x %lld pixels",
                        (long long)width, (long long)height);
    return ERR_OK;
}

void picture_fit(int width, int height, int max, int *out_width, int *out_height)
{
    int longest = width > height ? width : height;
    *out_width = width;
    *out_height = height;
    if (longest <= max)
        return;
    *out_width = (int)(((int64_t)width * max + longest / 2) / longest);
    *out_height = (int)(((int64_t)height * max + longest / 2) / longest);
    if (*out_width == 0)
        *out_width = 1;
    if (*out_height == 0)
        *out_height = 1;
}

void scaler_start(struct ctx *c, struct scaler *s, int width, int height, int max)
{
    *s = (struct scaler){.width = width, .height = height};
    picture_fit(width, height, max, &s->out.width, &s->out.height);
    size_t line = (size_t)s->out.width * 3;
    s->out.rgb = arena_alloc(c->mem, line * (size_t)s->out.height);
    s->line = arena_array(c->mem, line, sizeof *s->line);
    s->sum = arena_array(c->mem, line, sizeof *s->sum);
}

/*
 * On a scale where a source pixel is as wide as the target has pixels, and a target pixel as wide as the source has
 * pixels, all borders are whole numbers; a source pixel reaches into two target pixels at most.
 */
static void sum_line(struct scaler *s, const unsigned char *rgb)
{
    const int64_t wide = s->width, step = s->out.width;
    memset(s->line, 0, (size_t)step * 3 * sizeof *s->line);
    uint64_t *to = s->line;
    int64_t left = wide; /* of the present target pixel */
    for (int64_t x = 0; x < wide; x++, rgb += 3) {
        uint64_t here = (uint64_t)(step < left ? step : left), next = (uint64_t)step - here;
        for (int k = 0; k < 3; k++)
            to[k] += here * rgb[k];
        left -= (int64_t)here;
        if (left > 0)
            continue;
        to += 3;
        left = wide - (int64_t)next;
        for (int k = 0; next && k < 3; k++)
            to[k] += next * rgb[k];
    }
}

static void add_line(struct scaler *s, uint64_t weight)
{
    size_t n = (size_t)s->out.width * 3;
    for (size_t i = 0; weight && i < n; i++)
        s->sum[i] += weight * s->line[i];
}

static void finish_row(struct scaler *s, int64_t row)
{
    size_t n = (size_t)s->out.width * 3;
    uint64_t whole = (uint64_t)s->width * (uint64_t)s->height;
    unsigned char *out = s->out.rgb + (size_t)row * n;
    for (size_t i = 0; i < n; i++) {
        out[i] = (unsigned char)((s->sum[i] + whole / 2) / whole);
        s->sum[i] = 0;
    }
}

void scaler_row(struct scaler *s, const unsigned char *rgb)
{
    const int64_t high = s->height, step = s->out.height;
    int64_t from = s->row * step, target = from / high;
    int64_t left = (target + 1) * high - from, here = step < left ? step : left;
    sum_line(s, rgb);
    add_line(s, (uint64_t)here);
    if (here == left)
        finish_row(s, target);
    add_line(s, (uint64_t)(step - here));
    s->row++;
}

void picture_shrink(struct ctx *c, const struct picture *in, int max, struct picture *out)
{
    struct scaler s;
    scaler_start(c, &s, in->width, in->height, max);
    for (int y = 0; y < in->height; y++)
        scaler_row(&s, in->rgb + (size_t)y * (size_t)in->width * 3);
    *out = s.out;
}

/* Orientations 5 to 8 swap the axes; which ends are swapped too stands in two tables. */
void picture_turn(struct ctx *c, const struct picture *in, int orientation, struct picture *out)
{
    static const bool flip_x[9] = {[2] = true, [3] = true, [6] = true, [7] = true};
    static const bool flip_y[9] = {[3] = true, [4] = true, [7] = true, [8] = true};
    *out = *in;
    if (orientation < 2 || orientation > 8)
        return;
    bool swap = orientation >= 5;
    out->width = swap ? in->height : in->width;
    out->height = swap ? in->width : in->height;
    out->rgb = arena_alloc(c->mem, (size_t)out->width * (size_t)out->height * 3);
    for (int y = 0; y < out->height; y++) {
        for (int x = 0; x < out->width; x++) {
            int u = flip_x[orientation] ? out->width - 1 - x : x;
            int v = flip_y[orientation] ? out->height - 1 - y : y;
            int from = swap ? u * in->width + v : v * in->width + u;
            memcpy(out->rgb + ((size_t)y * (size_t)out->width + (size_t)x) * 3,
                   in->rgb + (size_t)from * 3, 3);
        }
    }
}
