/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Values of typed fields: checked by their ledger's or series' description, kept as canonical JSON. A set is in order of
 * its fields' names; fields that the present programme does not know any more stay in it as they were.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "base/ctx.h"
#include "programme/ledger_field.h"

struct node;

struct field_value {
    const char *field;
    const char *json; /* canonical; NULL: none, takes away what was there */
};
struct field_set {
    struct field_value *v;
    size_t n;
};

/*
 * Reads input, an object, by the descriptions. ERR_INVALID with field "fields.NAME": ledger.field (detail: why),
 * ledger.field_unknown, ledger.field_needed (null, when it is needed), ledger.code, ledger.ref.
 */
enum err fields_check(struct ctx *c, const struct ledger_fields *of, const struct node *input,
                      struct field_set *out) MUST_USE;
/* ERR_INVALID ledger.field_needed when one that is needed is not in the set. */
enum err fields_complete(struct ctx *c, const struct ledger_fields *of, const struct field_set *set)
    MUST_USE;

/* From and to the text that is kept; text NULL is the empty set. */
enum err fields_read(struct ctx *c, const char *text, struct field_set *out) MUST_USE;
const char *fields_text(struct ctx *c, const struct field_set *set); /* "{}" when empty */
/* What `change` says over what `was` says. */
struct field_set fields_merge(struct ctx *c, const struct field_set *was,
                              const struct field_set *change);

/* Those that the others do not name. */
struct field_set fields_without(struct ctx *c, const struct field_set *set,
                                const struct field_set *others);

/* Something was there, and its time was over (ledger.h entry_erase): null stands for it. */
bool field_is_erased(const char *json);
/* Those that are not erased. */
struct field_set fields_there(struct ctx *c, const struct field_set *set);

typedef bool field_test(const struct ledger_field *f);
/* Those whose description passes; unknown ones pass when `unknown` says so. */
struct field_set fields_where(struct ctx *c, const struct field_set *set,
                              const struct ledger_fields *of, field_test *test, bool unknown);
bool field_is_sealed(const struct ledger_field *f);
bool field_is_open(const struct ledger_field *f);   /* not sealed */
bool field_is_public(const struct ledger_field *f); /* anybody sees it */
bool field_is_shown(const struct ledger_field *f);  /* public or internal, and not sealed */
bool field_is_hidden(const struct ledger_field *f); /* restricted or sealed */

const char *fields_json(const struct field_set *set, const char *field); /* NULL: not in it */
/* The value as plain text: a text without its quotes, everything else as JSON. NULL: not in the set, or erased. */
const char *fields_plain(struct ctx *c, const struct field_set *set, const char *field);
