/* SPDX-License-Identifier: Apache-2.0 */
/* Cases in lists. */
#include "casefile/case_parts.h"

void case_put_line(const struct case_view *v, const struct casefile_line *line,
                   const struct post_name *names, size_t n)
{
    const struct casefile *f = &line->file;
    struct case_names said = {.limit_text = line->limit_text, .assigned = line->assigned_name};
    for (size_t i = 0; i < n && f->post; i++) {
        if (names[i].post != f->post || names[i].district != f->district)
            continue;
        said.post_kind = names[i].kind;
        said.holder = names[i].holder;
    }
    json_object(v->j);
    case_put_facts(v, f, &said);
    json_put_int(v->j, "photos", f->photos);
    json_end(v->j);
}

/* All lines of the page as values of an open array. */
static enum err put_page(const struct case_view *v, const struct casefile_page *page)
{
    const struct post_name *names;
    size_t n;
    TRY(casefile_post_names(v->c, page, &names, &n));
    for (size_t i = 0; i < page->n; i++)
        case_put_line(v, &page->lines[i], names, n);
    return ERR_OK;
}

enum err case_put_keys(const struct case_view *v, const struct casefile_key *keys, size_t n)
{
    struct casefile_page page;
    TRY(casefile_lines(v->c, keys, n, &page));
    return put_page(v, &page);
}
