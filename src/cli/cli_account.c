/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wangge account add LOGIN NAME ROLE@AREA... | list [AREA] | password LOGIN | disable LOGIN | enable LOGIN
 * The first admin of a database is made here; passwords are read from standard input, never from the command line.
 */
#include <stdio.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include "account/account.h"
#include "base/arena.h"
#include "base/text.h"
#include "cli/cli.h"

enum { WORDS_MAX = 34, LINE = 256, PAGE = 500 };

struct work {
    const char *verb, *login, *password_hash;
    struct account_new account;
};

static enum err run(struct ctx *c, void *arg)
{
    struct work *w = arg;
    int64_t id;
    if (strcmp(w->verb, "add") == 0)
        return account_add(c, &w->account, &id);
    TRY(account_find(c, w->login, &id));
    if (strcmp(w->verb, "password") == 0)
        return account_set_password(c, id, w->password_hash);
    const struct account *a;
    bool off = strcmp(w->verb, "disable") == 0;
    TRY(account_get(c, id, &a));
    return account_change(c, id, a->version, NULL, &off, NULL, 0);
}

/* Without an echo when a person types it. */
static bool ask_password(char line[LINE])
{
    struct termios old, quiet;
    bool terminal = tcgetattr(STDIN_FILENO, &old) == 0;
    if (terminal) {
        (void)fputs("password: ", stderr);
        quiet = old;
        quiet.c_lflag &= ~(tcflag_t)ECHO;
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &quiet);
    }
    bool got = fgets(line, LINE, stdin) != NULL;
    if (terminal) {
        (void)tcsetattr(STDIN_FILENO, TCSAFLUSH, &old);
        (void)fputc('\n', stderr);
    }
    if (got)
        line[strcspn(line, "\r\n")] = '\0';
    return got;
}

static enum err read_password(struct cli_session *s, const char *login, const char **out_hash)
{
    char line[LINE];
    if (!ask_password(line))
        return ctx_fail(&s->c, ERR_INVALID, "account.password", "password", "%s", "");
    TRY(account_check_password(&s->c, login, line));
    char *hash = arena_alloc(s->c.mem, SECRET_PASSWORD);
    secret_password_hash(line, hash);
    *out_hash = hash;
    return ERR_OK;
}

/* "intake@410105016" */
static bool read_grant(struct arena *mem, const char *word, struct role_grant *out)
{
    const char *at = strchr(word, '@');
    if (!at || !text_is_code(at + 1))
        return false;
    out->area = at + 1;
    return role_parse(arena_copy_n(mem, word, (size_t)(at - word)), &out->role);
}

static void print_account(const struct account *a)
{
    (void)printf("%s\t%s\t%s", a->login, a->name, a->disabled ? "disabled" : "active");
    for (size_t k = 0; k < a->n_roles; k++)
        (void)printf("\t%s@%s", role_name(a->roles[k].role), a->roles[k].area);
    (void)putchar('\n');
}

/* Page by page, each account once. */
static enum cli_status list(struct cli_session *s, const char *prefix)
{
    const struct account *found;
    size_t n = PAGE;
    enum err err = db_begin(&s->c, DB_READ);
    for (int64_t after = 0; err == ERR_OK && n == PAGE;) {
        err = account_list(&s->c, prefix, after, PAGE, &found, &n);
        for (size_t i = 0; err == ERR_OK && i < n; i++) {
            print_account(&found[i]);
            after = found[i].id;
        }
    }
    db_undo(&s->c);
    return err == ERR_OK ? CLI_DONE : cli_tell(s, err, "account");
}

static bool read_grants(struct cli_session *s, const char **words, size_t n, struct work *w)
{
    struct role_grant *roles = arena_array(s->c.mem, n, sizeof *roles);
    for (size_t i = 0; i < n; i++)
        if (!read_grant(s->c.mem, words[i], &roles[i]))
            return false;
    w->account.roles = roles;
    w->account.n_roles = n;
    return n > 0;
}

static enum cli_status misuse(void)
{
    (void)fputs(
        "usage: wangge account add LOGIN NAME ROLE@AREA... --db URL   (password on standard input)\n"
        "       wangge account list [AREA] --db URL\n"
        "       wangge account password|disable|enable LOGIN --db URL\n",
        stderr);
    return CLI_MISUSE;
}

static enum cli_status change(struct cli_session *s, const char **words, size_t n)
{
    struct work w = {.verb = words[0], .login = n > 1 ? words[1] : NULL};
    bool add = strcmp(w.verb, "add") == 0, password = strcmp(w.verb, "password") == 0;
    bool known = add || password || strcmp(w.verb, "disable") == 0 || strcmp(w.verb, "enable") == 0;
    if (!known || (add ? n < 4 || !read_grants(s, words + 3, n - 3, &w) : n != 2))
        return misuse();
    enum err err = ERR_OK;
    if (add || password)
        err = read_password(s, w.login, &w.password_hash);
    w.account.login = w.login;
    w.account.name = words[2];
    w.account.password_hash = w.password_hash;
    if (err == ERR_OK)
        err = cli_write(s, true, run, &w);
    return err == ERR_OK ? CLI_DONE : cli_tell(s, err, "account");
}

enum cli_status cli_account(int argc, char **argv)
{
    const char *db = NULL, *words[WORDS_MAX] = {NULL};
    const struct cli_option options[] = {
        {"db", &db, NULL}
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 1, WORDS_MAX, &n);
    if (status != CLI_DONE)
        return status;
    status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    if (strcmp(words[0], "list") == 0)
        status = n <= 2 && (n == 1 || text_is_code(words[1])) ? list(&s, n == 1 ? "" : words[1])
                                                              : misuse();
    else
        status = change(&s, words, n);
    cli_close(&s);
    return status;
}
