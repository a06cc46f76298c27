/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_photos.h"

#include <string.h>

#include "base/arena.h"
#include "base/embed.h"
#include "base/text.h"
#include "media/shrink.h"

struct demo_photo {
    const char *path;
    struct shrunk image;
    struct demo_photo *next;
};

/* Shrunk once, in this process: they are our own. */
enum err photos_read(struct demo *d)
{
    for (size_t i = 0; i < embedded_n; i++) {
        const struct embedded *file = &embedded[i];
        if (!text_has_prefix(file->path, "demo/photos/"))
            continue;
        struct demo_photo *photo = arena_alloc(d->mem, sizeof *photo);
        struct arena *mem = d->c->mem;
        d->c->mem = d->mem;
        enum err err = shrink_here(d->c, file->text, file->n, &photo->image);
        d->c->mem = mem;
        if (err != ERR_OK)
            return err;
        photo->path = file->path;
        photo->next = d->photos;
        d->photos = photo;
    }
    return ERR_OK;
}

enum { STRAY_E7 = 700, STRAY_SPAN_E7 = 2 * STRAY_E7 }; /* some eight metres, each way */

static int32_t near_e7(struct demo *d, int32_t e7)
{
    return e7 - STRAY_E7 + (int32_t)demo_random(d, STRAY_SPAN_E7);
}

enum err photos_claim(struct demo *d, const char *kind, const char *moment,
                      const struct geo_point *at, struct media_claim *out, size_t *out_n)
{
    const char *path = arena_printf(d->c->mem, "demo/photos/%s-%s.png", kind, moment);
    const struct demo_photo *photo = d->photos;
    while (photo && strcmp(photo->path, path) != 0)
        photo = photo->next;
    *out_n = 0;
    if (!photo)
        return ERR_OK;
    char *token = arena_alloc(d->c->mem, SECRET_TOKEN);
    *out = (struct media_claim){.token = token, .has_place = at != NULL};
    if (at)
        out->place = (struct geo_point){near_e7(d, at->lon_e7), near_e7(d, at->lat_e7)};
    TRY(media_keep(d->c, &photo->image, &out->upload, token));
    *out_n = 1;
    d->count.photos++;
    return ERR_OK;
}
