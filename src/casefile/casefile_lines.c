/* SPDX-License-Identifier: Apache-2.0 */
#include "casefile/casefile_lines.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"

enum { FIFTY = 50, NAMES = 16 };

/* ---- lines ---- */

/* The columns of case_lines. */
enum {
    LINE_DISTRICT,
    LINE_ID,
    LINE_VERSION,
    LINE_KIND,
    LINE_FLOW,
    LINE_STATE,
    LINE_OPEN,
    LINE_AREA,
    LINE_POST,
    LINE_LON,
    LINE_LAT,
    LINE_ADDRESS,
    LINE_BODY,
    LINE_HANDLER_NAME,
    LINE_CYCLE,
    LINE_SUPPORTS,
    LINE_PHOTOS,
    LINE_OPENED,
    LINE_UPDATED,
    LINE_CLOSED,
    LINE_CLOCK,
    LINE_DUE,
    LINE_LIGHT,
    LINE_PROVISIONAL,
    LINE_LIMIT,
    LINE_LATE,
    LINE_SUPERVISED,
    LINE_RETURNS,
    LINE_REWORKS,
    LINE_EXTENSIONS,
    LINE_REQUEST,
    LINE_STILL_THERE,
    LINE_VERDICT,
    LINE_CLOSED_AS,
    LINE_RATING,
    LINE_ASSIGNED,
    LINE_SOURCE,
    LINE_EXTERNAL_TO,
    LINE_EXTERNAL_NUMBER,
    LINE_EXTERNAL_DUE,
    LINE_UPPER,
    LINE_LOWER,
    LINE_APPEAL_UNTIL,
    LINE_APPEALS,
    LINE_EXEMPT
};

static void read_loop(const struct db_rows *r, size_t i, struct casefile *f)
{
    f->clock = row_text(r, i, LINE_CLOCK);
    f->due = row_int(r, i, LINE_DUE);
    f->light = (enum case_light)row_int(r, i, LINE_LIGHT);
    f->provisional = row_int(r, i, LINE_PROVISIONAL) != 0;
    f->late = row_int(r, i, LINE_LATE) != 0;
    f->supervised = row_int(r, i, LINE_SUPERVISED);
    f->returns = row_int(r, i, LINE_RETURNS);
    f->reworks = row_int(r, i, LINE_REWORKS);
    f->extensions = row_int(r, i, LINE_EXTENSIONS);
    f->request = row_text(r, i, LINE_REQUEST);
    f->still_there = row_int(r, i, LINE_STILL_THERE);
    f->verdict = row_text(r, i, LINE_VERDICT);
    f->closed_as = row_text(r, i, LINE_CLOSED_AS);
    f->rating = row_int(r, i, LINE_RATING);
    f->source = row_text(r, i, LINE_SOURCE);
    f->external_to = row_text(r, i, LINE_EXTERNAL_TO);
    f->external_number = row_text(r, i, LINE_EXTERNAL_NUMBER);
    f->external_due = row_int(r, i, LINE_EXTERNAL_DUE);
    f->upper = row_int(r, i, LINE_UPPER);
    f->lower = row_int(r, i, LINE_LOWER);
    f->appeal_until = row_int(r, i, LINE_APPEAL_UNTIL);
    f->appeals = row_int(r, i, LINE_APPEALS);
    f->exempt = row_int(r, i, LINE_EXEMPT) != 0;
}

/* The statement gives one character of the body more than is shown. */
static const char *cut(struct ctx *c, const char *body)
{
    return strlen(body) <= LIST_BODY ? body : text_cut(c->mem, body, LIST_BODY);
}

static struct casefile_line from_row(struct ctx *c, const struct db_rows *r, size_t i)
{
    struct casefile_line line = {
        .file = {.district = (int32_t)row_int(r, i, LINE_DISTRICT),
                 .id = row_int(r, i, LINE_ID),
                 .version = row_int(r, i, LINE_VERSION),
                 .kind = row_text(r, i, LINE_KIND),
                 .flow = row_text(r, i, LINE_FLOW),
                 .state = row_text(r, i, LINE_STATE),
                 .is_open = row_int(r, i, LINE_OPEN) != 0,
                 .area = row_text(r, i, LINE_AREA),
                 .post = row_int(r, i, LINE_POST),
                 .has_point = !row_null(r, i, LINE_LON),
                 .point = {(int32_t)row_int(r, i, LINE_LON), (int32_t)row_int(r, i, LINE_LAT)},
                 .address = row_text(r, i, LINE_ADDRESS),
                 .body = cut(c, row_text(r, i, LINE_BODY)),
                 .handler_name = row_text(r, i, LINE_HANDLER_NAME),
                 .cycle = row_int(r, i, LINE_CYCLE),
                 .supports = row_int(r, i, LINE_SUPPORTS),
                 .photos = row_int(r, i, LINE_PHOTOS),
                 .opened = row_int(r, i, LINE_OPENED),
                 .updated = row_int(r, i, LINE_UPDATED),
                 .closed = row_int(r, i, LINE_CLOSED)},
        .limit_text = row_text(r, i, LINE_LIMIT),
        .assigned_name = row_text(r, i, LINE_ASSIGNED),
    };
    read_loop(r, i, &line.file);
    return line;
}

static void fill_lines(struct ctx *c, const struct casefile_key *keys, size_t n, int32_t district,
                       const struct db_rows *r, struct casefile_line *lines)
{
    for (size_t k = 0; k < r->n; k++) {
        const int64_t id = row_int(r, k, LINE_ID);
        for (size_t i = 0; i < n; i++)
            if (keys[i].id == id && keys[i].district == district)
                lines[i] = from_row(c, r, k);
    }
}

/* The keys of the first one's district from `from` on, at most FIFTY; the rest of the places stay 0. */
static void next_keys(const struct casefile_key *keys, size_t n, size_t from, bool *asked,
                      struct db_value args[1 + FIFTY])
{
    size_t taken = 0;
    args[0] = db_int(keys[from].district);
    for (size_t i = from; i < n && taken < FIFTY; i++) {
        if (asked[i] || keys[i].district != keys[from].district)
            continue;
        args[1 + taken++] = db_int(keys[i].id);
        asked[i] = true;
    }
    for (size_t i = taken; i < FIFTY; i++)
        args[1 + i] = db_int(0);
}

enum err casefile_lines(struct ctx *c, const struct casefile_key *keys, size_t n,
                        struct casefile_page *out)
{
    struct casefile_line *lines = arena_array(c->mem, n, sizeof *lines);
    bool *asked = arena_array(c->mem, n, sizeof *asked);
    size_t found = 0;
    for (size_t i = 0; i < n; i++) {
        struct db_value args[1 + FIFTY];
        struct db_rows r;
        if (asked[i])
            continue;
        next_keys(keys, n, i, asked, args);
        TRY(db_query(c, SQL_CASE_LINES, args, LEN(args), &r));
        fill_lines(c, keys, n, keys[i].district, &r, lines);
    }
    for (size_t i = 0; i < n; i++)
        if (lines[i].file.id)
            lines[found++] = lines[i];
    *out = (struct casefile_page){.lines = lines, .n = found};
    return ERR_OK;
}

/* ---- names of posts ---- */

static bool is_named(const struct post_name *names, size_t n, int32_t district, int64_t post)
{
    for (size_t i = 0; i < n; i++)
        if (names[i].post == post && names[i].district == district)
            return true;
    return false;
}

static size_t posts_of_page(const struct casefile_page *page, struct post_name *names)
{
    size_t n = 0;
    for (size_t i = 0; i < page->n; i++) {
        const struct casefile *f = &page->lines[i].file;
        if (f->post && !is_named(names, n, f->district, f->post))
            names[n++] = (struct post_name){.district = f->district, .post = f->post};
    }
    return n;
}

static void fill_names(struct post_name *names, size_t n, int32_t district, const struct db_rows *r)
{
    for (size_t k = 0; k < r->n; k++) {
        for (size_t i = 0; i < n; i++) {
            if (names[i].post != row_int(r, k, 0) || names[i].district != district)
                continue;
            names[i].kind = row_text(r, k, 1);
            names[i].holder = row_text(r, k, 2);
        }
    }
}

/* The next posts without a name that are of one district, at most NAMES; the rest of the places stay 0. */
static void next_posts(const struct post_name *names, size_t n, size_t from, struct db_value *args)
{
    size_t taken = 0;
    for (size_t i = from; i < n && taken < NAMES; i++)
        if (!names[i].kind && names[i].district == names[from].district)
            args[2 + taken++] = db_int(names[i].post);
    for (size_t i = taken; i < NAMES; i++)
        args[2 + i] = db_int(0);
}

enum err casefile_post_names(struct ctx *c, const struct casefile_page *page,
                             const struct post_name **out, size_t *out_n)
{
    struct post_name *names = arena_array(c->mem, page->n, sizeof *names);
    size_t n = posts_of_page(page, names);
    for (size_t i = 0; i < n; i++) {
        struct db_value args[2 + NAMES];
        struct db_rows r;
        if (names[i].kind)
            continue;
        args[0] = db_int(names[i].district);
        args[1] = db_int(c->now);
        next_posts(names, n, i, args);
        TRY(db_query(c, SQL_CASE_POSTS, args, LEN(args), &r));
        fill_names(names, n, names[i].district, &r);
        if (!names[i].kind)
            names[i].kind = ""; /* no such post: asked once */
    }
    *out = names;
    *out_n = n;
    return ERR_OK;
}
