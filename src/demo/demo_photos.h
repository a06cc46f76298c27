/* SPDX-License-Identifier: Apache-2.0 */
/* Drawings that stand for photos of residents and handlers. */
#pragma once

#include "demo/demo_parts.h"
#include "media/media.h"

enum err photos_read(struct demo *d) MUST_USE;
/* An upload of the drawing for the case kind and moment ("before", "after"), taken near `at`, NULL: nobody said where;
 * *out_n 0: there is none. */
enum err photos_claim(struct demo *d, const char *kind, const char *moment,
                      const struct geo_point *at, struct media_claim *out, size_t *out_n) MUST_USE;
