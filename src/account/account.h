/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logins, roles and sessions. A role counts for an area prefix: holding intake for 410105016 grants its rights on
 * that sub-district and all below. Rights per role stand in one table (account.c); nothing else decides access.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/right.h"

enum role { ROLE_INTAKE, ROLE_HANDLER, ROLE_CHECKER, ROLE_SUPERVISOR, ROLE_ADMIN, ROLE_AUDITOR, ROLE__COUNT };

struct role_grant {
    enum role role;
    const char *area; /* prefix */
};

struct account {
    int64_t id, version;
    const char *login, *name;
    int32_t person_district; /* 0: no duty holder behind this login */
    int64_t person;
    int64_t locked_until; /* 0: not */
    bool disabled;
    const struct role_grant *roles;
    size_t n_roles;
};

const char *role_name(enum role role); /* "intake", ... */
bool role_parse(const char *name, enum role *out);

/* Does one of the account's roles grant the right on this area? area NULL: anywhere at all. who NULL: public only. */
bool account_may(const struct account *who, enum right right, const char *area);
/* The account's role that covers the area; false: none of that name. */
bool account_has_role(const struct account *who, enum role role, const char *area);
/* The prefixes for which the right is held: what lists are limited to. At most max; returns how many. */
size_t account_scopes(const struct account *who, enum right right, const char **out_areas, size_t max);

enum err account_get(struct ctx *c, int64_t id, const struct account **out) MUST_USE;
/* Session token to account; *out NULL when unknown, expired, locked or disabled. Fits guard.who. */
enum err account_by_session(struct ctx *c, const char *token, const struct account **out) MUST_USE;
/* Makes an account; password NULL: none can sign in yet. ERR_CONFLICT account.login_taken. */
enum err account_add(struct ctx *c, const char *login, const char *name, const char *password_hash,
                     int32_t person_district, int64_t person, const struct role_grant *roles,
                     size_t n_roles, int64_t *out_id) MUST_USE;
