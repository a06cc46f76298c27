/* SPDX-License-Identifier: Apache-2.0 */
/* Inside cli: the part of import and check that is about calendars. */
#pragma once

#include "cli/cli.h"

struct atlas_view;

struct holidays_job {
    const char *file, *area; /* area NULL: for all */
    bool dry_run, undo;      /* undo: takes the last import back, needs no file */
};
enum cli_status cli_import_holidays(struct cli_session *s, const struct holidays_job *job);
enum cli_status cli_check_calendar(struct cli_session *s, const struct atlas_view *v,
                                   const char *area);
