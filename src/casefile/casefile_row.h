/* SPDX-License-Identifier: Apache-2.0 */
/* Inside the engine: a case as casefile_get reads it. */
#pragma once

#include "casefile/casefile.h"
#include "db/db.h"

/* The columns of casefile_get. */
enum {
    COL_VERSION,
    COL_KIND,
    COL_FLOW,
    COL_STATE,
    COL_OPEN,
    COL_AREA,
    COL_ADDRESS,
    COL_BODY,
    COL_LON,
    COL_LAT,
    COL_POST,
    COL_MERGED_INTO,
    COL_HANDLER,
    COL_HANDLER_NAME,
    COL_CHECKER,
    COL_CYCLE,
    COL_SUPPORTS,
    COL_PHOTOS,
    COL_OPENED,
    COL_UPDATED,
    COL_CLOSED,
    COL_CONTACT,
    COL_SECRET_HASH,
    COL_CLOCK,
    COL_CLOCK_N,
    COL_DUE,
    COL_PROVISIONAL,
    COL_LIGHT,
    COL_NEXT_AT,
    COL_HANDLE_DUE,
    COL_LATE,
    COL_STANDARD,
    COL_STANDARD_DISTRICT,
    COL_RULE,
    COL_RETURNS,
    COL_REWORKS,
    COL_EXTENSIONS,
    COL_SUSPENSIONS,
    COL_INSISTED,
    COL_SIGNED,
    COL_RETURNED_LATER,
    COL_ASSIGNED,
    COL_REQUEST,
    COL_JOINT_OPEN,
    COL_SUPERVISED,
    COL_UPPER,
    COL_LOWER,
    COL_SOURCE,
    COL_EXTERNAL_TO,
    COL_EXTERNAL_NUMBER,
    COL_CLOSED_AS,
    COL_CONFIRM_UNTIL,
    COL_REOPEN_UNTIL,
    COL_VERDICT,
    COL_RATING,
    COL_STILL_THERE,
    COL_WOKEN,
    COL_APPEALS,
    COL_EXEMPT
};

/* The first row. */
struct casefile casefile_from_row(const struct db_rows *r, int32_t district, int64_t id);
