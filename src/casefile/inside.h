/* SPDX-License-Identifier: Apache-2.0 */
/* What the parts of the case engine share among themselves. */
#pragma once

#include "area/atlas.h"
#include "base/json.h"
#include "casefile/casefile.h"

/* So long after closing the reporter's contact and later words are kept, for asking back. */
/* When the reporter of a settled case, and what he said since, is forgotten. */
int64_t casefile_forget_at(const struct casefile *f);

void casefile_new_secret(char out_secret[CASEFILE_SECRET]);
void casefile_secret_hash(const struct app *app, int32_t district, int64_t id, const char *secret,
                          unsigned char out_hash[SECRET_HASH]);
void casefile_seal_contact(struct ctx *c, const struct app *app, int32_t district, int64_t id,
                           const char *name, const char *phone, unsigned char **out, size_t *out_n);

/* Where a merged case lives on: it may have been merged again. f itself, if it was not; out may be f. */
enum err casefile_living(struct ctx *c, const struct casefile *f, struct casefile *out) MUST_USE;
/*
 * The case that whoever reported f may speak of: the one that f was merged into, once that is closed; else f. Confirm,
 * rate, dispute and ask to reopen may all who reported it.
 */
enum err casefile_voiced(struct ctx *c, const struct app *app, const struct casefile *f,
                         struct casefile *out) MUST_USE;
/* Adds the photos of the result that `from` has and `to` has not: who waited for it shows how it was settled. */
enum err casefile_copy_result(struct ctx *c, const struct casefile *from, const struct casefile *to)
    MUST_USE;
/* Makes next_at not later than that; 0: as it is. */
void casefile_look_by(struct casefile *f, int64_t at);
/* The same by when an open request should be decided, or a mark answered. */
void casefile_look_ahead(struct casefile *f);
/* Is the caller of the unit that handles the case now, or of one that helps? */
enum err casefile_is_handling(struct ctx *c, const struct casefile *f, bool *out) MUST_USE;
/* Without blanks at its ends, also wide ones, and without control characters but line ends and tabs. */
const char *casefile_trim(struct ctx *c, const char *text);
/* The first n digits of an area's code: of its town, its community. NULL: it lies above. */
const char *casefile_prefix(struct ctx *c, const char *code, size_t n);
/* Ids in journal documents are texts, as everywhere outside; 0 is null. */
void casefile_put_id(struct json *j, const char *key, int64_t id);
/* Attaches all claims as photos of that moment in the cycle that the case is in. */
enum err casefile_attach(struct ctx *c, const struct casefile *f, const char *moment,
                         const struct media_claim *claims, size_t n) MUST_USE;

/* The districts inside the prefix, or around it, in order of code: *at starts at 0. False: no more. */
bool casefile_next_district(const struct atlas_view *v, const char *prefix, size_t *at,
                            int32_t *out_area);
