/* SPDX-License-Identifier: Apache-2.0 */
#include "base/embed.h"

#include <string.h>

const struct embedded *embed_find(const char *path)
{
    for (size_t i = 0; i < embedded_n; i++)
        if (strcmp(embedded[i].path, path) == 0)
            return &embedded[i];
    return NULL;
}
