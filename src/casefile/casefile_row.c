/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/casefile_row.h"

#include "base/time.h"
#include "casefile/inside.h"

static void read_clock(const struct db_rows *r, struct casefile *f)
{
    f->clock = row_text(r, 0, COL_CLOCK);
    f->clock_n = row_int(r, 0, COL_CLOCK_N);
    f->due = row_int(r, 0, COL_DUE);
    f->provisional = row_int(r, 0, COL_PROVISIONAL) != 0;
    f->light = (enum case_light)row_int(r, 0, COL_LIGHT);
    f->next_at = row_int(r, 0, COL_NEXT_AT);
    f->handle_due = row_int(r, 0, COL_HANDLE_DUE);
    f->late = row_int(r, 0, COL_LATE) != 0;
    f->late_post = row_int(r, 0, COL_LATE_POST);
    f->standard = row_int(r, 0, COL_STANDARD);
    f->standard_district = (int32_t)row_int(r, 0, COL_STANDARD_DISTRICT);
    f->rule = row_text(r, 0, COL_RULE);
}

static void read_cycle(const struct db_rows *r, struct casefile *f)
{
    f->cycle = row_int(r, 0, COL_CYCLE);
    f->handler = row_int(r, 0, COL_HANDLER);
    f->handler_name = row_text(r, 0, COL_HANDLER_NAME);
    f->checker = row_int(r, 0, COL_CHECKER);
    f->returns = row_int(r, 0, COL_RETURNS);
    f->reworks = row_int(r, 0, COL_REWORKS);
    f->extensions = row_int(r, 0, COL_EXTENSIONS);
    f->suspensions = row_int(r, 0, COL_SUSPENSIONS);
    f->joint_open = row_int(r, 0, COL_JOINT_OPEN);
    f->insisted = row_int(r, 0, COL_INSISTED) != 0;
    f->returned_later = row_int(r, 0, COL_RETURNED_LATER) != 0;
    f->signed_at = row_int(r, 0, COL_SIGNED);
    f->assigned = row_int(r, 0, COL_ASSIGNED);
    f->request = row_text(r, 0, COL_REQUEST);
    f->request_due = row_int(r, 0, COL_REQUEST_DUE);
    f->request_late = row_int(r, 0, COL_REQUEST_LATE) != 0;
}

static void read_proof(const struct db_rows *r, struct casefile *f)
{
    f->closed_as = row_text(r, 0, COL_CLOSED_AS);
    f->confirm_until = row_int(r, 0, COL_CONFIRM_UNTIL);
    f->reopen_until = row_int(r, 0, COL_REOPEN_UNTIL);
    f->verdict = row_text(r, 0, COL_VERDICT);
    f->rating = row_int(r, 0, COL_RATING);
    f->still_there = row_int(r, 0, COL_STILL_THERE);
    f->woken = row_int(r, 0, COL_WOKEN);
    f->appeals = row_int(r, 0, COL_APPEALS);
    f->exempt = row_int(r, 0, COL_EXEMPT) != 0;
    f->appeal_until = row_int(r, 0, COL_APPEAL_UNTIL);
    f->closed_first = row_int(r, 0, COL_CLOSED_FIRST);
    f->mark_due = row_int(r, 0, COL_MARK_DUE);
    f->mark_late = row_int(r, 0, COL_MARK_LATE) != 0;
}

/* Known no longer than anybody may need to ask back. */
int64_t casefile_forget_at(const struct casefile *f)
{
    enum { DAYS = 90 };
    return f->closed + DAYS * TIME_DAY;
}

void casefile_look_by(struct casefile *f, int64_t at)
{
    if (at && (!f->next_at || at < f->next_at))
        f->next_at = at;
}

void casefile_look_ahead(struct casefile *f)
{
    casefile_look_by(f, f->request_late ? 0 : f->request_due);
    casefile_look_by(f, f->mark_due);
}

struct casefile casefile_from_row(const struct db_rows *r, int32_t district, int64_t id)
{
    struct casefile f = {
        .district = district,
        .id = id,
        .version = row_int(r, 0, COL_VERSION),
        .kind = row_text(r, 0, COL_KIND),
        .flow = row_text(r, 0, COL_FLOW),
        .state = row_text(r, 0, COL_STATE),
        .is_open = row_int(r, 0, COL_OPEN) != 0,
        .area = row_text(r, 0, COL_AREA),
        .address = row_text(r, 0, COL_ADDRESS),
        .body = row_text(r, 0, COL_BODY),
        .has_point = !row_null(r, 0, COL_LON),
        .point = {(int32_t)row_int(r, 0, COL_LON), (int32_t)row_int(r, 0, COL_LAT)},
        .post = row_int(r, 0, COL_POST),
        .merged_into = row_int(r, 0, COL_MERGED_INTO),
        .supports = row_int(r, 0, COL_SUPPORTS),
        .photos = row_int(r, 0, COL_PHOTOS),
        .opened = row_int(r, 0, COL_OPENED),
        .updated = row_int(r, 0, COL_UPDATED),
        .closed = row_int(r, 0, COL_CLOSED),
        .has_contact = !row_null(r, 0, COL_CONTACT),
        .supervised = row_int(r, 0, COL_SUPERVISED),
        .upper = row_int(r, 0, COL_UPPER),
        .lower = row_int(r, 0, COL_LOWER),
        .source = row_text(r, 0, COL_SOURCE),
        .external_to = row_text(r, 0, COL_EXTERNAL_TO),
        .external_number = row_text(r, 0, COL_EXTERNAL_NUMBER),
        .external_due = row_int(r, 0, COL_EXTERNAL_DUE),
    };
    read_clock(r, &f);
    read_cycle(r, &f);
    read_proof(r, &f);
    return f;
}
