/* SPDX-License-Identifier: Apache-2.0 */
#include "person/place.h"

#include "account/account.h"
#include "base/text.h"

enum err place_check(struct ctx *c, const char *code, struct area_row *out)
{
    if (!text_is_code(code))
        return ctx_fail(c, ERR_INVALID, "area.code", "area", "%.30s", code);
    enum err err = area_get(c, code, out);
    if (err == ERR_NOT_FOUND || (err == ERR_OK && out->valid_to && out->valid_to <= c->now))
        return ctx_fail(c, ERR_INVALID, "area.unknown", "area", "%s", code);
    return err;
}

const char *place_role(const struct ctx *c, const char *code)
{
    if (!c->who)
        return "operator";
    if (account_has_role(c->who, ROLE_ADMIN, code))
        return role_name(ROLE_ADMIN);
    return account_has_role(c->who, ROLE_INTAKE, code) ? role_name(ROLE_INTAKE) : NULL;
}
