/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to libwebp. */
#include <webp/decode.h>

#include "base/arena.h"
#include "media/picture.h"
#include "media/shrink.h"

static void on_white(const unsigned char *rgba, size_t pixels, unsigned char *rgb)
{
    for (size_t i = 0; i < pixels; i++, rgba += 4, rgb += 3) {
        unsigned a = rgba[3];
        for (int k = 0; k < 3; k++)
            rgb[k] = (unsigned char)((rgba[k] * a + 255 * (255 - a) + 127) / 255);
    }
}

enum err picture_from_webp(struct ctx *c, const void *image, size_t n, struct picture *out)
{
    WebPDecoderConfig config;
    if (!WebPInitDecoderConfig(&config) ||
        WebPGetFeatures(image, n, &config.input) != VP8_STATUS_OK || config.input.has_animation)
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%s", "webp: header");
    TRY(picture_check(c, config.input.width, config.input.height));
    struct picture p;
    picture_fit(config.input.width, config.input.height, SHRINK_FULL, &p.width, &p.height);
    size_t pixels = (size_t)p.width * (size_t)p.height;
    unsigned char *rgba = arena_alloc(c->mem, pixels * 4);
    config.options.use_scaling = p.width != config.input.width || p.height != config.input.height;
    config.options.scaled_width = p.width;
    config.options.scaled_height = p.height;
    config.output.colorspace = MODE_RGBA;
    config.output.is_external_memory = 1;
    config.output.u.RGBA.rgba = rgba;
    config.output.u.RGBA.stride = p.width * 4;
    config.output.u.RGBA.size = pixels * 4;
    if (WebPDecode(image, n, &config) != VP8_STATUS_OK)
        return ctx_fail(c, ERR_INVALID, "media.not_image", "", "%s", "webp: data");
    p.rgb = arena_alloc(c->mem, pixels * 3);
    on_white(rgba, pixels, p.rgb);
    *out = p;
    return ERR_OK;
}
