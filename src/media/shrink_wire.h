/* SPDX-License-Identifier: Apache-2.0 */
/* What the server and its shrinking process say to each other: the image in, this head and two JPEGs out. */
#pragma once

#include <stdint.h>

#define SHRINK_MAGIC UINT32_C(0x57475348)

struct shrink_head {
    uint32_t magic, width, height, full_n, thumb_n;
};

enum shrink_status { SHRINK_DONE, SHRINK_REFUSED, SHRINK_BROKEN };
