/* SPDX-License-Identifier: Apache-2.0 */
/* The one fact of EXIF that a photo needs: which way is up. All else in it is thrown away. */
#include <string.h>

#include "media/picture.h"

enum { TAG_ORIENTATION = 0x0112, TYPE_SHORT = 3, ENTRY = 12 };

struct tiff {
    const unsigned char *p;
    size_t n;
    bool big; /* byte order */
};

/* 0 behind the end. */
static uint32_t read16(const struct tiff *t, size_t at)
{
    if (t->n < 2 || at > t->n - 2)
        return 0;
    const unsigned char *p = t->p + at;
    return t->big ? (uint32_t)p[0] << 8 | p[1] : (uint32_t)p[1] << 8 | p[0];
}

static uint32_t read32(const struct tiff *t, size_t at)
{
    uint32_t a = read16(t, at), b = read16(t, at + 2);
    return t->big ? a << 16 | b : b << 16 | a;
}

int exif_orientation(const unsigned char *exif, size_t n)
{
    if (n < 14 || memcmp(exif, "Exif\0\0", 6) != 0)
        return 1;
    struct tiff t = {.p = exif + 6, .n = n - 6, .big = exif[6] == 'M'};
    size_t at = read32(&t, 4);
    uint32_t entries = read16(&t, at);
    for (uint32_t i = 0; i < entries && at < t.n; i++) {
        size_t entry = at + 2 + (size_t)i * ENTRY;
        if (read16(&t, entry) != TAG_ORIENTATION || read16(&t, entry + 2) != TYPE_SHORT)
            continue;
        uint32_t v = read16(&t, entry + 8);
        return v >= 1 && v <= 8 ? (int)v : 1;
    }
    return 1;
}
