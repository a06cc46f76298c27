/* SPDX-License-Identifier: Apache-2.0 */
/* Photos: checked and re-encoded in a separate, confined process; stored as JPEG in the database beside their case. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/secret.h"
#include "geo/shape.h"

struct app;

enum {
    MEDIA_MAC = 33,
    MEDIA_URL = 128,
    MEDIA_PER_CASE = 30,
    MEDIA_PER_STEP = 6,
    MEDIA_OF_STRANGERS = 12
};

/* What an uploader holds in the hand until the upload is attached to something. */
struct media_claim {
    int64_t upload;
    const char *token;
    bool has_place; /* where the photo was taken, as its taker says */
    struct geo_point place;
};

struct media_photo {
    int64_t id, added;
    int64_t cycle;      /* of its case, in which it was added */
    const char *moment; /* see media_attach */
    int64_t width, height;
};

enum media_size { MEDIA_FULL, MEDIA_THUMB };

struct shrunk; /* media/shrink.h */
/* Keeps a shrunk photo for a day under a new id; out_token proves later who uploaded it. */
enum err media_keep(struct ctx *c, const struct shrunk *photo, int64_t *out_upload,
                    char out_token[SECRET_TOKEN]) MUST_USE;
/*
 * Attaches an upload to a case: the token proves it is the uploader. The upload row goes, a media row comes, in the
 * unit's transaction. ERR_INVALID media.unknown (wrong id or token, expired). moment: what it shows, "before",
 * "during", "after", "check" (of whoever looked at the result), "dispute" (of whoever says that it is not settled).
 */
enum err media_attach(struct ctx *c, int64_t upload, const char *token, int32_t district,
                      int64_t casefile, const char *moment, int64_t *out_media) MUST_USE;
/* Keeps in which cycle of its case a photo was added; the first one is understood. */
enum err media_set_cycle(struct ctx *c, int32_t district, int64_t media, int64_t cycle) MUST_USE;
/* The same as media_attach for an inspection; item NULL: of the place as a whole. Its address is made by media_url as well. */
enum err media_attach_inspection(struct ctx *c, const struct media_claim *claim, int32_t district,
                                 int64_t inspection, const char *item, int64_t *out_photo) MUST_USE;
struct media_inspected {
    int64_t id, width, height, added;
    const char *item; /* NULL: of the place as a whole */
};
/* Photos of an inspection, oldest first, without their bytes. */
enum err media_of_inspection(struct ctx *c, int32_t district, int64_t inspection,
                             const struct media_inspected **out, size_t *out_n) MUST_USE;
/* Keeps where a photo was taken. */
enum err media_set_place(struct ctx *c, int32_t district, int64_t media, struct geo_point place)
    MUST_USE;
struct media_place {
    const char *moment;
    int64_t cycle;
    struct geo_point place;
};
/* Where the photos of a case were taken, as far as it was said, oldest first. */
enum err media_places(struct ctx *c, int32_t district, int64_t casefile,
                      const struct media_place **out, size_t *out_n) MUST_USE;
/* Photos of a case, oldest first, without their bytes. */
enum err media_list(struct ctx *c, int32_t district, int64_t casefile,
                    const struct media_photo **out, size_t *out_n) MUST_USE;
/* The JPEG itself, of a case or an inspection; ERR_NOT_FOUND media.unknown. */
enum err media_bytes(struct ctx *c, int32_t district, int64_t id, enum media_size size,
                     const void **out, size_t *out_n) MUST_USE;
/* Erases uploads that nobody attached within a day. */
enum err media_purge(struct ctx *c) MUST_USE;

/*
 * A photo's address is a capability: whoever was shown the case has it, nobody can guess it. It holds a MAC under the
 * app's key over the photo and the size, so that whoever was shown the small one cannot open the whole.
 */
void media_url(const struct app *app, int32_t district, int64_t id, enum media_size size,
               char out_url[MEDIA_URL]);
void media_mac(const struct app *app, int32_t district, int64_t id, enum media_size size,
               char out_mac[MEDIA_MAC]);
