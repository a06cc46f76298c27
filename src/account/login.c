/* SPDX-License-Identifier: Apache-2.0 */
/* Signing in, and what keeps somebody signed in. */
#include <string.h>

#include "account/account.h"
#include "base/time.h"
#include "db/db.h"

static const int64_t lock_time = 900 * TIME_SECOND;

enum err login_check(struct ctx *c, const char *login, const char *password, struct login_try *out)
{
    struct db_rows r;
    *out = (struct login_try){0};
    TRY(db_query(c, SQL_ACCOUNT_LOGIN, ARGS(db_text(login)), &r));
    if (r.n == 0) {
        /* The same work as for a real login, so that the time tells nobody which logins exist. */
        char unused[SECRET_PASSWORD];
        secret_password_hash(password, unused);
        return ERR_OK;
    }
    out->account = row_int(&r, 0, 0);
    out->locked = row_int(&r, 0, 2) > c->now;
    out->disabled = row_int(&r, 0, 3) != 0;
    out->right = secret_password_is(row_text(&r, 0, 1), password);
    return ERR_OK;
}

/* A warden's phone stays signed in for two weeks, a desk for a working day. */
static int64_t session_length(const struct account *a)
{
    for (size_t i = 0; i < a->n_roles; i++)
        if (a->roles[i].role != ROLE_HANDLER)
            return TIME_DAY / 2;
    return 14 * TIME_DAY;
}

static void token_hash(const char *token, unsigned char out_hash[SECRET_HASH])
{
    secret_hash(NULL, token, strlen(token), out_hash);
}

enum err login_finish(struct ctx *c, const struct login_try *t, char out_token[SECRET_TOKEN])
{
    const struct account *a;
    unsigned char hash[SECRET_HASH];
    out_token[0] = '\0';
    if (t->account == 0 || t->locked || t->disabled)
        return ERR_OK;
    if (!t->right)
        return db_exec(c, SQL_ACCOUNT_FAILED, ARGS(db_int(t->account), db_int(c->now + lock_time)));
    TRY(account_get(c, t->account, &a));
    TRY(db_exec(c, SQL_ACCOUNT_SUCCEEDED, ARGS(db_int(a->id))));
    secret_token(out_token);
    token_hash(out_token, hash);
    return db_exec(c, SQL_SESSION_ADD,
                   ARGS(db_blob(hash, sizeof hash), db_int(a->id), db_int(c->now),
                        db_int(c->now + session_length(a))));
}

enum err login_change_password(struct ctx *c, const struct login_try *t, const char *password_hash,
                               char out_token[SECRET_TOKEN])
{
    if (t->right && !t->locked)
        TRY(account_set_password(c, t->account, password_hash));
    return login_finish(c, t, out_token);
}

enum err account_by_session(struct ctx *c, const char *token, const struct account **out)
{
    unsigned char hash[SECRET_HASH];
    struct db_rows r;
    const struct account *a;
    *out = NULL;
    token_hash(token, hash);
    TRY(db_query(c, SQL_SESSION_ACCOUNT, ARGS(db_blob(hash, sizeof hash), db_int(c->now)), &r));
    if (r.n == 0)
        return ERR_OK;
    TRY(account_get(c, row_int(&r, 0, 0), &a));
    if (!a->disabled)
        *out = a;
    return ERR_OK;
}

enum err session_end(struct ctx *c, const char *token)
{
    unsigned char hash[SECRET_HASH];
    token_hash(token, hash);
    return db_exec(c, SQL_SESSION_END, ARGS(db_blob(hash, sizeof hash)));
}

enum err session_purge(struct ctx *c)
{
    return db_exec(c, SQL_SESSION_PURGE, ARGS(db_int(c->now)));
}
