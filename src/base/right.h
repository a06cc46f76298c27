/* SPDX-License-Identifier: Apache-2.0 */
/*
 * What a route may ask of its caller. A route states exactly one right; the area that the request concerns
 * must lie under a prefix for which one of the caller's roles grants it (account/account.c has the matrix).
 */
#pragma once

enum right {
    RIGHT_PUBLIC,       /* anybody */
    RIGHT_SIGNED_IN,    /* any account, no area */
    RIGHT_CASE_READ,    /* full view of cases */
    RIGHT_CASE_ACT,     /* act on a case; the flow says which roles for which action */
    RIGHT_CASE_CONTACT, /* open the reporter's contact; each look is journalled */
    RIGHT_AREA_READ,    /* check reports */
    RIGHT_AREA_WRITE,   /* imports */
    RIGHT_PEOPLE_READ,  /* persons and teams as lists, contacts masked */
    RIGHT_PEOPLE_WRITE,
    RIGHT_POST_READ, /* posts with their whole history */
    RIGHT_POST_WRITE,
    RIGHT_ACCOUNT_READ,
    RIGHT_ACCOUNT_WRITE,
    RIGHT_JOURNAL_READ,
    RIGHT_LEDGER_READ,    /* entries of ledgers: public and internal fields */
    RIGHT_LEDGER_WRITE,   /* entries, imports, rounds, signs */
    RIGHT_LEDGER_SECRET,  /* restricted fields; each look and each export is journalled */
    RIGHT_INSPECT,        /* to inspect entries */
    RIGHT_REQUEST_DECIDE, /* what owners ask for; appeals never by whoever inspected */
    RIGHT_RULE_WRITE,     /* calendars, the class catalogue: only for a whole district or more */
    RIGHT__COUNT
};
