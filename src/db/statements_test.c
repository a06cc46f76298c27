/* SPDX-License-Identifier: Apache-2.0 */
/* Every statement of the program, held to the rules that let one text run on SQLite, PostgreSQL and a distributed one. */
#include "unit.h"

#include <ctype.h>
#include <regex.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "db/db_driver.h"

enum { PARTS_MAX = 64 };

static const char district[] = "410105";

static bool matches(const char *sql, const char *pattern)
{
    regex_t re;
    assert_int_equal(regcomp(&re, pattern, REG_EXTENDED | REG_ICASE | REG_NOSUB), 0);
    bool found = regexec(&re, sql, 0, NULL, 0) == 0;
    regfree(&re);
    return found;
}

static bool used_as(const char *sql, const char *before, size_t number)
{
    char pattern[96];
    (void)snprintf(pattern, sizeof pattern, "%s ?\\$%zu([^0-9]|$)", before, number);
    return matches(sql, pattern);
}

static size_t count_params(const char *sql)
{
    size_t max = 0;
    for (const char *p = strchr(sql, '$'); p; p = strchr(p + 1, '$')) {
        size_t n = (size_t)strtoul(p + 1, NULL, 10);
        max = n > max ? n : max;
    }
    return max;
}

static bool runs_here(const struct ctx *c, const struct db_stmt *s)
{
    return !(s->flags &
             (unsigned)(db_engine(c->db) == DB_SQLITE ? DB_STMT_POSTGRES : DB_STMT_SQLITE));
}

/* ---- the text alone ---- */

static const struct rule {
    const char *pattern, *why;
} rules[] = {
    {"::",                                    "SQLite reads $1::x as a parameter's name"  },
    {"\"",                                    "double quotes are names here, text there"  },
    {"for update|for share|skip locked",      "locks rows on PostgreSQL only"             },
    {"now\\(|current_timestamp|current_date", "time comes from the program"               },
    {"random\\(|gen_random",                  "so does chance"                            },
    {"[^a-z_]i?like[^a-z_]",                  "is case sensitive on one engine only"      },
    {"limit +[$0-9a-z_]+ *,",                 "LIMIT a, b is SQLite's"                    },
    {"offset",                                "pages are by key"                          },
    {"returning[^;]*[a-z_]\\.",               "SQLite knows no alias in RETURNING"        },
    {"returning +\\*|select +\\*",            "columns are named"                         },
    {"case +[^w ]",                           "write CASE WHEN x = y"                     },
    {"set +district",                         "a row never changes its shard"             },
    {"insert +or |replace +into",             "SQLite's only"                             },
    {"on conflict +do|on conflict on",        "name the target's columns"                 },
    {"[^a-z_]any *\\(|greatest|least *\\(",   "PostgreSQL's only"                         },
    {"nextval|autoincrement|serial",          "ids are made by the program"               },
    {"(^|[^(])sum\\(|[^te]\\(sum\\(",         "CAST(sum(x) AS BIGINT): it is numeric else"},
    {"[^a-z_](true|false)[^a-z_]",            "flags are 0 and 1"                         },
    {"collate",                               "columns have their collation"              },
};

static void statements_keep_to_the_common_subset(void **state)
{
    (void)state;
    size_t broken = 0;
    for (size_t i = 0; i < SQL__COUNT; i++) {
        const struct db_stmt *s = &db_stmts[i];
        for (size_t k = 0; k < LEN(rules); k++) {
            if (s->flags & (DB_STMT_SQLITE | DB_STMT_POSTGRES) ||
                !matches(s->sql, rules[k].pattern))
                continue;
            print_message("# %s: /%s/: %s\n", s->name, rules[k].pattern, rules[k].why);
            broken++;
        }
    }
    assert_int_equal(broken, 0);
}

static void parameters_are_numbered_without_gaps(void **state)
{
    (void)state;
    size_t broken = 0;
    for (size_t i = 0; i < SQL__COUNT; i++) {
        const char *sql = db_stmts[i].sql;
        for (size_t n = 1; n <= count_params(sql); n++) {
            if (used_as(sql, "", n))
                continue;
            print_message("# %s: no $%zu\n", db_stmts[i].name, n);
            broken++;
        }
    }
    assert_int_equal(broken, 0);
}

static void each_statement_names_its_district(void **state)
{
    (void)state;
    size_t broken = 0;
    for (size_t i = 0; i < SQL__COUNT; i++) {
        const struct db_stmt *s = &db_stmts[i];
        if (s->flags & (DB_STMT_FANOUT | DB_STMT_SYSTEM))
            continue;
        if (matches(s->sql, "^ *insert into [a-z_]+ \\(district,.*(values|select) *\\(?\\$1,") ||
            matches(s->sql, "[^a-z_]district = \\$[0-9]"))
            continue;
        print_message("# %s: district = $n is missing\n", s->name);
        broken++;
    }
    assert_int_equal(broken, 0);
}

/* Different texts are the exception; each has a reason here. */
static void few_statements_are_for_one_engine(void **state)
{
    (void)state;
    static const char *const known[] = {
        "migrate_has_table", "migrate_has_table_pg", /* each engine's own catalogue */
        "migrate_lock",                              /* SQLite has one writer anyhow */
    };
    size_t unknown = 0;
    for (size_t i = 0; i < SQL__COUNT; i++) {
        bool is_known = !(db_stmts[i].flags & (DB_STMT_SQLITE | DB_STMT_POSTGRES));
        for (size_t k = 0; k < LEN(known); k++)
            is_known = is_known || strcmp(db_stmts[i].name, known[k]) == 0;
        if (!is_known)
            print_message("# %s is for one engine\n", db_stmts[i].name);
        unknown += !is_known;
    }
    assert_int_equal(unknown, 0);
}

/* ---- on the engine ---- */

/* LIMIT must be a number on SQLite; everything else may be NULL. */
static void null_args(const char *sql, struct db_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        args[i] = used_as(sql, "limit", i + 1) ? db_int(1) : db_null();
    }
}

static bool runs_with_nulls(struct ctx *c, size_t id)
{
    struct db_value args[DB_PARAMS_MAX];
    struct db_rows r;
    size_t n = count_params(db_stmts[id].sql);
    null_args(db_stmts[id].sql, args, n);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = db_query(c, (enum sql)id, args, n, &r);
    db_undo(c);
    return err == ERR_OK || (err == ERR_CONFLICT && strcmp(c->problem.code, "db.check") == 0);
}

static void every_statement_prepares_and_runs(void **state)
{
    (void)state;
    size_t broken = 0;
    struct ctx *c = unit_open();
    for (size_t i = 0; i < SQL__COUNT; i++) {
        if (!runs_here(c, &db_stmts[i]) || runs_with_nulls(c, i))
            continue;
        print_message("# %s: %s %s\n", db_stmts[i].name, c->problem.code, c->problem.detail);
        broken++;
    }
    assert_int_equal(broken, 0);
    unit_close(c);
}

static struct db_stmt *explained(struct arena *mem, const char *how)
{
    struct db_stmt *s = arena_array(mem, SQL__COUNT, sizeof *s);
    for (size_t i = 0; i < SQL__COUNT; i++)
        s[i] = (struct db_stmt){.name = db_stmts[i].name,
                                .flags = db_stmts[i].flags,
                                .sql = arena_printf(mem, "%s %s", how, db_stmts[i].sql)};
    return s;
}

/* ---- no scan ---- */

static size_t count_scans(struct ctx *c, size_t id)
{
    struct db_value args[DB_PARAMS_MAX];
    struct db_rows plan;
    size_t n = count_params(db_stmts[id].sql), scans = 0;
    null_args(db_stmts[id].sql, args, n);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    if (db_query(c, (enum sql)id, args, n, &plan) != ERR_OK)
        fail_msg("%s: %s", db_stmts[id].name, c->problem.detail);
    for (size_t i = 0; i < plan.n; i++) {
        const char *step = row_text(&plan, i, 3);
        if (!matches(step, "^SCAN ") || matches(step, "CONSTANT ROW|SUBQUERY"))
            continue;
        print_message("# %s: %s\n", db_stmts[id].name, step);
        scans++;
    }
    db_undo(c);
    return scans;
}

static void each_statement_finds_its_rows_by_an_index(void **state)
{
    (void)state;
    char problem[256];
    size_t broken = 0;
    if (unit_is_postgres())
        skip();
    struct ctx *base = unit_open(), c = *base;
    assert_int_equal(db_open(unit_url(base), &c.db, problem), ERR_OK);
    c.db->stmts = explained(c.mem, "EXPLAIN QUERY PLAN");
    for (size_t i = 0; i < SQL__COUNT; i++)
        if (!(db_stmts[i].flags & (DB_STMT_FANOUT | DB_STMT_SYSTEM)))
            broken += count_scans(&c, i);
    assert_int_equal(broken, 0);
    db_close(c.db);
    unit_close(base);
}

/* ---- one shard ---- */

struct parts { /* table and part, as the plan names them: "area_p3" */
    char name[PARTS_MAX][64];
    size_t n;
};

static void add_parts(struct parts *p, const char *line)
{
    regex_t re;
    regmatch_t at;
    assert_int_equal(regcomp(&re, "on [a-z_]+_p[0-9]+", REG_EXTENDED), 0);
    if (regexec(&re, line, 1, &at, 0) == 0 && p->n < PARTS_MAX)
        (void)snprintf(p->name[p->n++], sizeof p->name[0], "%.*s", (int)(at.rm_eo - at.rm_so - 3),
                       line + at.rm_so + 3);
    regfree(&re);
}

static bool same_table(const char *a, const char *b)
{
    size_t n = (size_t)(strrchr(a, '_') - a);
    return strncmp(a, b, n + 1) == 0 && (size_t)(strrchr(b, '_') - b) == n;
}

/* At most one part of each table; none only where the row itself says where it goes. */
static bool is_single(const struct db_stmt *s, const struct db_rows *plan)
{
    struct parts p = {.n = 0};
    for (size_t i = 0; i < plan->n; i++)
        add_parts(&p, row_text(plan, i, 0));
    for (size_t i = 0; i < p.n; i++)
        for (size_t k = 0; k < i; k++)
            if (same_table(p.name[i], p.name[k]) && strcmp(p.name[i], p.name[k]) != 0)
                return false;
    return p.n > 0 || matches(s->sql, "^ *insert into");
}

/* Values that any column takes, with ranges that are not empty; else the planner would see that nothing fits. */
static void text_args(const char *sql, struct db_value *args, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        bool first = i == 0 && matches(sql, "^ *insert into [a-z_]+ \\(district,");
        bool end = used_as(sql, "<", i + 1) || used_as(sql, "<=", i + 1);
        args[i] = db_text(end ? "9" : "1");
        if (first || used_as(sql, "[^a-z_]district =", i + 1))
            args[i] = db_text(district);
    }
}

static bool touches_one_shard(struct ctx *c, size_t id)
{
    struct db_value args[DB_PARAMS_MAX];
    struct db_rows plan;
    size_t n = count_params(db_stmts[id].sql);
    text_args(db_stmts[id].sql, args, n);
    assert_int_equal(db_begin(c, DB_WRITE), ERR_OK);
    enum err err = db_query(c, (enum sql)id, args, n, &plan);
    db_undo(c);
    if (err != ERR_OK) {
        print_message("# %s: %s\n", db_stmts[id].name, c->problem.detail);
        return false;
    }
    if (is_single(&db_stmts[id], &plan))
        return true;
    for (size_t i = 0; i < plan.n; i++)
        print_message("# %s: %s\n", db_stmts[id].name, row_text(&plan, i, 0));
    return false;
}

static void each_statement_touches_one_shard(void **state)
{
    (void)state;
    char problem[256];
    size_t broken = 0, seen = 0;
    if (!unit_is_postgres())
        skip();
    assert_int_equal(setenv("WANGGE_PG_PARTITIONS", "8", 1), 0);
    struct ctx *base = unit_open(), c = *base;
    assert_int_equal(db_open(unit_url(base), &c.db, problem), ERR_OK);
    c.db->stmts = explained(c.mem, "EXPLAIN (COSTS OFF)");
    for (size_t i = 0; i < SQL__COUNT; i++) {
        if (db_stmts[i].flags & (DB_STMT_FANOUT | DB_STMT_SYSTEM))
            continue;
        seen++;
        broken += !touches_one_shard(&c, i);
    }
    print_message("# %zu statements of %d on one shard each\n", seen - broken, SQL__COUNT);
    assert_int_equal(broken, 0);
    db_close(c.db);
    unit_close(base);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(statements_keep_to_the_common_subset),
        cmocka_unit_test(parameters_are_numbered_without_gaps),
        cmocka_unit_test(each_statement_names_its_district),
        cmocka_unit_test(few_statements_are_for_one_engine),
        cmocka_unit_test(every_statement_prepares_and_runs),
        cmocka_unit_test(each_statement_finds_its_rows_by_an_index),
        cmocka_unit_test(each_statement_touches_one_shard),
    };
    return UNIT_RUN(tests);
}
