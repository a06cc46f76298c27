/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Seals the journal on PostgreSQL, about once a second, on a thread with a connection of its own. A lease in the
 * database lets one server at a time do it; any number may run a sealer. SQLite needs none: its writer seals each batch.
 */
#pragma once

#include "base/ctx.h"

struct sealer;

enum err sealer_open(const char *url, struct sealer **out, char problem[256]) MUST_USE;
void sealer_close(struct sealer *s); /* seals a last time, then stops; takes NULL */
