/* SPDX-License-Identifier: Apache-2.0 */
/* How an answer leaves: the `answer` object of the contract, with the phone of those who consented to publish it. */
#pragma once

#include "app.h"
#include "base/json.h"
#include "post/post.h"

/* {found, post, holder, deputy, since} as one value. */
void post_put_answer(struct ctx *c, const struct app *app, const struct atlas_view *v,
                     struct json *j, const struct post_answer *a);
/* "holder": {type, ref, name, phone}|null and "deputy": {ref, name, phone}|null as two members; of a past one no phone. */
void post_put_holder(struct ctx *c, const struct app *app, struct json *j, int32_t district,
                     const struct post_holder *h);
/* "kind" and "kind_name": {zh,en}; a kind that this version does not know is its own name. */
void post_put_kind(struct json *j, const struct app *app, const char *kind);
