/* SPDX-License-Identifier: Apache-2.0 */
/*
 * How often one client may ask: a bucket of tokens per peer_net (http/listen.h) that fills again over a minute. The table is
 * of one size; when it is full the client that was quiet longest is forgotten.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

struct limit;

struct limit *limit_new(int per_minute); /* 0: everything passes */
void limit_free(struct limit *l);        /* takes NULL */
/* Takes one token of the peer's; false: none left. Any thread. */
bool limit_take(struct limit *l, const char *peer, int64_t now);
