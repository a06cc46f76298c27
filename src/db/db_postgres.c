/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "db/db_driver.h"

static enum err postgres_open(const char *where, struct db **out, char problem[256])
{
    (void)out;
    (void)snprintf(problem, 256, "%s: no driver", where);
    return ERR_INTERNAL;
}

const struct db_driver db_postgres = {.engine = DB_POSTGRES, .open = postgres_open};
