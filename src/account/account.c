/* SPDX-License-Identifier: Apache-2.0 */
#include "account/account.h"

#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "base/time.h"
#include "db/db.h"
#include "journal/journal.h"

enum { LOGIN_MAX = 40, ROLES_MAX = 32 };

static const char *const role_names[ROLE__COUNT] = {
    "intake",     "handler",    "checker",     "supervisor", "admin", "auditor",
    "dispatcher", "duty_chief", "grid_worker", "grid_lead",  "clerk", "inspector"};

#define R(right) (1u << RIGHT_##right)

/* The whole matrix of access. Whoever configures (admin) cannot touch a case; whoever audits changes nothing. */
static const unsigned role_rights[ROLE__COUNT] = {
    [ROLE_INTAKE] = R(CASE_READ) | R(CASE_ACT) | R(CASE_CONTACT) | R(AREA_READ) | R(PEOPLE_READ) |
                    R(PEOPLE_WRITE) | R(POST_READ) | R(POST_WRITE),
    [ROLE_HANDLER] = R(CASE_READ) | R(CASE_ACT) | R(CASE_CONTACT) | R(POST_READ) | R(LEDGER_READ),
    [ROLE_CHECKER] = R(CASE_READ) | R(CASE_ACT) | R(LEDGER_READ),
    [ROLE_SUPERVISOR] = R(CASE_READ) | R(CASE_ACT) | R(AREA_READ) | R(PEOPLE_READ) | R(POST_READ) |
                        R(JOURNAL_READ) | R(LEDGER_READ) | R(LEDGER_SECRET) | R(REQUEST_DECIDE),
    [ROLE_ADMIN] = R(AREA_READ) | R(AREA_WRITE) | R(PEOPLE_READ) | R(PEOPLE_WRITE) | R(POST_READ) |
                   R(POST_WRITE) | R(ACCOUNT_READ) | R(ACCOUNT_WRITE) | R(RULE_WRITE),
    [ROLE_AUDITOR] = R(AREA_READ) | R(POST_READ) | R(ACCOUNT_READ) | R(JOURNAL_READ),
    [ROLE_DISPATCHER] = R(CASE_READ) | R(CASE_ACT) | R(AREA_READ) | R(PEOPLE_READ) | R(POST_READ),
    [ROLE_DUTY_CHIEF] = R(CASE_READ) | R(CASE_ACT) | R(AREA_READ) | R(PEOPLE_READ) | R(POST_READ) |
                        R(JOURNAL_READ) | R(LEDGER_READ),
    [ROLE_GRID_WORKER] = R(CASE_READ) | R(CASE_ACT) | R(POST_READ) | R(LEDGER_READ),
    [ROLE_GRID_LEAD] = R(CASE_READ) | R(CASE_ACT) | R(POST_READ) | R(LEDGER_READ),
    [ROLE_CLERK] = R(CASE_READ) | R(AREA_READ) | R(PEOPLE_READ) | R(POST_READ) | R(LEDGER_READ) |
                   R(LEDGER_WRITE) | R(LEDGER_SECRET) | R(REQUEST_DECIDE),
    [ROLE_INSPECTOR] = R(CASE_READ) | R(CASE_ACT) | R(POST_READ) | R(LEDGER_READ) | R(INSPECT),
};

const char *role_name(enum role role)
{
    return role_names[role];
}

bool role_parse(const char *name, enum role *out)
{
    for (int i = 0; i < ROLE__COUNT; i++) {
        if (strcmp(role_names[i], name) == 0) {
            *out = (enum role)i;
            return true;
        }
    }
    return false;
}

static bool grants(const struct role_grant *g, enum right right)
{
    return right == RIGHT_SIGNED_IN || (role_rights[g->role] & (1u << right)) != 0;
}

bool account_may(const struct account *who, enum right right, const char *area)
{
    if (right == RIGHT_PUBLIC)
        return true;
    if (!who)
        return false;
    if (right == RIGHT_SIGNED_IN)
        return true;
    for (size_t i = 0; i < who->n_roles; i++)
        if (grants(&who->roles[i], right) && (!area || text_has_prefix(area, who->roles[i].area)))
            return true;
    return false;
}

bool account_has_role(const struct account *who, enum role role, const char *area)
{
    for (size_t i = 0; who && i < who->n_roles; i++)
        if (who->roles[i].role == role && text_has_prefix(area, who->roles[i].area))
            return true;
    return false;
}

/* Prefixes that lie inside another one of the list would give rows twice: only the widest stay. */
size_t account_scopes(const struct account *who, enum right right, const char **out_areas,
                      size_t max)
{
    size_t n = 0;
    for (size_t i = 0; who && i < who->n_roles; i++) {
        const char *area = who->roles[i].area;
        bool covered = !grants(&who->roles[i], right);
        for (size_t k = 0; k < n && !covered; k++)
            covered = text_has_prefix(area, out_areas[k]);
        if (covered)
            continue;
        size_t kept = 0;
        for (size_t k = 0; k < n; k++)
            if (!text_has_prefix(out_areas[k], area))
                out_areas[kept++] = out_areas[k];
        n = kept;
        if (n < max)
            out_areas[n++] = area;
    }
    return n;
}

int64_t account_id(const struct account *who)
{
    return who->id;
}

const char *account_name_of(const struct ctx *c)
{
    return c->who ? c->who->name : "系统";
}

static enum err read_roles(struct ctx *c, struct account *a)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ACCOUNT_ROLES, ARGS(db_int(a->id)), &r));
    struct role_grant *roles = arena_array(c->mem, r.n, sizeof *roles);
    a->n_roles = 0;
    for (size_t i = 0; i < r.n; i++) {
        struct role_grant *g = &roles[a->n_roles];
        if (!role_parse(row_text(&r, i, 0), &g->role))
            continue; /* a role that this version does not know grants nothing */
        g->area = row_text(&r, i, 1);
        a->n_roles++;
    }
    a->roles = roles;
    return ERR_OK;
}

enum err account_get(struct ctx *c, int64_t id, const struct account **out)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ACCOUNT_GET, ARGS(db_int(id)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "account.unknown", "", "%lld", (long long)id);
    struct account *a = arena_alloc(c->mem, sizeof *a);
    *a = (struct account){
        .id = row_int(&r, 0, 0),
        .version = row_int(&r, 0, 1),
        .login = row_text(&r, 0, 2),
        .name = row_text(&r, 0, 3),
        .person_district = (int32_t)row_int(&r, 0, 4),
        .person = row_int(&r, 0, 5),
        .locked_until = row_int(&r, 0, 6),
        .disabled = row_int(&r, 0, 7) != 0,
    };
    TRY(read_roles(c, a));
    *out = a;
    return ERR_OK;
}

enum err account_find(struct ctx *c, const char *login, int64_t *out_id)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ACCOUNT_LOGIN, ARGS(db_text(login)), &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_NOT_FOUND, "account.unknown", "login", "%.40s", login);
    *out_id = row_int(&r, 0, 0);
    return ERR_OK;
}

enum err account_list(struct ctx *c, const char *prefix, int64_t after, int64_t limit,
                      const struct account **out, size_t *out_n)
{
    char end[TEXT_CODE_MAX];
    struct db_rows r;
    text_prefix_end(prefix, end);
    TRY(db_query(c, SQL_ACCOUNT_LIST,
                 ARGS(db_text(prefix), db_text(end), db_int(after), db_int(limit)), &r));
    struct account *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++) {
        const struct account *a;
        TRY(account_get(c, row_int(&r, i, 0), &a));
        list[i] = *a;
    }
    *out = list;
    *out_n = r.n;
    return ERR_OK;
}

/* What the journal keeps of an account: never the password. */
static const char *document(struct ctx *c, const char *login, const char *name, bool disabled,
                            const struct role_grant *roles, size_t n)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_put_bool(&j, "disabled", disabled);
    json_put_text(&j, "login", login);
    json_put_text(&j, "name", name);
    json_key(&j, "roles");
    json_array(&j);
    for (size_t i = 0; i < n; i++) {
        json_object(&j);
        json_put_text(&j, "area", roles[i].area);
        json_put_text(&j, "role", role_name(roles[i].role));
        json_end(&j);
    }
    json_array_end(&j);
    json_end(&j);
    return buf_str(&b);
}

static enum err journal_change(struct ctx *c, const struct account *a, const char *action,
                               const char *before, const char *after)
{
    const char *area = a->n_roles ? a->roles[0].area : "0";
    return journal_append(c, &(struct journal_entry){.district = text_district(area),
                                                     .noun = "account",
                                                     .noun_id = a->id,
                                                     .area = area,
                                                     .action = action,
                                                     .role = c->who ? "admin" : "operator",
                                                     .before = before,
                                                     .after = after});
}

/* Nobody hands out what he may not administer. */
static enum err check_roles(struct ctx *c, const struct role_grant *roles, size_t n)
{
    if (n == 0 || n > ROLES_MAX)
        return ctx_fail(c, ERR_INVALID, "account.roles", "roles", "1..%d", ROLES_MAX);
    for (size_t i = 0; i < n; i++) {
        if (!text_is_code(roles[i].area))
            return ctx_fail(c, ERR_INVALID, "area.code", "roles", "%.30s", roles[i].area);
        if (c->who && !account_may(c->who, RIGHT_ACCOUNT_WRITE, roles[i].area))
            return ctx_fail(c, ERR_DENIED, "account.beyond_scope", "roles", "%s", roles[i].area);
    }
    return ERR_OK;
}

static enum err check_login(struct ctx *c, const char *login)
{
    size_t n = strspn(login, "abcdefghijklmnopqrstuvwxyz0123456789._-");
    if (n < 2 || n > LOGIN_MAX || login[n])
        return ctx_fail(c, ERR_INVALID, "account.login", "login", "a-z 0-9 . _ - (2..%d)",
                        LOGIN_MAX);
    return ERR_OK;
}

static enum err add_roles(struct ctx *c, int64_t id, const struct role_grant *roles, size_t n)
{
    for (size_t i = 0; i < n; i++)
        TRY(db_exec(c, SQL_ACCOUNT_ROLE_ADD,
                    ARGS(db_int(id), db_text(role_name(roles[i].role)), db_text(roles[i].area))));
    return ERR_OK;
}

static enum err insert(struct ctx *c, const struct account_new *a, int64_t *out_id)
{
    struct db_rows r;
    TRY(db_new_id(c, out_id));
    TRY(db_query(c, SQL_ACCOUNT_ADD,
                 ARGS(db_int(*out_id), db_text(a->login), db_text(a->name),
                      db_text(a->password_hash), a->person ? db_int(a->person_district) : db_null(),
                      a->person ? db_int(a->person) : db_null(), db_int(c->now)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_CONFLICT, "account.login_taken", "login", "%s", a->login);
    return ERR_OK;
}

enum err account_add(struct ctx *c, const struct account_new *a, int64_t *out_id)
{
    int64_t id = 0;
    TRY(check_login(c, a->login));
    TRY(check_roles(c, a->roles, a->n_roles));
    TRY(insert(c, a, &id));
    TRY(add_roles(c, id, a->roles, a->n_roles));
    struct account made = {.id = id, .roles = a->roles, .n_roles = a->n_roles};
    TRY(journal_change(c, &made, "create", NULL,
                       document(c, a->login, a->name, false, a->roles, a->n_roles)));
    *out_id = id;
    return ERR_OK;
}

/* The caller must administer all that the account may do already, else he could seize a stronger one. */
static enum err check_target(struct ctx *c, const struct account *a)
{
    for (size_t i = 0; c->who && i < a->n_roles; i++)
        if (!account_may(c->who, RIGHT_ACCOUNT_WRITE, a->roles[i].area))
            return ctx_fail(c, ERR_DENIED, "account.beyond_scope", "", "%s", a->roles[i].area);
    return ERR_OK;
}

/* Who hands out duties cannot hand them to himself: else he who configures could touch every case. */
static enum err replace_roles(struct ctx *c, int64_t id, const struct role_grant *roles, size_t n)
{
    if (c->who && c->who->id == id)
        return ctx_fail(c, ERR_DENIED, "account.own_roles", "roles", "%s", "");
    TRY(check_roles(c, roles, n));
    TRY(db_exec(c, SQL_ACCOUNT_ROLES_CLEAR, ARGS(db_int(id))));
    return add_roles(c, id, roles, n);
}

static enum err write_change(struct ctx *c, const struct account *a, int64_t version,
                             const char *name, bool off)
{
    struct db_rows r;
    TRY(db_query(c, SQL_ACCOUNT_CHANGE,
                 ARGS(db_int(a->id), db_int(version), db_text(name ? name : a->name), db_int(off)),
                 &r));
    if (r.n == 0)
        return ctx_fail(c, ERR_STALE, "version.stale", "", "%lld", (long long)a->version);
    return ERR_OK;
}

enum err account_change(struct ctx *c, int64_t id, int64_t version, const char *name,
                        const bool *disabled, const struct role_grant *roles, size_t n_roles)
{
    const struct account *a, *after;
    TRY(account_get(c, id, &a));
    TRY(check_target(c, a));
    bool off = disabled ? *disabled : a->disabled;
    TRY(write_change(c, a, version, name, off));
    if (roles)
        TRY(replace_roles(c, id, roles, n_roles));
    if (roles || off)
        TRY(db_exec(c, SQL_SESSION_END_ALL, ARGS(db_int(id))));
    TRY(account_get(c, id, &after));
    return journal_change(
        c, a, "change", document(c, a->login, a->name, a->disabled, a->roles, a->n_roles),
        document(c, after->login, after->name, after->disabled, after->roles, after->n_roles));
}

enum err account_set_password(struct ctx *c, int64_t id, const char *password_hash)
{
    const struct account *a;
    struct db_rows r;
    TRY(account_get(c, id, &a));
    if (!c->who || c->who->id != id)
        TRY(check_target(c, a));
    TRY(db_query(c, SQL_ACCOUNT_PASSWORD, ARGS(db_int(id), db_text(password_hash)), &r));
    TRY(db_exec(c, SQL_SESSION_END_ALL, ARGS(db_int(id))));
    return journal_change(c, a, "set_password", NULL, NULL);
}

enum err account_check_password(struct ctx *c, const char *login, const char *password)
{
    size_t n = text_utf8_len(password);
    if (n < 8 || n > 128 || strstr(password, login))
        return ctx_fail(c, ERR_INVALID, "account.password", "password", "%s", "8..128");
    return ERR_OK;
}
