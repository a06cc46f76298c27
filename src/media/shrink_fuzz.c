/* SPDX-License-Identifier: Apache-2.0 */
/* The decoders under the fuzzer, in its own process; the served program only meets them in a confined one. */
#include <stdint.h>
#include <stdlib.h>

#include "base/arena.h"
#include "media/shrink.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    struct shrunk out;
    if (shrink_here(&c, data, size, &out) == ERR_OK &&
        (out.width > SHRINK_FULL || out.height > SHRINK_FULL || out.full_n == 0))
        abort();
    arena_free(c.mem);
    return 0;
}
