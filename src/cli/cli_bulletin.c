/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/time.h"
#include "cli/cli.h"
#include "figure/figure.h"

struct words {
    const char *db, *area, *as_of, *programmes;
    bool english;
};

static enum cli_status tell(struct cli_session *s, const struct words *w, const char *programme,
                            const char *area_name, int64_t as_of)
{
    const char *text;
    const struct programme *p = programme_get(s->app.programmes, programme);
    if (!p) {
        (void)fprintf(stderr, "wangge bulletin: no such programme: %s\n", programme);
        return CLI_MISUSE;
    }
    const struct bulletin_ask ask = {.area = w->area,
                                     .area_name = area_name,
                                     .as_of = as_of,
                                     .english = w->english,
                                     .reader = FIGURE_FOR_SECRET};
    enum err err = db_begin(&s->c, DB_READ);
    if (err == ERR_OK)
        err = bulletin_text(&s->c, &s->app, p, &ask, &text);
    if (err == ERR_OK)
        err = db_end(&s->c, true);
    db_undo(&s->c);
    if (err != ERR_OK)
        return cli_tell(s, err, "bulletin");
    (void)puts(text);
    return CLI_DONE;
}

static enum cli_status bulletin(struct cli_session *s, const struct words *w, const char *programme,
                                int64_t as_of)
{
    const struct atlas_view *v = atlas_take(s->app.atlas);
    const struct area *area = atlas_at(v, atlas_find(v, w->area));
    const char *name = area ? arena_copy(s->c.mem, area->name) : NULL;
    atlas_give(s->app.atlas, v);
    if (name)
        return tell(s, w, programme, name, as_of);
    (void)fprintf(stderr, "wangge bulletin: no such area: %s\n", w->area);
    return CLI_MISUSE;
}

enum cli_status cli_bulletin(int argc, char **argv)
{
    struct words w = {.area = NULL};
    const struct cli_option options[] = {
        {"db",         &w.db,         NULL      },
        {"area",       &w.area,       NULL      },
        {"as-of",      &w.as_of,      NULL      },
        {"programmes", &w.programmes, NULL      },
        {"english",    NULL,          &w.english}
    };
    const char *programme;
    struct cli_session s;
    int64_t as_of = 0;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), &programme, 1, 1, &n);
    if (status == CLI_DONE && (!w.area || (w.as_of && !time_parse_end(w.as_of, &as_of)))) {
        (void)fprintf(stderr, w.area ? "wangge bulletin: --as-of: not a date or time\n"
                                     : "wangge bulletin: --area is needed\n");
        status = CLI_MISUSE;
    }
    if (status == CLI_DONE)
        status = cli_open_quiet(w.db, w.programmes, &s);
    if (status != CLI_DONE)
        return status;
    status = bulletin(&s, &w, programme, as_of);
    cli_close(&s);
    return status;
}
