/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <stdio.h>
#include <unistd.h>

void unit_tap(void)
{
    cmocka_set_message_output(CM_OUTPUT_TAP);
}

const char *unit_shared(const char *name)
{
    static char path[512];
    (void)snprintf(path, sizeof path, "../shared/data/%s", name);
    return access(path, R_OK) == 0 ? path : NULL;
}
