/* SPDX-License-Identifier: Apache-2.0 */
/* The only door to libpng. */
#include <png.h>

#include "base/arena.h"
#include "media/picture.h"
#include "media/shrink.h"

static void release(png_image *image)
{
    png_image_free(image);
}

static enum err refuse(struct ctx *c, const png_image *image)
{
    return ctx_fail(c, ERR_INVALID, "media.not_image", "", "png: %s", image->message);
}

/* Transparent parts are laid on white, as on paper. */
enum err picture_from_png(struct ctx *c, const void *bytes, size_t n, struct picture *out)
{
    static const png_color white = {255, 255, 255};
    CLEANUP(release) png_image image = {.version = PNG_IMAGE_VERSION};
    if (!png_image_begin_read_from_memory(&image, bytes, n))
        return refuse(c, &image);
    TRY(picture_check(c, image.width, image.height));
    image.format = PNG_FORMAT_RGB;
    struct picture whole = {.width = (int)image.width, .height = (int)image.height};
    whole.rgb = arena_alloc(c->mem, (size_t)image.width * image.height * 3);
    if (!png_image_finish_read(&image, &white, whole.rgb, 0, NULL))
        return refuse(c, &image);
    picture_shrink(c, &whole, SHRINK_FULL, out);
    return ERR_OK;
}
