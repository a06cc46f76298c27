/* SPDX-License-Identifier: Apache-2.0 */
#include "account/scope_api.h"

#include "base/text.h"

static enum err check(struct ctx *c, const char *code, const char **out_area)
{
    if (code && !text_is_code(code))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", code);
    *out_area = code;
    return ERR_OK;
}

enum err scope_of_query(struct ctx *c, const struct req *q, const char **out_area)
{
    return check(c, req_query(q, "area"), out_area);
}

enum err scope_of_body(struct ctx *c, const struct req *q, const char **out_area)
{
    return check(c, node_text(node_get(q->document, "area")), out_area);
}
