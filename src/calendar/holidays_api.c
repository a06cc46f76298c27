/* SPDX-License-Identifier: Apache-2.0 */
#include "calendar/holidays_api.h"

#include <string.h>

#include "base/text.h"

struct options_in {
    const char *area;
    bool dry_run;
};
static const struct field options_fields[] = {
    {"area",    FIELD_TEXT, false, offsetof(struct options_in, area),    1, TEXT_CODE_MAX - 1},
    {"dry_run", FIELD_BOOL, false, offsetof(struct options_in, dry_run), 0, 0                },
};

static void put_report(struct json *j, const struct holiday_report *r)
{
    json_object(j);
    json_put_bool(j, "applied", r->applied);
    json_put_int(j, "rows", r->rows);
    json_put_int(j, "added", r->added);
    json_put_int(j, "changed", r->changed);
    json_put_int(j, "removed", r->removed);
    json_put_int(j, "unchanged", r->unchanged);
    json_key(j, "years");
    json_array(j);
    for (size_t i = 0; i < r->n_years; i++)
        json_int(j, r->years[i]);
    json_array_end(j);
    json_put_int(j, "version", r->version);
    findings_put(j, &r->found);
    json_end(j);
}

enum err holidays_post(struct ctx *c, const struct req *q, struct reply *out)
{
    struct options_in in;
    struct calendar_at at;
    struct holiday_report report;
    const char *type = q->content_type ? q->content_type : "";
    bool csv = strcmp(type, "text/csv") == 0;
    if (!csv && strcmp(type, "application/json") != 0)
        return ctx_fail(c, ERR_INVALID, "body.type", "", "application/json, text/csv");
    TRY(req_read_query(c, q, options_fields, LEN(options_fields), &in));
    TRY(calendar_at_of(c, q, &at));
    const char *body = q->body_n ? q->body : "";
    TRY(calendar_import(c, &at, body, q->body_n, csv, in.dry_run, &report));
    put_report(&out->json, &report);
    return ERR_OK;
}

enum err holidays_undo(struct ctx *c, const struct req *q, struct reply *out)
{
    struct options_in in;
    struct calendar_at at;
    struct holiday_report report;
    TRY(req_read_query(c, q, options_fields, 1, &in));
    TRY(calendar_at_of(c, q, &at));
    TRY(calendar_undo(c, &at, &report));
    put_report(&out->json, &report);
    return ERR_OK;
}
