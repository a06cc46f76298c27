/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "geo/mvt.h"
#include "geo/tile_ring.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* "z/x/y", a line end, then points of eight bytes each: whatever they are, all that is drawn lies in the margin. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = arena_new();
    const uint8_t *end = memchr(data, '\n', size);
    size_t n = end ? (size_t)(end - data) : size;
    char *path = arena_copy_n(mem, data, n), *save = NULL;
    const char *z = strtok_r(path, "/", &save), *x = strtok_r(NULL, "/", &save);
    const char *y = strtok_r(NULL, "", &save);
    struct tile t;
    if (z && x && y && tile_parse(z, x, y, &t)) {
        struct geo_box box = tile_box(t);
        size_t points = (size - n) / sizeof(struct geo_point);
        struct geo_point *p = arena_array(mem, points, sizeof *p);
        if (points)
            memcpy(p, data + size - points * sizeof *p, points * sizeof *p);
        struct pixels work = {.mem = mem}, ring = {.mem = mem};
        if (tile_ring(t, (struct geo_ring){p, points}, &work, &ring))
            for (size_t i = 0; i < ring.n; i++)
                if (!pixel_is_near(ring.p[i]))
                    abort();
        struct geo_ring whole = {p, points};
        struct mvt *m = mvt_open(mem, "areas", t);
        struct buf out = {.mem = mem};
        if (mvt_polygon(m, 1, (struct geo_shape){&whole, 1}))
            mvt_text(m, "name", "x");
        if (points && mvt_point(m, 2, p[0]))
            mvt_bool(m, "open", true);
        mvt_close(m, &out);
        if (box_is_none(box))
            abort();
    }
    arena_free(mem);
    return 0;
}
