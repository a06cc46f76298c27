/* SPDX-License-Identifier: Apache-2.0 */
/* How cases leave: lines of a list, the officers' view, the reporter's view. */
#pragma once

#include "app.h"
#include "base/json.h"
#include "casefile/casefile.h"
#include "casefile/casefile_lines.h"
#include "casefile/near.h"

/* What a reply is made with. */
struct case_view {
    struct ctx *c;
    const struct app *app;
    const struct atlas_view *atlas;
    struct json *j;
};

/* One line as a value; names: of the posts of its page. */
void case_put_line(const struct case_view *v, const struct casefile_line *line,
                   const struct post_name *names, size_t n);
/* The lines of those keys as values of an open array; a case that is gone is left out. */
enum err case_put_keys(const struct case_view *v, const struct casefile_key *keys, size_t n)
    MUST_USE;
/* The whole case as its officers see it: history, photos, what `who` may do now. */
enum err case_put_full(const struct case_view *v, const struct casefile *file,
                       const struct account *who) MUST_USE;
/* One clock with its derivation; ERR_NOT_FOUND case.clock_unknown. All of them, for the reporter too. */
enum err case_put_clock(const struct case_view *v, const struct casefile *file, int64_t n) MUST_USE;
enum err case_put_derived(const struct case_view *v, const struct casefile *file) MUST_USE;
/* The case, its clocks and the days of the calendar that they touched: enough to compute them by hand. */
enum err case_put_export(const struct case_view *v, const struct casefile *file,
                         const struct account *who) MUST_USE;
/*
 * The case as its reporter sees it: the post that answers and its holder by name, roles but no names in the history. Of
 * a case that was merged the state is that of the one which took it in.
 */
enum err case_put_followed(const struct case_view *v, const struct casefile *file) MUST_USE;
/* Similar cases as values of an open array: neither text nor contact. */
void case_put_near(const struct case_view *v, const struct near *near, size_t n);
