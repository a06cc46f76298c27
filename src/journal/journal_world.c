/* SPDX-License-Identifier: Apache-2.0 */
#include "journal/journal_world.h"

#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"

void unit_begin(struct ctx *c)
{
    if (db_begin(c, DB_WRITE) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
}

void unit_commit(struct ctx *c)
{
    if (db_end(c, true) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
}

void tamper(struct ctx *c, const char *fmt, ...)
{
    bool own = !c->db->open;
    va_list args;
    va_start(args, fmt);
    const char *sql = arena_vprintf(c->mem, fmt, args);
    va_end(args);
    if (own)
        unit_begin(c);
    if (c->db->driver->ddl(c, sql) != ERR_OK)
        fail_msg("%s: %s", sql, c->problem.detail);
    if (own)
        unit_commit(c);
}

void append(struct ctx *c, const struct journal_entry *e)
{
    bool own = !c->db->open;
    if (own)
        unit_begin(c);
    if (journal_append(c, e) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
    if (own)
        unit_commit(c);
}

void seal_district(struct ctx *c, int32_t district)
{
    unit_begin(c);
    assert_int_equal(journal_seal(c, district), ERR_OK);
    unit_commit(c);
}

void seal_all(struct ctx *c)
{
    unit_begin(c);
    assert_int_equal(journal_seal_all(c), ERR_OK);
    unit_commit(c);
}

void step(struct ctx *c, int64_t id, int64_t version, const char *area, const char *from,
          const char *to)
{
    append(c, &(struct journal_entry){.district = text_district(area),
                                      .noun = "casefile",
                                      .noun_id = id,
                                      .version = version,
                                      .area = area,
                                      .action = "step",
                                      .kind = "water_leak",
                                      .state_from = from,
                                      .state_to = to,
                                      .reason = "因为",
                                      .before = from ? "{\"a\":1}" : NULL,
                                      .after = "{\"a\":2}"});
    if (version == 1)
        tamper(
            c,
            "INSERT INTO casefile (district, id, kind, flow, state, is_open, area, body, "
            "secret_hash, opened, updated) VALUES (%d, %lld, 'water_leak', 'short', '%s', 1, '%s', "
            "'b', %s, 1, 1)",
            (int)text_district(area), (long long)id, to, area,
            unit_is_postgres() ? "'\\x00'" : "x'00'");
    else
        tamper(c, "UPDATE casefile SET state = '%s', version = %lld WHERE id = %lld", to,
               (long long)version, (long long)id);
}

void small_world(struct ctx *c)
{
    db_set_ids(c->db, FIRST_ID);
    unit_begin(c);
    step(c, 7, 1, CELL, NULL, "reported");
    step(c, 7, 2, CELL, "reported", "accepted");
    step(c, 8, 1, CELL, NULL, "reported");
    step(c, 7, 3, CELL, "accepted", "in_progress");
    step(c, 8, 2, CELL, "reported", "rejected");
    step(c, 7, 4, CELL, "in_progress", "disposed");
    assert_int_equal(journal_seal_all(c), ERR_OK);
    unit_commit(c);
}

void note_fault(void *arg, const struct journal_fault *fault)
{
    struct seen *s = arg;
    assert_true(s->n < FAULTS_MAX);
    s->faults[s->n++] = *fault;
}

struct seen verify(struct ctx *c)
{
    struct seen s = {0};
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    if (journal_verify(c, note_fault, &s, &s.verdict) != ERR_OK)
        fail_msg("%s %s", c->problem.code, c->problem.detail);
    assert_int_equal(db_end(c, true), ERR_OK);
    assert_int_equal(s.verdict.faults, s.n);
    return s;
}

bool says(const struct seen *s, const char *what, int64_t seq)
{
    for (size_t i = 0; i < s->n; i++)
        if (strcmp(s->faults[i].what, what) == 0 && (seq < 0 || s->faults[i].seq == seq))
            return true;
    return false;
}

void is_only(struct ctx *c, const char *what, int64_t seq)
{
    struct seen s = verify(c);
    for (size_t i = 0; i < s.n; i++)
        if (s.n != 1 || strcmp(s.faults[i].what, what) != 0 || s.faults[i].seq != seq)
            fail_msg("%s at %lld: %s", s.faults[i].what, (long long)s.faults[i].seq,
                     s.faults[i].detail);
    assert_int_equal(s.n, 1);
}

void is_sound(struct ctx *c, int64_t sealed, int64_t unsealed)
{
    struct seen s = verify(c);
    for (size_t i = 0; i < s.n; i++)
        fail_msg("%s at %lld: %s", s.faults[i].what, (long long)s.faults[i].seq,
                 s.faults[i].detail);
    assert_int_equal(s.verdict.sealed, sealed);
    assert_int_equal(s.verdict.unsealed, unsealed);
}

int64_t count_of(struct ctx *c, const char *area, const char *state)
{
    struct db_rows r;
    int64_t n = 0;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(db_query(c, SQL_VERIFY_COUNTS, ARGS(db_int(text_district(area))), &r), ERR_OK);
    for (size_t i = 0; i < r.n; i++)
        if (strcmp(row_text(&r, i, 0), area) == 0 && strcmp(row_text(&r, i, 2), state) == 0)
            n = row_int(&r, i, 3);
    assert_int_equal(db_end(c, true), ERR_OK);
    return n;
}

const struct journal_head *heads(struct ctx *c, size_t *out_n)
{
    const struct journal_head *h;
    assert_int_equal(db_begin(c, DB_READ), ERR_OK);
    assert_int_equal(journal_heads(c, &h, out_n), ERR_OK);
    assert_int_equal(db_end(c, true), ERR_OK);
    return h;
}
