/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/agenda.h"

#include "base/arena.h"
#include "base/text.h"
#include "base/time.h"
#include "casefile/deed.h"
#include "casefile/inside.h"
#include "db/db.h"

enum { DAYS_AHEAD = 60 };

enum err agenda_add(struct ctx *c, const struct casefile *f, const char *why)
{
    int64_t id;
    TRY(db_new_id(c, &id));
    return db_exec(c, SQL_AGENDA_ADD,
                   ARGS(db_int(f->district), db_int(id), db_text(area_up(c, f->area, 0)),
                        db_int(f->id), db_int(f->cycle), db_text(why), db_int(c->now)));
}

enum err agenda_settle(struct ctx *c, int32_t district, int64_t casefile)
{
    return db_exec(c, SQL_AGENDA_SETTLE, ARGS(db_int(district), db_int(casefile), db_int(c->now)));
}

static enum err add_district(struct ctx *c, int32_t district, const char *area,
                             struct agenda_item *items, size_t *n)
{
    struct db_rows r;
    char community_end[TEXT_CODE_MAX], end[TEXT_CODE_MAX];
    const char *community = area_up(c, area, 0);
    text_prefix_end(community, community_end);
    text_prefix_end(area, end);
    TRY(db_query(c, SQL_AGENDA_LIST,
                 ARGS(db_int(district), db_text(community), db_text(community_end), db_text(area),
                      db_text(end), db_int(AGENDA_MAX - (int64_t)*n)),
                 &r));
    for (size_t i = 0; i < r.n; i++)
        items[(*n)++] = (struct agenda_item){.district = district,
                                             .id = row_int(&r, i, 0),
                                             .casefile = row_int(&r, i, 1),
                                             .community = row_text(&r, i, 2),
                                             .why = row_text(&r, i, 3),
                                             .since = row_int(&r, i, 4)};
    return ERR_OK;
}

enum err agenda_list(struct ctx *c, const struct atlas_view *v, const char *area,
                     const struct agenda_item **out, size_t *out_n)
{
    struct agenda_item *items = arena_array(c->mem, AGENDA_MAX, sizeof *items);
    size_t n = 0, at = 0;
    for (int32_t found; n < AGENDA_MAX && casefile_next_district(v, area, &at, &found);)
        TRY(add_district(c, text_district(atlas_at(v, found)->code), area, items, &n));
    *out = items;
    *out_n = n;
    return ERR_OK;
}

int32_t agenda_meeting_day(const struct calendar *cal, int64_t t)
{
    struct calendar_day day;
    for (int i = 1; i <= DAYS_AHEAD && calendar_day(cal, t + i * TIME_DAY, &day); i++)
        if (day.kind == DAY_WORK || day.kind == DAY_MAKEUP)
            return day.date;
    return 0;
}
