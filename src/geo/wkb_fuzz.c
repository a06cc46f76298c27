/* SPDX-License-Identifier: Apache-2.0 */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "geo/wkb.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What is read can be written and read again with as many points. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = arena_new();
    struct geo_shape shape, again;
    if (wkb_read(mem, data, size, &shape) && shape.n > 0) {
        void *wkb;
        size_t n;
        wkb_write(mem, shape, &wkb, &n);
        if (!wkb_read(mem, wkb, n, &again) || shape_points(again) != shape_points(shape))
            abort();
    }
    arena_free(mem);
    return 0;
}
