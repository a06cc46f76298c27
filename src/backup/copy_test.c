/* SPDX-License-Identifier: Apache-2.0 */
#include "unit.h"

#include <string.h>

#include "backup/copy_world.h"
#include "base/embed.h"
#include "base/text.h"
#include "db/db.h"

static void fill(struct ctx *c)
{
    static const unsigned char bytes[] = {0, 1, 2, 0, 255};
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    assert_int_equal(db_exec(c, SQL_COPY_ADD_SETTING,
                             ARGS(db_text("map_attribution"), db_text("“引号”\n第二行"))),
                     ERR_OK);
    assert_int_equal(
        db_exec(c, SQL_COPY_ADD_AREA,
                ARGS(db_int(410105), db_text("410105"), db_text("金水区"), db_text("district"),
                     db_null(), db_null(), db_int(0), db_null(), db_int(1), db_null(), db_int(1))),
        ERR_OK);
    assert_int_equal(db_exec(c, SQL_COPY_ADD_AREA_POLYGON,
                             ARGS(db_int(410105), db_text("410105"), db_int(1), db_null(),
                                  db_blob(bytes, sizeof bytes), db_real(1234.5e-3),
                                  db_text("gcj02"), db_text(""), db_text("made_up"))),
                     ERR_OK);
    for (int64_t i = 0; i < 1000; i++)
        assert_int_equal(
            db_exec(c, SQL_COPY_ADD_PERSON,
                    ARGS(db_int(410105), db_int(INT64_MAX - i), db_text("王"), db_text("410105"),
                         db_blob("", 0), db_int(0), db_null(), db_int(1))),
            ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
}

static void a_backup_and_its_restore_have_the_rows_of_the_source(void **state)
{
    (void)state;
    unsigned char a[SECRET_HASH], b[SECRET_HASH], d[SECRET_HASH];
    struct ctx *source = unit_open(), *target = unit_open();
    struct copy_count out, back;
    struct copy_file f;
    copy_file_open(&f, true);
    fill(source);
    assert_int_equal(copy_run(source, &f.c, &out), ERR_OK);
    assert_int_equal(copy_run(&f.c, target, &back), ERR_OK);
    assert_int_equal(out.rows, 1003);
    assert_int_equal(back.rows, 1003);
    assert_int_equal(out.tables, back.tables);
    copy_digest(source, a);
    copy_digest(&f.c, b);
    copy_digest(target, d);
    assert_memory_equal(a, b, sizeof a);
    assert_memory_equal(a, d, sizeof a);
    copy_file_close(&f);
    unit_close(source);
    unit_close(target);
}

static void a_database_that_holds_a_row_is_not_filled(void **state)
{
    (void)state;
    struct ctx *source = unit_open(), *target = unit_open();
    struct copy_count count;
    fill(source);
    assert_int_equal(db_begin(target, DB_WRITE), ERR_OK);
    assert_int_equal(db_exec(target, SQL_COPY_ADD_SETTING, ARGS(db_text("demo"), db_text("1"))),
                     ERR_OK);
    assert_int_equal(db_end(target, true), ERR_OK);
    assert_int_equal(copy_run(source, target, &count), ERR_CONFLICT);
    assert_string_equal(source->problem.code, "db.not_empty");
    unit_close(source);
    unit_close(target);
}

static void a_file_of_another_schema_is_refused(void **state)
{
    (void)state;
    struct ctx *target = unit_open();
    struct copy_count count;
    bool empty = false;
    struct copy_file f;
    copy_file_open(&f, false);
    assert_int_equal(copy_run(&f.c, target, &count), ERR_INVALID);
    assert_string_equal(f.c.problem.code, "backup.schema");
    assert_int_equal(db_begin(target, DB_READ), ERR_OK);
    assert_int_equal(copy_is_empty(target, &empty), ERR_OK);
    assert_true(empty);
    db_undo(target);
    copy_file_close(&f);
    unit_close(target);
}

static size_t occurrences(const char *text, const char *word)
{
    size_t n = 0;
    for (const char *p = text; (p = strstr(p, word)); p++)
        n++;
    return n;
}

static void every_table_is_copied_or_says_that_it_is_not(void **state)
{
    (void)state;
    size_t tables = 0, marked = 0, copied = 0;
    for (size_t i = 0; i < embedded_n; i++) {
        if (!text_has_prefix(embedded[i].path, "schema/"))
            continue;
        tables += occurrences(embedded[i].text, "\nCREATE TABLE ");
        marked += occurrences(embedded[i].text, "Not in backups");
    }
    for (int id = 0; id < SQL__COUNT; id++)
        copied += text_has_prefix(db_stmts[id].name, "copy_add_");
    assert_true(tables > 0);
    assert_int_equal(copied + marked, tables);
}

/* A session that was ended after the backup must not come back to life by it. */
static void sessions_stay_out_of_a_backup(void **state)
{
    (void)state;
    for (int id = 0; id < SQL__COUNT; id++)
        assert_string_not_equal(db_stmts[id].name, "copy_add_session");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_backup_and_its_restore_have_the_rows_of_the_source),
        cmocka_unit_test(a_database_that_holds_a_row_is_not_filled),
        cmocka_unit_test(a_file_of_another_schema_is_refused),
        cmocka_unit_test(every_table_is_copied_or_says_that_it_is_not),
        cmocka_unit_test(sessions_stay_out_of_a_backup),
    };
    return UNIT_RUN(tests);
}
