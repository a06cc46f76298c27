/* SPDX-License-Identifier: Apache-2.0 */
/* The words of flow files, as bits. Carried out by casefile/step.h; adding one means adding it there. */
#pragma once

/* Inputs of an action: it needs them, or offers to take them; any other is refused. */
enum flow_need {
    NEED_REASON = 1 << 0,
    NEED_NOTE = 1 << 1,
    NEED_PHOTO_AFTER = 1 << 2, /* as a need it only binds when the case's kind asks for it */
    NEED_POST = 1 << 3,
    NEED_INTO = 1 << 4,
    NEED_PHOTO = 1 << 5,
    NEED_CO_POSTS = 1 << 6,
    NEED_PERSON = 1 << 7,
    NEED_UNTIL = 1 << 8,
    NEED_STANDARD = 1 << 9,
    NEED_REFERRAL = 1 << 10,
    NEED_CLOSE_REASON = 1 << 11,
    NEED_FINDING = 1 << 12,
    NEED_RATING = 1 << 13,
    NEED_KIND = 1 << 14,
    NEED_PLACE = 1 << 15
};

/* In the roles of an action, beside 1 << enum role: */
enum {
    FLOW_REPORTER = 1 << 24,   /* the resident with the receipt's secret */
    FLOW_CO_HANDLER = 1 << 25, /* holds a post that was asked to help with this case */
    FLOW_SYSTEM = 1 << 26,     /* the scheduler, or a linked case */
    FLOW_INSPECTION =
        1
        << 27, /* whoever inspects, by that inspection alone; or the entry's office, when the entry leaves */
    FLOW_LATE_HANDLER = 1 << 28 /* holds the post in whose hands the case went over its limit */
};

/* Conditions beyond state and role; each has its problem code. */
enum flow_when {
    WHEN_MAY_RETURN = 1 << 0,
    WHEN_GUARD_OPEN = 1 << 1,
    WHEN_EXTENSION_FIRST = 1 << 2,
    WHEN_EXTENSION_SECOND = 1 << 3,
    WHEN_EXTENSION_LEFT = 1 << 4,
    WHEN_BEFORE_DUE = 1 << 5,
    WHEN_SUSPENSION_LEFT = 1 << 6,
    WHEN_NO_REQUEST = 1 << 7,
    WHEN_SUSPENSION_ASKED = 1 << 8,
    WHEN_REQUEST_OPEN = 1 << 9,
    WHEN_JOINT_OPEN = 1 << 10,
    WHEN_JOINT_DONE = 1 << 11,
    WHEN_MINOR = 1 << 12,
    WHEN_DIRECT_CLOSE = 1 << 13,
    WHEN_CONFIRM_OPEN = 1 << 14,
    WHEN_REOPEN_OPEN = 1 << 15,
    WHEN_APPEAL_OPEN = 1 << 16,
    WHEN_APPEAL_ASKED = 1 << 17,
    WHEN_APPEAL_REVIEWED = 1 << 18,
    WHEN_APPEAL_PENDING = 1 << 19,
    WHEN_MARKED = 1 << 20,
    WHEN_CLOCK_OVER = 1 << 21,
    WHEN_WOKEN = 1 << 22,
    WHEN_ELSEWHERE = 1 << 23
};

/* What an action does beside leading to its state. */
enum flow_does {
    DOES_ASK_EXTENSION = 1 << 0,
    DOES_GRANT_EXTENSION = 1 << 1,
    DOES_ASK_SUSPENSION = 1 << 2,
    DOES_GRANT_SUSPENSION = 1 << 3,
    DOES_REFUSE_REQUEST = 1 << 4,
    DOES_ASSIGN = 1 << 5,
    DOES_INSIST = 1 << 6,
    DOES_COUNT_RETURN = 1 << 7,
    DOES_COUNT_REWORK = 1 << 8,
    DOES_JOINT_ANSWER = 1 << 9,
    DOES_ESCALATE = 1 << 10,
    DOES_UNESCALATE = 1 << 11,
    DOES_REFER = 1 << 12,
    DOES_MERGE = 1 << 13,
    DOES_UNMERGE = 1 << 14,
    DOES_MARK_URGE = 1 << 15,
    DOES_MARK_SUPERVISE = 1 << 16,
    DOES_MARK_LIST = 1 << 17,
    DOES_ANSWER_MARK = 1 << 18,
    DOES_CONFIRM = 1 << 19,
    DOES_DISPUTE = 1 << 20,
    DOES_UPHOLD = 1 << 21,
    DOES_ASK_APPEAL = 1 << 22,
    DOES_PASS_APPEAL = 1 << 23,
    DOES_GRANT_APPEAL = 1 << 24,
    DOES_REFUSE_APPEAL = 1 << 25,
    DOES_SELF_HANDLE = 1 << 26,
    DOES_VERIFY = 1 << 27,
    DOES_CORRECT = 1 << 28,
    DOES_RELEASE_JOINT = 1 << 29,
    DOES_ANSWER_STILL = 1 << 30
};

/* Entering a state, its clock goes on with what is left, unless: */
enum flow_restart {
    RESTART_NO,
    RESTART_ALWAYS,     /* anew */
    RESTART_OTHER_POST, /* anew for another post; the same one goes on with what is left */
    RESTART_REWORK      /* anew with the kind's rework_limit, when it has one */
};

enum flow_milestone {
    MILESTONE_NONE,
    MILESTONE_ACCEPTED,
    MILESTONE_FILED,
    MILESTONE_DISPATCHED,
    MILESTONE_DISPOSED,
    MILESTONE_CHECKED,
    MILESTONE_CLOSED,
    MILESTONE__COUNT
};
