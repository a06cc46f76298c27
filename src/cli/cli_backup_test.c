/* SPDX-License-Identifier: Apache-2.0 */
/* The verbs backup and restore as they are called, with their exit statuses. */
#include "unit.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "cli/cli.h"

enum { WORDS = 5, PATH_BYTES = 128 };

typedef enum cli_status verb_fn(int argc, char **argv);

/* What a verb tells on its two outputs is not a test's result. */
static enum cli_status call(verb_fn *verb, const char *name, const char *db, const char *path)
{
    char words[WORDS][256];
    char *argv[WORDS];
    const char *const given[WORDS] = {name, "--db", db, path, NULL};
    int argc = 0, out = dup(STDOUT_FILENO), err = dup(STDERR_FILENO);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    for (; given[argc]; argc++) {
        (void)snprintf(words[argc], sizeof words[argc], "%s", given[argc]);
        argv[argc] = words[argc];
    }
    (void)fflush(stdout);
    assert_true(out >= 0 && err >= 0 && nowhere >= 0);
    assert_true(dup2(nowhere, STDOUT_FILENO) >= 0 && dup2(nowhere, STDERR_FILENO) >= 0);
    enum cli_status status = verb(argc, argv);
    (void)fflush(stdout);
    assert_true(dup2(out, STDOUT_FILENO) >= 0 && dup2(err, STDERR_FILENO) >= 0);
    (void)close(out);
    (void)close(err);
    (void)close(nowhere);
    return status;
}

/* A new folder; path names a file in it that is not there. */
static void make_path(char path[PATH_BYTES])
{
    char dir[] = "/tmp/wangge-cli-XXXXXX";
    assert_non_null(mkdtemp(dir));
    (void)snprintf(path, PATH_BYTES, "%s/copy.db", dir);
}

static void drop_path(char path[PATH_BYTES])
{
    (void)unlink(path);
    *strrchr(path, '/') = '\0';
    assert_int_equal(rmdir(path), 0);
}

static void add_setting(struct ctx *c)
{
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(
        db_exec(c, SQL_COPY_ADD_SETTING, ARGS(db_text("map_attribution"), db_text("©"))), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void a_backup_is_one_file_for_its_owner_and_can_be_restored(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct stat st;
    struct ctx *source = unit_open(), *target = unit_open();
    struct db_rows r;
    make_path(path);
    add_setting(source);
    assert_int_equal(call(cli_backup, "backup", unit_url(source), path), CLI_DONE);
    assert_int_equal(stat(path, &st), 0);
    assert_int_equal(st.st_mode & 0777, 0600);
    assert_int_equal(call(cli_restore, "restore", unit_url(target), path), CLI_DONE);
    assert_int_equal(db_begin(target, DB_READ), ERR_OK);
    assert_int_equal(db_query(target, SQL_COPY_READ_SETTING, NO_ARGS, &r), ERR_OK);
    db_undo(target);
    assert_int_equal(r.n, 1);
    assert_string_equal(row_text(&r, 0, 1), "©");
    drop_path(path);
    unit_close(source);
    unit_close(target);
}

static void a_backup_overwrites_nothing(void **state)
{
    (void)state;
    char path[PATH_BYTES], kept[8] = "";
    struct ctx *source = unit_open();
    make_path(path);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs("mine", f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(call(cli_backup, "backup", unit_url(source), path), CLI_FAILED);
    f = fopen(path, "r");
    assert_non_null(f);
    assert_non_null(fgets(kept, sizeof kept, f));
    assert_int_equal(fclose(f), 0);
    assert_string_equal(kept, "mine");
    drop_path(path);
    unit_close(source);
}

static void a_database_that_holds_something_is_not_restored_into(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct ctx *source = unit_open();
    make_path(path);
    add_setting(source);
    assert_int_equal(call(cli_backup, "backup", unit_url(source), path), CLI_DONE);
    assert_int_equal(call(cli_restore, "restore", unit_url(source), path), CLI_WRONG);
    drop_path(path);
    unit_close(source);
}

static void what_is_no_backup_is_not_restored(void **state)
{
    (void)state;
    char path[PATH_BYTES];
    struct ctx *target = unit_open();
    make_path(path);
    assert_int_equal(call(cli_restore, "restore", unit_url(target), path), CLI_FAILED);
    FILE *f = fopen(path, "w");
    assert_non_null(f);
    assert_true(fputs("code,name,level,parent\n4101,郑州市,city,\n", f) >= 0);
    assert_int_equal(fclose(f), 0);
    assert_int_equal(call(cli_restore, "restore", unit_url(target), path), CLI_FAILED);
    drop_path(path);
    unit_close(target);
}

static void a_call_without_a_file_is_a_misuse(void **state)
{
    (void)state;
    assert_int_equal(call(cli_backup, "backup", "sqlite:none.db", NULL), CLI_MISUSE);
    assert_int_equal(call(cli_restore, "restore", "sqlite:none.db", NULL), CLI_MISUSE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_is_one_file_for_its_owner_and_can_be_restored),
        cmocka_unit_test(a_backup_overwrites_nothing),
        cmocka_unit_test(a_database_that_holds_something_is_not_restored_into),
        cmocka_unit_test(what_is_no_backup_is_not_restored),
        cmocka_unit_test(a_call_without_a_file_is_a_misuse),
    };
    return UNIT_RUN(tests);
}
