/* SPDX-License-Identifier: Apache-2.0 */
#include "backup/copy_world.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/arena.h"
#include "base/text.h"
#include "db/db.h"
#include "db/migrate.h"
#include "unit.h"

void copy_file_open(struct copy_file *f, bool migrated)
{
    char url[128], problem[256];
    (void)snprintf(f->dir, sizeof f->dir, "/tmp/wangge-copy-XXXXXX");
    assert_non_null(mkdtemp(f->dir));
    (void)snprintf(url, sizeof url, "sqlite:%s/copy.db", f->dir);
    f->c = (struct ctx){.mem = arena_new()};
    assert_int_equal(db_open(url, &f->c.db, problem), ERR_OK);
    if (migrated)
        assert_int_equal(db_migrate(&f->c), ERR_OK);
}

void copy_file_close(struct copy_file *f)
{
    char path[128];
    db_close(f->c.db);
    arena_free(f->c.mem);
    (void)snprintf(path, sizeof path, "%s/copy.db", f->dir);
    (void)unlink(path);
    (void)rmdir(f->dir);
}

enum err copy_run(struct ctx *from, struct ctx *to, struct copy_count *count)
{
    struct ctx writing = {.db = to->db, .mem = arena_new(), .now = to->now};
    assert_int_equal(db_begin(from, DB_READ), ERR_OK);
    assert_int_equal(db_begin(&writing, DB_WRITE), ERR_OK);
    enum err err = copy_all(from, &writing, count);
    db_undo(from);
    if (err != ERR_OK)
        db_undo(&writing);
    else
        assert_int_equal(db_end(&writing, true), ERR_OK);
    arena_free(writing.mem);
    return err;
}

static enum err hash_row(void *arg, const struct db_value *row, size_t cols)
{
    unsigned char *sum = arg;
    for (size_t i = 0; i < cols; i++) {
        secret_hash(sum, &row[i].type, sizeof row[i].type, sum);
        secret_hash(sum, &row[i].i, sizeof row[i].i, sum);
        secret_hash(sum, &row[i].real, sizeof row[i].real, sum);
        secret_hash(sum, row[i].p, row[i].p ? row[i].n : 0, sum);
    }
    return ERR_OK;
}

void copy_digest(struct ctx *c, unsigned char sum[SECRET_HASH])
{
    memset(sum, 0, SECRET_HASH);
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    for (int id = 0; id < SQL__COUNT; id++)
        if (text_has_prefix(db_stmts[id].name, "copy_read_"))
            assert_int_equal(db_each(c, (enum sql)id, NO_ARGS, hash_row, sum), ERR_OK);
    db_undo(c);
}
