/* SPDX-License-Identifier: Apache-2.0 */
/* What counts in which number. Facts are as they stood at the end of the period. */
#pragma once

#include "indicator/indicator.h"

indicator_fn part_reports, part_reports_valid;
indicator_fn part_accepted, part_accepted_filed;
indicator_fn part_filed, part_filed_timely, part_filed_extended;
indicator_fn part_to_dispatch, part_dispatched_right, part_dispatched_timely;
indicator_fn part_to_dispose, part_disposed, part_disposed_timely, part_disposed_exempt;
indicator_fn part_to_close, part_closed, part_closed_timely, part_closed_exempt, part_closed_late;
indicator_fn part_to_close_undeferred, part_closed_timely_undeferred, part_overdue_open;
indicator_fn part_overdue_suspended;
indicator_fn part_handed_in, part_handed_in_reworked;
indicator_fn part_verify_due, part_verify_timely, part_check_due, part_check_timely;
indicator_fn part_rated, part_satisfied, part_unrated;
indicator_fn part_confirmed, part_closed_other;
indicator_fn part_timed_urgent, part_timed_hour, part_timed_day, part_timed_natural;
indicator_fn part_seconds_urgent, part_seconds_hour, part_seconds_day, part_seconds_natural;
