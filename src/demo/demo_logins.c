/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Accounts of the demonstration: the logins that the sign-in page offers, whose passwords are public, and accounts of
 * everyone else who acts in a case, to which nobody can sign in.
 */
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/text.h"
#include "demo/demo_parts.h"
#include "person/person.h"

/* No password has this hash. */
static const char no_password[] = "!";

static const struct field login_fields[] = {
    {"login",    FIELD_TEXT, true,  offsetof(struct demo_login, login),    0, 0},
    {"password", FIELD_TEXT, true,  offsetof(struct demo_login, password), 0, 0},
    {"name",     FIELD_TEXT, true,  offsetof(struct demo_login, name),     0, 0},
    {"title_zh", FIELD_TEXT, true,  offsetof(struct demo_login, title_zh), 0, 0},
    {"title_en", FIELD_TEXT, true,  offsetof(struct demo_login, title_en), 0, 0},
    {"door",     FIELD_TEXT, true,  offsetof(struct demo_login, door),     0, 0},
    {"role",     FIELD_TEXT, true,  offsetof(struct demo_login, role),     0, 0},
    {"area",     FIELD_TEXT, true,  offsetof(struct demo_login, area),     0, 0},
    {"duty",     FIELD_TEXT, false, offsetof(struct demo_login, duty),     0, 0},
};

enum err demo_logins_read(struct demo *d)
{
    const struct node *list = node_get(d->script, "logins");
    d->n_logins = node_len(list);
    d->logins = arena_array(d->mem, d->n_logins, sizeof *d->logins);
    for (size_t i = 0; i < d->n_logins; i++)
        TRY(json_read(d->c, node_at(list, i), login_fields, LEN(login_fields), &d->logins[i]));
    return ERR_OK;
}

int64_t logins_duty(const struct demo *d, const char *duty, const char *area)
{
    for (size_t i = 0; i < d->n_logins; i++) {
        const struct demo_login *l = &d->logins[i];
        if (l->duty && strcmp(l->duty, duty) == 0 && text_has_prefix(area, l->area))
            return l->person;
    }
    return 0;
}

static enum err add_actor(struct demo *d, const struct account_new *a, struct demo_actor **out)
{
    struct ctx *c = d->c;
    const struct account *who = c->who;
    struct arena *mem = c->mem;
    struct demo_actor *actor = arena_alloc(d->mem, sizeof *actor);
    int64_t id;
    /* Kept for the whole run, and made by the operator, whoever acts at the moment. */
    c->mem = d->mem;
    c->who = NULL;
    enum err err = account_add(c, a, &id);
    if (err == ERR_OK)
        err = account_get(c, id, &actor->account);
    c->mem = mem;
    c->who = who;
    if (err != ERR_OK)
        return err;
    actor->role = a->roles[0].role;
    actor->area = arena_copy(d->mem, a->roles[0].area);
    actor->next = d->actors;
    d->actors = actor;
    d->count.accounts++;
    *out = actor;
    return ERR_OK;
}

static enum err add_login(struct demo *d, const struct demo_login *l)
{
    struct demo_actor *actor;
    struct role_grant grant = {.area = l->area};
    char hash[SECRET_PASSWORD];
    if (!role_parse(l->role, &grant.role))
        return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", l->role);
    TRY(account_check_password(d->c, l->login, l->password));
    secret_password_hash(l->password, hash);
    struct account_new a = {.login = l->login,
                            .name = l->name,
                            .password_hash = hash,
                            .person = l->person,
                            .person_district = l->person ? text_district(l->area) : 0,
                            .roles = &grant,
                            .n_roles = 1};
    return add_actor(d, &a, &actor);
}

enum err demo_logins_add(struct demo *d)
{
    for (size_t i = 0; i < d->n_logins; i++)
        TRY(add_login(d, &d->logins[i]));
    return ERR_OK;
}

/* The `demo_logins` of /meta. */
const char *demo_logins_json(struct demo *d)
{
    struct buf b = {.mem = d->c->mem};
    struct json j = {.out = &b};
    json_array(&j);
    for (size_t i = 0; i < d->n_logins; i++) {
        const struct demo_login *l = &d->logins[i];
        json_object(&j);
        json_put_text(&j, "login", l->login);
        json_put_text(&j, "password", l->password);
        json_put_text(&j, "name", l->name);
        json_key(&j, "title");
        json_object(&j);
        json_put_text(&j, "zh", l->title_zh);
        json_put_text(&j, "en", l->title_en);
        json_end(&j);
        json_put_text(&j, "door", l->door);
        json_end(&j);
    }
    json_array_end(&j);
    return buf_str(&b);
}

enum err demo_staff(struct demo *d, enum role role, const char *area, const struct account **out)
{
    struct demo_actor *actor = d->actors;
    struct role_grant grant = {.role = role, .area = area};
    while (actor && (actor->role != role || strcmp(actor->area, area) != 0))
        actor = actor->next;
    if (!actor) {
        int32_t at = atlas_find(d->view, area);
        struct account_new a = {
            .login = arena_printf(d->c->mem, "%s-%s", role_name(role), area),
            .name =
                arena_printf(d->c->mem, "%s%s", atlas_at(d->view, at)->name,
                             node_text(node_get(node_get(d->script, "roles"), role_name(role)))),
            .password_hash = no_password,
            .roles = &grant,
            .n_roles = 1};
        TRY(add_actor(d, &a, &actor));
    }
    *out = actor->account;
    return ERR_OK;
}

enum err demo_holder(struct demo *d, int32_t district, int64_t person, const char *area,
                     const struct account **out)
{
    struct demo_actor *actor = d->actors;
    while (actor && actor->account->person != person)
        actor = actor->next;
    if (!actor) {
        struct person p;
        struct role_grant grant = {.role = ROLE_HANDLER, .area = area};
        TRY(person_get(d->c, district, person, &p));
        struct account_new a = {
            .login = arena_printf(d->c->mem, "p%lld", (long long)d->count.accounts + 1),
            .name = p.name,
            .password_hash = no_password,
            .person_district = district,
            .person = person,
            .roles = &grant,
            .n_roles = 1};
        TRY(add_actor(d, &a, &actor));
    }
    *out = actor->account;
    return ERR_OK;
}
