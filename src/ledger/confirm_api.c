/* SPDX-License-Identifier: Apache-2.0 */
/* One press of an officer, or of the owner with the code of the notice: all of it is still right. */
#include "ledger/confirm.h"
#include "ledger/ledger_api.h"
#include "ledger/ledger_in.h"

static enum err confirm(struct ctx *c, const struct req *q, struct reply *out)
{
    struct entry e;
    int32_t district;
    int64_t id, version;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_version(c, q, &version));
    TRY(confirm_add(c, q->app, district, id, version, false));
    TRY(entry_get(c, district, id, 0, &e));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    out->version = e.version;
    return entry_put(&v, &e);
}

enum { CODE_MAX = 40 };

struct owner_in {
    const char *code;
};
static const struct field owner_fields[] = {
    {"code", FIELD_TEXT, true, offsetof(struct owner_in, code), 1, CODE_MAX},
};

static enum err owner_confirm(struct ctx *c, const struct req *q, struct reply *out)
{
    struct owner_in in;
    struct entry e;
    int32_t district;
    int64_t id, version;
    TRY(req_ref(c, q, "ref", &district, &id));
    TRY(req_read(c, q, owner_fields, LEN(owner_fields), &in));
    TRY(entry_owner_check(c, q->app, district, id, in.code));
    TRY(req_version(c, q, &version));
    TRY(confirm_add(c, q->app, district, id, version, true));
    TRY(entry_get(c, district, id, 0, &e));
    CLEANUP(ledger_view_end) const struct entry_view v = ledger_view(c, q, out);
    json_object(v.j);
    TRY(entry_put_confirmed(&v, &e));
    json_end(v.j);
    return ERR_OK;
}

static const struct route table[] = {
    {METHOD_POST, "/api/v1/entries/{ref}/confirm",       RIGHT_LEDGER_WRITE, ROUTE_WRITE,
     ledger_ref_place,   confirm,       NULL},
    {METHOD_POST, "/api/v1/entries/{ref}/owner/confirm", RIGHT_PUBLIC,       ROUTE_WRITE,
     ledger_owner_place, owner_confirm, NULL},
};
const struct routes confirm_routes = {table, LEN(table)};
