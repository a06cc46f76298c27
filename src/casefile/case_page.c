/* SPDX-License-Identifier: Apache-2.0 */
#include <string.h>

#include "base/text.h"
#include "casefile/case_parts.h"

static const char *text_at(const struct db_value *line, size_t column)
{
    return line[column].type == DB_TEXT ? line[column].p : NULL;
}

static void put_point(struct json *j, const struct db_value *line)
{
    if (line[LINE_LON].type == DB_INT) {
        case_put_degrees(j, "lon", line[LINE_LON].i);
        case_put_degrees(j, "lat", line[LINE_LAT].i);
    } else {
        json_put_raw(j, "lon", NULL);
        json_put_raw(j, "lat", NULL);
    }
}

static void put_line_post(struct json *j, const struct db_value *line,
                          const struct post_name *names, size_t n)
{
    for (size_t i = 0; i < n && line[LINE_POST].type == DB_INT; i++) {
        if (names[i].post != line[LINE_POST].i || names[i].district != line[LINE_DISTRICT].i)
            continue;
        case_put_post(j, names[i].district, names[i].post, names[i].kind, names[i].holder);
        return;
    }
    json_put_raw(j, "post", NULL);
}

/* The view gives one character more than is shown. */
static const char *cut(const struct case_view *v, const char *body)
{
    return strlen(body) <= LIST_BODY ? body : text_cut(v->c->mem, body, LIST_BODY);
}

static void put_line(const struct case_view *v, const struct db_value *line,
                     const struct post_name *names, size_t n)
{
    struct json *j = v->j;
    const char *area = text_at(line, LINE_AREA);
    json_object(j);
    case_put_ref(j, "ref", (int32_t)line[LINE_DISTRICT].i, line[LINE_ID].i);
    json_put_text(j, "kind", text_at(line, LINE_KIND));
    json_put_text(j, "state", text_at(line, LINE_STATE));
    json_put_bool(j, "open", line[LINE_OPEN].i != 0);
    json_put_text(j, "area", area);
    json_put_text(j, "area_name", case_area_name(v, area));
    json_put_text(j, "address", text_at(line, LINE_ADDRESS));
    json_put_text(j, "body", cut(v, text_at(line, LINE_BODY)));
    json_put_time(j, "opened", line[LINE_OPENED].i);
    json_put_time(j, "updated", line[LINE_UPDATED].i);
    json_put_time(j, "closed", line[LINE_CLOSED].i);
    json_put_int(j, "version", line[LINE_VERSION].i);
    put_line_post(j, line, names, n);
    json_put_text(j, "handler_name", text_at(line, LINE_HANDLER_NAME));
    json_put_int(j, "photos", line[LINE_PHOTOS].i);
    json_put_int(j, "supports", line[LINE_SUPPORTS].i);
    put_point(j, line);
    json_put_int(j, "cycle", line[LINE_CYCLE].i);
    json_end(j);
}

enum err case_put_page(const struct case_view *v, const struct casefile_page *page)
{
    const struct post_name *names;
    size_t n;
    TRY(casefile_post_names(v->c, page, &names, &n));
    for (size_t i = 0; i < page->n; i++)
        put_line(v, page->lines[i], names, n);
    return ERR_OK;
}
