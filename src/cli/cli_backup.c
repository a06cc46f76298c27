/* SPDX-License-Identifier: Apache-2.0 */
/*
 * wangge backup --db URL FILE: everything, as it stood at one moment, into one new SQLite file, which is a database
 * like any other. wangge restore --db URL FILE: the other way, into an empty database, which is verified at the end.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "backup/copy.h"
#include "base/arena.h"
#include "base/time.h"
#include "cli/cli.h"
#include "db/migrate.h"
#include "journal/journal.h"

static const char about_key[] =
    "Sealed contacts open only with the key file of the database they came from; it is not in the\n"
    "backup. Keep a copy of it in another place.\n";

struct file {
    struct ctx c;
};

static void file_close(struct file *f)
{
    db_close(f->c.db);
    arena_free(f->c.mem);
}

static enum cli_status file_open(struct cli_session *s, const char *path, struct file *out)
{
    char problem[256];
    const char *url = arena_printf(s->c.mem, "sqlite:%s", path);
    if (db_open(url, &out->c.db, problem) != ERR_OK) {
        (void)fprintf(stderr, "wangge: %s: %s\n", path, problem);
        return CLI_FAILED;
    }
    out->c.mem = arena_new();
    out->c.now = s->c.now;
    return CLI_DONE;
}

/* The whole copy is one unit on either side. The reason of a failure ends in `from`. */
static enum err copy(struct ctx *from, struct ctx *to, struct copy_count *count)
{
    TRY(db_begin(from, DB_READ));
    enum err err = db_begin(to, DB_WRITE);
    if (err != ERR_OK)
        from->problem = to->problem;
    else
        err = copy_all(from, to, count);
    db_undo(from);
    if (err != ERR_OK) {
        db_undo(to);
        return err;
    }
    err = db_end(to, true);
    if (err != ERR_OK)
        from->problem = to->problem;
    return err;
}

/* Only this program's owner may read the copy: it holds what people reported. */
static enum cli_status claim(const char *path)
{
    int fd = open(path, O_CREAT | O_EXCL | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        (void)fprintf(stderr, "wangge backup: %s: %s\n", path, strerror(errno));
        return CLI_FAILED;
    }
    (void)close(fd);
    return CLI_DONE;
}

static enum cli_status backup(struct cli_session *s, const char *path)
{
    struct copy_count count;
    struct file to = {0};
    enum cli_status status = file_open(s, path, &to);
    if (status != CLI_DONE)
        return status;
    enum err err = db_migrate(&to.c);
    if (err != ERR_OK)
        s->c.problem = to.c.problem;
    else
        err = copy(&s->c, &to.c, &count);
    file_close(&to);
    if (err != ERR_OK)
        return cli_tell(s, err, "backup");
    (void)printf("%s: %lld tables, %lld rows\n%s", path, (long long)count.tables,
                 (long long)count.rows, about_key);
    return CLI_DONE;
}

enum cli_status cli_backup(int argc, char **argv)
{
    const char *db = NULL, *path = NULL;
    const struct cli_option options[] = {
        {"db", &db, NULL}
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), &path, 1, 1, &n);
    if (status == CLI_DONE)
        status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    status = claim(path);
    if (status == CLI_DONE) {
        status = backup(&s, path);
        if (status != CLI_DONE)
            (void)unlink(path);
    }
    cli_close(&s);
    return status;
}

static enum cli_status verify(struct cli_session *s)
{
    struct journal_verdict v = {0};
    enum err err = db_begin(&s->c, DB_READ);
    if (err == ERR_OK)
        err = journal_verify(&s->c, cli_tell_fault, NULL, &v);
    db_undo(&s->c);
    if (err != ERR_OK)
        return cli_tell(s, err, "verify");
    (void)printf("%lld districts, %lld rows sealed, %lld not yet sealed, %lld faults\n",
                 (long long)v.districts, (long long)v.sealed, (long long)v.unsealed,
                 (long long)v.faults);
    return v.faults ? CLI_WRONG : CLI_DONE;
}

static enum cli_status restore(struct cli_session *s, const char *path)
{
    struct copy_count count;
    struct file from = {0};
    struct ctx to = {.db = s->c.db, .mem = arena_new(), .now = s->c.now};
    enum cli_status status = file_open(s, path, &from);
    enum err err = ERR_OK;
    if (status == CLI_DONE)
        err = copy(&from.c, &to, &count);
    s->c.problem = from.c.problem;
    file_close(&from);
    arena_free(to.mem);
    if (status != CLI_DONE)
        return status;
    if (err != ERR_OK)
        return cli_tell(s, err, "restore");
    (void)printf("%lld tables, %lld rows\n%s", (long long)count.tables, (long long)count.rows,
                 about_key);
    return verify(s);
}

enum cli_status cli_restore(int argc, char **argv)
{
    const char *db = NULL, *path = NULL;
    const struct cli_option options[] = {
        {"db", &db, NULL}
    };
    struct cli_session s;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), &path, 1, 1, &n);
    if (status == CLI_DONE && access(path, R_OK) != 0) {
        (void)fprintf(stderr, "wangge restore: %s: %s\n", path, strerror(errno));
        status = CLI_FAILED;
    }
    if (status == CLI_DONE)
        status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    status = restore(&s, path);
    cli_close(&s);
    return status;
}
