/* SPDX-License-Identifier: Apache-2.0 */
/* The definitions: what each number counts, and which two of them make an indicator. Published beside the numbers. */
#include <string.h>

#include "indicator/parts.h"

/* clang-format off */
const struct indicator_part_row indicator_parts[PART__COUNT] = {
    [PART_REPORTS] = {part_reports,
        {"期内上报的案件（重开的不再计）。",
         "Cases reported in the period; a reopened one not again."}},
    [PART_REPORTS_VALID] = {part_reports_valid,
        {"其中至期末已受理，且未作废、撤回或并案的。",
         "Of these, accepted by its end and not void, withdrawn or merged."}},
    [PART_ACCEPTED] = {part_accepted,
        {"期内受理的案件，不含作废、撤回和并案。",
         "Cases accepted in the period, without void, withdrawn and merged ones."}},
    [PART_ACCEPTED_FILED] = {part_accepted_filed,
        {"其中至期末已立案的。",
         "Of these, filed by its end."}},
    [PART_FILED] = {part_filed,
        {"期内立案的案件，不含作废、撤回和并案；无立案环节的流程以受理为立案。",
         "Cases filed in the period, without void, withdrawn and merged ones; where a flow does not file, accepting "
         "is filing."}},
    [PART_FILED_TIMELY] = {part_filed_timely,
        {"其中立案未超过受理立案时限的。",
         "Of these, filed within the limit of the accept clock."}},
    [PART_FILED_EXTENDED] = {part_filed_extended,
        {"其中至期末至少批准过一次延期的。",
         "Of these, with at least one extension granted by its end."}},
    [PART_FILED_REPEATED] = {NULL,
        {"其中立案前30日内同一网格同类案件已立过案的；两案都有定位点时，相距须不超过50米。",
         "Of these, with another case of the same kind filed in the same area within 30 days before; where both were "
         "pinned, within 50 m."}},
    [PART_TO_DISPATCH] = {part_to_dispatch,
        {"应派遣：期内首次派遣的，加上期末已立案仍待派遣的；没有派遣时限的流程（责任单位自行接办）不计。",
         "To be dispatched: dispatched for the first time in the period, and at its end filed and still waiting for "
         "it; without cases of flows that have no limit for it, where the unit takes what is its own."}},
    [PART_DISPATCHED_RIGHT] = {part_dispatched_right,
        {"期内首次派遣，且至期末未因“非本单位职责”退回的。",
         "Dispatched for the first time in the period and by its end never handed back as another unit's."}},
    [PART_DISPATCHED_TIMELY] = {part_dispatched_timely,
        {"期内首次派遣，且未超过派遣时限的。",
         "Dispatched for the first time in the period, within the limit of the dispatch clock."}},
    [PART_TO_DISPOSE] = {part_to_dispose,
        {"应处置：期内处置完毕的，加上处置期限落在期内而期前未处置完毕的；不含离开流程的和期末仍在挂账的。",
         "To be disposed of: handed in as done in the period, or due in it and not done before; without cases out of "
         "the loop and those suspended at its end."}},
    [PART_DISPOSED] = {part_disposed,
        {"期内处置完毕，且至期末未被退回返工的。",
         "Handed in as done in the period and by its end not sent back."}},
    [PART_DISPOSED_TIMELY] = {part_disposed_timely,
        {"其中处置未超时，或超时但申诉成立的。",
         "Of these, handled within the limit, or late with the lateness excused on appeal."}},
    [PART_DISPOSED_EXEMPT] = {part_disposed_exempt,
        {"其中超时但申诉成立的。",
         "Of these, late with the lateness excused."}},
    [PART_TO_CLOSE] = {part_to_close,
        {"应结案：期内已结案的，加上处置期限落在期内而期前未结案的；不含作废等离开流程的和期末仍在挂账的。",
         "To be closed: closed in the period, or due in it and not closed before; without void cases and others out "
         "of the loop, and without those suspended at its end."}},
    [PART_CLOSED] = {part_closed,
        {"期内结案，且至期末未重开、未提异议的。",
         "Closed in the period and at its end neither reopened nor in dispute."}},
    [PART_CLOSED_TIMELY] = {part_closed_timely,
        {"其中处置未超时，或超时但申诉成立的（处置计时到责任单位反馈为止）。",
         "Of these, handled within the limit, or late with the lateness excused; the handling clock stops when the "
         "unit reports back."}},
    [PART_CLOSED_EXEMPT] = {part_closed_exempt,
        {"其中超时但申诉成立的。",
         "Of these, late with the lateness excused."}},
    [PART_CLOSED_LATE] = {part_closed_late,
        {"其中处置超时且未获豁免的。",
         "Of these, handled late and not excused."}},
    [PART_TO_CLOSE_UNDEFERRED] = {part_to_close_undeferred,
        {"应结案中从未批准挂账缓办的。",
         "Cases to be closed that were never suspended."}},
    [PART_CLOSED_TIMELY_UNDEFERRED] = {part_closed_timely_undeferred,
        {"按期结案中从未批准挂账缓办的。",
         "Cases closed in time that were never suspended."}},
    [PART_OVERDUE_OPEN] = {part_overdue_open,
        {"期末已过处置期限仍未处置完毕的，超期以后退回或挂账的也算。",
         "At the end past the limit of handling and not done, handed back or suspended since or not."}},
    [PART_OVERDUE_SUSPENDED] = {part_overdue_suspended,
        {"其中超期以后挂账、期末仍在挂账的。",
         "Of these, suspended after that and at the end still."}},
    [PART_HANDED_IN] = {part_handed_in,
        {"最后一次处置完毕在期内的（无论其后是否返工）。",
         "Handed in as done for the last time in the period, sent back afterwards or not."}},
    [PART_HANDED_IN_REWORKED] = {part_handed_in_reworked,
        {"其中至期末至少返工过一次的。",
         "Of these, sent back at least once by its end."}},
    [PART_VERIFY_DUE] = {part_verify_due,
        {"应核实任务：期内完成的，加上期末仍在进行且已超时的（按任务计）。",
         "Verifications due: finished in the period, and at its end under way past their limit; tasks are counted."}},
    [PART_VERIFY_TIMELY] = {part_verify_timely,
        {"期内完成且未超时的核实任务。",
         "Verifications finished in the period within their limit."}},
    [PART_CHECK_DUE] = {part_check_due,
        {"应核查任务：期内完成的，加上期末仍在进行且已超时的（按任务计）。",
         "Checks due: finished in the period, and at its end under way past their limit; tasks are counted."}},
    [PART_CHECK_TIMELY] = {part_check_timely,
        {"期内完成且未超时的核查任务。",
         "Checks finished in the period within their limit."}},
    [PART_RATED] = {part_rated,
        {"期内收到的有效评价。",
         "Ratings given in the period."}},
    [PART_SATISFIED] = {part_satisfied,
        {"其中满意（4分）和非常满意（5分）的。",
         "Of these, satisfied (4) or very satisfied (5)."}},
    [PART_UNRATED] = {part_unrated,
        {"期内结案、至期末没有评价的（未回访到）。",
         "Closed in the period and by its end not rated: not reached."}},
    [PART_CONFIRMED] = {part_confirmed,
        {"其中以“已解决”结案，且至期末上报人确认的。",
         "Of these, closed as fixed and confirmed by the reporter by its end."}},
    [PART_CLOSED_OTHER] = {part_closed_other,
        {"其中以其他理由结案的。",
         "Of these, closed for other reasons."}},
    [PART_TIMED] = {part_timed_urgent,
        {"期内处置完毕、处置用时以紧急工作时计的。",
         "Handed in in the period, with handling measured in urgent hours."}},
    [PART_TIMED + LIMIT_WORK_HOUR] = {part_timed_hour,
        {"期内处置完毕、处置用时以工作时计的。",
         "Handed in in the period, with handling measured in work hours."}},
    [PART_TIMED + LIMIT_WORK_DAY] = {part_timed_day,
        {"期内处置完毕、处置用时以工作日计的。",
         "Handed in in the period, with handling measured in work days."}},
    [PART_TIMED + LIMIT_NATURAL_DAY] = {part_timed_natural,
        {"期内处置完毕、处置用时以自然日计的。",
         "Handed in in the period, with handling measured in natural days."}},
    [PART_SECONDS] = {part_seconds_urgent,
        {"其处置单位的用时之和，含返工，以时限的钟表计（秒）。",
         "The time that the units which handed them in took, rework included, by the clock of the limit, in seconds."}},
    [PART_SECONDS + LIMIT_WORK_HOUR] = {part_seconds_hour,
        {"其处置单位的用时之和，含返工，以时限的钟表计（秒）。",
         "The time that the units which handed them in took, rework included, by the clock of the limit, in seconds."}},
    [PART_SECONDS + LIMIT_WORK_DAY] = {part_seconds_day,
        {"其处置单位的用时之和，含返工，以时限的钟表计（秒，一日为86400秒）。",
         "The time that the units which handed them in took, rework included, by the clock of the limit, in seconds, "
         "86,400 to a day."}},
    [PART_SECONDS + LIMIT_NATURAL_DAY] = {part_seconds_natural,
        {"其处置单位的用时之和，含返工，以时限的钟表计（秒，一日为86400秒）。",
         "The time that the units which handed them in took, rework included, by the clock of the limit, in seconds, "
         "86,400 to a day."}},
};

const struct name_pair indicator_notes = {
    "各数均以期末（或当前时刻，取早者）的状态计，其后的变化不影响本期。重开的案件从重开起另计一次。案件按其期末所在区域、"
    "类别和岗位归类；处置超时的，其处置、结案各数归超时时承办的岗位。下级上报而来的案件与原案是同一件事，只计原案一次，"
    "但其核实、核查任务照计。",
    "All numbers are as of the end of the period, or of now if that is sooner: what happens later does not change them. A "
    "reopened case counts anew from its reopening. Cases are counted where, as what and with which post they stood then; of "
    "those handled late, the numbers of disposal and closing are with the post that was late. A case passed up from a desk "
    "below is the same matter as the one there: only that one is counted, though verifications and checks of both are.",
};

const struct indicator indicators[INDICATORS] = {
    {"report_count", {"上报数", "Reports"},
     {"上报数", "reports"},
     UNIT_CASES, PART_REPORTS, PART_NONE, PART_NONE, NULL},
    {"valid_report_rate", {"有效上报率", "Valid reports"},
     {"有效上报数 ÷ 上报数", "valid reports ÷ reports"},
     UNIT_PERCENT, PART_REPORTS_VALID, PART_REPORTS, PART_NONE, NULL},
    {"filing_rate", {"立案率", "Filing rate"},
     {"立案数 ÷ 受理数", "filed ÷ accepted"},
     UNIT_PERCENT, PART_ACCEPTED_FILED, PART_ACCEPTED, PART_NONE, NULL},
    {"timely_filing_rate", {"按时立案率", "Filed in time"},
     {"按时立案数 ÷ 立案数", "filed in time ÷ filed"},
     UNIT_PERCENT, PART_FILED_TIMELY, PART_FILED, PART_NONE, NULL},
    {"accurate_dispatch_rate", {"准确派遣率", "Dispatched right"},
     {"准确派遣数 ÷ 应派遣数", "dispatched right ÷ to be dispatched"},
     UNIT_PERCENT, PART_DISPATCHED_RIGHT, PART_TO_DISPATCH, PART_NONE, NULL},
    {"timely_dispatch_rate", {"按时派遣率", "Dispatched in time"},
     {"按时派遣数 ÷ 应派遣数", "dispatched in time ÷ to be dispatched"},
     UNIT_PERCENT, PART_DISPATCHED_TIMELY, PART_TO_DISPATCH, PART_NONE, NULL},
    {"disposal_rate", {"处置率", "Disposal rate"},
     {"处置数 ÷ 应处置数", "disposed of ÷ to be disposed of"},
     UNIT_PERCENT, PART_DISPOSED, PART_TO_DISPOSE, PART_NONE, NULL},
    {"timely_disposal_rate", {"按期处置率", "Disposed of in time"},
     {"按期处置数 ÷ 应处置数", "disposed of in time ÷ to be disposed of"},
     UNIT_PERCENT, PART_DISPOSED_TIMELY, PART_TO_DISPOSE, PART_DISPOSED_EXEMPT, "exempted"},
    {"closure_rate", {"结案率", "Closure rate"},
     {"结案数 ÷ 应结案数", "closed ÷ to be closed"},
     UNIT_PERCENT, PART_CLOSED, PART_TO_CLOSE, PART_NONE, NULL},
    {"timely_closure_rate", {"按期结案率", "Closed in time"},
     {"按期结案数 ÷ 应结案数", "closed in time ÷ to be closed"},
     UNIT_PERCENT, PART_CLOSED_TIMELY, PART_TO_CLOSE, PART_CLOSED_EXEMPT, "exempted"},
    {"timely_closure_rate_less_deferred", {"按期结案率（扣除缓办）", "Closed in time, without suspended cases"},
     {"按期结案数 ÷（应结案数 − 缓办数）", "closed in time ÷ (to be closed − suspended)"},
     UNIT_PERCENT, PART_CLOSED_TIMELY_UNDEFERRED, PART_TO_CLOSE_UNDEFERRED, PART_NONE, NULL},
    {"overdue_closure_rate", {"超期结案率", "Closed late"},
     {"超期结案数 ÷ 应结案数", "closed late ÷ to be closed"},
     UNIT_PERCENT, PART_CLOSED_LATE, PART_TO_CLOSE, PART_NONE, NULL},
    {"overdue_open", {"超期未处置", "Open past the limit"},
     {"超期未处置数", "open past the limit"},
     UNIT_CASES, PART_OVERDUE_OPEN, PART_NONE, PART_OVERDUE_SUSPENDED, "suspended"},
    {"rework_rate", {"返工率", "Rework rate"},
     {"返工案件数 ÷ 处置数", "cases sent back ÷ handed in"},
     UNIT_PERCENT, PART_HANDED_IN_REWORKED, PART_HANDED_IN, PART_NONE, NULL},
    {"extension_rate", {"延期率", "Extension rate"},
     {"延期案件数 ÷ 立案数", "cases given more time ÷ filed"},
     UNIT_PERCENT, PART_FILED_EXTENDED, PART_FILED, PART_NONE, NULL},
    {"timely_verify_rate", {"按期核实率", "Verified in time"},
     {"按期核实数 ÷ 应核实数", "verified in time ÷ to be verified"},
     UNIT_PERCENT, PART_VERIFY_TIMELY, PART_VERIFY_DUE, PART_NONE, NULL},
    {"timely_check_rate", {"按期核查率", "Checked in time"},
     {"按期核查数 ÷ 应核查数", "checked in time ÷ to be checked"},
     UNIT_PERCENT, PART_CHECK_TIMELY, PART_CHECK_DUE, PART_NONE, NULL},
    {"repeat_rate", {"重复发生率", "Repeat rate"},
     {"重复案件数 ÷ 立案数", "repeated cases ÷ filed"},
     UNIT_PERCENT, PART_FILED_REPEATED, PART_FILED, PART_NONE, NULL},
    {"satisfaction_rate", {"满意率", "Satisfaction"},
     {"（非常满意 + 满意）÷ 有效评价", "(very satisfied + satisfied) ÷ ratings"},
     UNIT_PERCENT, PART_SATISFIED, PART_RATED, PART_UNRATED, "not_reached"},
    {"avg_handle_time_urgent_hour", {"平均处置时长（紧急工作时）", "Mean handling time, urgent hours"},
     {"处置用时之和 ÷ 件数", "time taken ÷ cases"},
     LIMIT_URGENT_HOUR, PART_SECONDS, PART_TIMED, PART_NONE, NULL},
    {"avg_handle_time_work_hour", {"平均处置时长（工作时）", "Mean handling time, work hours"},
     {"处置用时之和 ÷ 件数", "time taken ÷ cases"},
     LIMIT_WORK_HOUR, PART_SECONDS + LIMIT_WORK_HOUR, PART_TIMED + LIMIT_WORK_HOUR, PART_NONE, NULL},
    {"avg_handle_time_work_day", {"平均处置时长（工作日）", "Mean handling time, work days"},
     {"处置用时之和 ÷ 件数", "time taken ÷ cases"},
     LIMIT_WORK_DAY, PART_SECONDS + LIMIT_WORK_DAY, PART_TIMED + LIMIT_WORK_DAY, PART_NONE, NULL},
    {"avg_handle_time_natural_day", {"平均处置时长（自然日）", "Mean handling time, natural days"},
     {"处置用时之和 ÷ 件数", "time taken ÷ cases"},
     LIMIT_NATURAL_DAY, PART_SECONDS + LIMIT_NATURAL_DAY, PART_TIMED + LIMIT_NATURAL_DAY, PART_NONE, NULL},
    {"confirmed_fixed_rate", {"确认解决率", "Fixed and confirmed"},
     {"已解决且经确认数 ÷ 结案数", "fixed and confirmed ÷ closed"},
     UNIT_PERCENT, PART_CONFIRMED, PART_CLOSED, PART_NONE, NULL},
    {"closed_other_rate", {"其他理由结案率", "Closed for other reasons"},
     {"其他理由结案数 ÷ 结案数", "closed for other reasons ÷ closed"},
     UNIT_PERCENT, PART_CLOSED_OTHER, PART_CLOSED, PART_NONE, NULL},
};

/* clang-format on */

const struct indicator *indicator_find(const char *id)
{
    for (size_t i = 0; i < INDICATORS; i++)
        if (strcmp(indicators[i].id, id) == 0)
            return &indicators[i];
    return NULL;
}

bool indicator_value(const struct indicator *i, int64_t n, int64_t d, double *out)
{
    enum { HOUR = 3600, DAY = 86400 };
    if (i->d != PART_NONE && d <= 0)
        return false;
    if (i->unit == UNIT_CASES)
        *out = (double)n;
    else if (i->unit == UNIT_PERCENT)
        *out = 100.0 * (double)n / (double)d;
    else
        *out = (double)n / (double)d /
               (i->unit == LIMIT_WORK_DAY || i->unit == LIMIT_NATURAL_DAY ? DAY : HOUR);
    return true;
}
