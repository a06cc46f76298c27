/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Logins, roles and sessions. A role counts for an area prefix: holding intake for 410105016 grants its rights on
 * that sub-district and all below. Rights per role stand in one table (account.c); nothing else decides access.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/ctx.h"
#include "base/right.h"
#include "base/secret.h"

enum role {
    ROLE_INTAKE,     /* 受理员: accepts, rejects, routes, closes */
    ROLE_HANDLER,    /* 处置人员: holders of posts, who do the work */
    ROLE_CHECKER,    /* 核查员: says whether it is fixed; never the handler */
    ROLE_SUPERVISOR, /* 督查员: sees all, may reopen */
    ROLE_ADMIN,      /* 管理员: areas, people, posts, accounts; cannot touch a case */
    ROLE_AUDITOR,    /* 审计员: the journal */
    ROLE_DISPATCHER, /* 派遣员: gives filed cases to units, decides their requests */
    ROLE_DUTY_CHIEF, /* 值班长: what goes beyond the dispatcher: not filing, insisting, upholding */
    ROLE_GRID_WORKER, /* 网格员/监督员: looks whether a report is true, settles small things on the spot */
    ROLE_GRID_LEAD, /* 网格长: passes up what is beyond the grid's power */
    ROLE_CLERK, /* 台账员: keeps ledgers, brings sheets in and out, plans rounds, prints signs */
    ROLE_INSPECTOR, /* 检查员: inspects, re-checks */
    ROLE__COUNT
};

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
/* Does the account hold the role for a prefix of the area? */
bool account_has_role(const struct account *who, enum role role, const char *area);
/* The prefixes for which the right is held: what lists are limited to. At most max; returns how many. */
size_t account_scopes(const struct account *who, enum right right, const char **out_areas,
                      size_t max);
int64_t account_id(const struct account *who);
/* Who acts: the name of the account, "系统" for the program and its operator, who have none. */
const char *account_name_of(const struct ctx *c);

enum err account_get(struct ctx *c, int64_t id, const struct account **out) MUST_USE;
enum err account_find(struct ctx *c, const char *login, int64_t *out_id) MUST_USE;
/* Accounts with a role inside the prefix ("": all), by id, behind `after`; limit rows at most. */
enum err account_list(struct ctx *c, const char *prefix, int64_t after, int64_t limit,
                      const struct account **out, size_t *out_n) MUST_USE;

struct account_new {
    const char *login, *name, *password_hash;
    int32_t person_district;
    int64_t person; /* 0: none */
    const struct role_grant *roles;
    size_t n_roles;
};
/*
 * Makes an account, journalled. The caller (c->who) must be allowed to write accounts on every role's area; who NULL is
 * the operator at the command line. ERR_CONFLICT account.login_taken; ERR_INVALID account.login, account.roles.
 */
enum err account_add(struct ctx *c, const struct account_new *a, int64_t *out_id) MUST_USE;
/* Changes name, disabled flag and roles (all roles at once; NULL keeps them). Ends the sessions when rights change. */
enum err account_change(struct ctx *c, int64_t id, int64_t version, const char *name,
                        const bool *disabled, const struct role_grant *roles, size_t n_roles)
    MUST_USE;
/* Sets a new password hash, unlocks, ends all sessions. */
enum err account_set_password(struct ctx *c, int64_t id, const char *password_hash) MUST_USE;
/* 8 to 128 characters, the login nowhere in it: ERR_INVALID account.password. */
enum err account_check_password(struct ctx *c, const char *login, const char *password) MUST_USE;

/* Signing in, in two steps: the slow one reads, the quick one writes. */
struct login_try {
    int64_t account; /* 0: no such login */
    bool right, locked, disabled;
};
enum err login_check(struct ctx *c, const char *login, const char *password, struct login_try *out)
    MUST_USE;
/*
 * Counts a failure (the fifth in a row locks for 15 minutes) or makes a session. ERR_OK with *out_token "" when refused:
 * the count must be committed, so the caller answers 401 or 429 itself.
 */
enum err login_finish(struct ctx *c, const struct login_try *t, char out_token[SECRET_TOKEN])
    MUST_USE;

/*
 * The own password: the old one is tried as at signing in, and counted when it is wrong. Ends all sessions and makes a new
 * one; ERR_OK with *out_token "" when the old one was refused.
 */
enum err login_change_password(struct ctx *c, const struct login_try *t, const char *password_hash,
                               char out_token[SECRET_TOKEN]) MUST_USE;

/* Session token to account; *out NULL when unknown, expired, locked or disabled. Fits guard.who. */
enum err account_by_session(struct ctx *c, const char *token, const struct account **out) MUST_USE;
enum err session_end(struct ctx *c, const char *token) MUST_USE;
enum err session_purge(struct ctx *c) MUST_USE; /* forgets the expired ones */
