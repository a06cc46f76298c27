/* SPDX-License-Identifier: Apache-2.0 */
/* What the whole program shares, read-only after start: handlers reach it through req->app. */
#pragma once

#include <stdbool.h>

#include "base/secret.h"

struct atlas;     /* area/atlas.h: the area tree and the locate index, swapped as one */
struct calendars; /* calendar/calendars.h: office hours and holidays of all districts, compiled */
struct entry_follow; /* ledger/entry_follow.h: what inspections do about entries; NULL: nothing */
struct
    indicator_cache; /* indicator/public.h: what the public is told of past months; NULL: not kept */
struct
    entry_rewrite; /* ledger/rewrite.h: what imports do about versions written anew; NULL: nothing */
struct feed;       /* event/feed.h: live updates of the open pages; NULL: none */
struct programmes; /* programme/programme.h: kinds, posts, flows */

struct app {
    struct atlas *atlas;
    const struct programmes *programmes;
    struct calendars *calendars;
    struct feed *feed;
    struct indicator_cache *indicators;
    const struct entry_follow *follow;
    const struct entry_rewrite *rewrite;
    unsigned char key[SECRET_KEY]; /* seals contacts; kept outside the database */
    bool demo; /* this database is the demo: the login page may show the demo logins */
    const char *version;
    const char *
        public_url; /* what codes on paper lead to, "https://grid.example.org"; NULL: the server that was asked */
};
