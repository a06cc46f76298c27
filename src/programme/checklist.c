/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/checklist.h"

#include <string.h>

const struct check_item *checklist_item(const struct checklist *l, const char *item)
{
    for (size_t i = 0; i < l->n_items; i++)
        if (strcmp(l->items[i].item, item) == 0)
            return &l->items[i];
    return NULL;
}

bool check_item_asked(const struct check_item *item, const char *facet)
{
    if (item->n_only == 0)
        return true;
    for (size_t i = 0; facet && i < item->n_only; i++)
        if (strcmp(item->only[i], facet) == 0)
            return true;
    return false;
}
