/* SPDX-License-Identifier: Apache-2.0 */
/* A typed field of a ledger or of its figures per period: JSON Schema 2020-12 for the value, and our own words beside it. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "programme/flow.h"

struct jsonschema;
struct node;

/* Who may see a field: anybody; who may read ledgers; who may read restricted fields (each look is journalled). */
enum visibility { VISIBLE_PUBLIC, VISIBLE_INTERNAL, VISIBLE_RESTRICTED };

/* DATE: "2026-11-30". REF: the reference of an entry of another ledger. LIST: several of its choices.
 * REFS: several such references, each once. */
enum ledger_type {
    LEDGER_TEXT,
    LEDGER_INTEGER,
    LEDGER_NUMBER,
    LEDGER_BOOL,
    LEDGER_DATE,
    LEDGER_CHOICE,
    LEDGER_LIST,
    LEDGER_REF,
    LEDGER_REFS
};

/* Codes with a check of their own (ledger/code.h): the unified social credit code of 18, the mainland's phones. */
enum ledger_code { LEDGER_CODE_NONE, LEDGER_CODE_USCC, LEDGER_CODE_PHONE };

struct ledger_choice {
    const char *value;
    struct name_pair name;
};

struct ledger_field {
    const char *field;
    struct name_pair name, why; /* why: the sentence that says why we ask */
    enum ledger_type type;
    enum visibility visibility;
    bool needed;
    bool asked;  /* of whoever applies without an account; what is needed is asked anyway */
    bool sealed; /* kept under the application's key; restricted always, never searched or summed */
    bool multiline;   /* a text area in forms */
    const char *unit; /* "家", "万元"; NULL none */
    enum ledger_code code;
    const char *ref; /* of REF and REFS: the ledger it refers to */
    const struct ledger_choice *choices;
    size_t n_choices;
    int remind; /* of LEDGER_DATE: so many days before it the entry is on the reminders' list; 0: never */
    const char *const
        *remind_in; /* statuses in which it does; none: in all, for as long as it stands */
    size_t n_remind_in;
    const struct jsonschema *schema; /* of the value */
    const struct node *source;       /* the schema as the file has it, without our own words */
};

struct ledger_fields {
    const struct ledger_field *v;
    size_t n;
};

const struct ledger_field *ledger_field(const struct ledger_fields *fields,
                                        const char *field); /* NULL: none */
