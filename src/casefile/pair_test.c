/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Two reports of one matter through the real engine: merged into one another, unmerged, passed up, handed down, rejected,
 * taken up again, in every order up to a depth. Each step is undone by a savepoint; what was seen from as far up is not
 * looked into again. After each step nobody may be lost: no reporter, no case that waits.
 */
#include <string.h>

#include "base/arena.h"
#include "casefile/loop_world.h"
#include "casefile/tick.h"

enum { CASES_MAX = 6, LIVE_MAX = 3, LOOKS_MAX = 4000, DEPTH = 5 };

struct seen {
    int8_t state, into, upper, supports; /* into, upper: places in `live`, -1 none */
};

/* What can be told apart: the cases that anything still hangs on. */
struct look {
    struct seen live[LIVE_MAX];
};

struct visit {
    struct look look;
    int left; /* the depth that was left when it was looked into */
};

struct pairs {
    struct city w;
    const struct flow *flow;
    int64_t ids[CASES_MAX]; /* the two reports, then those of the desks above, in order */
    size_t n;
    struct visit visits[LOOKS_MAX];
    size_t n_visits;
    unsigned long steps;
};

static struct receipt receipt_of(int64_t id)
{
    return (struct receipt){.district = 410105, .id = id};
}

static void load(struct pairs *p, struct casefile *out)
{
    for (size_t i = 0; i < p->n; i++)
        assert_int_equal(casefile_get(p->w.c, 410105, p->ids[i], &out[i]), ERR_OK);
}

static size_t place(const struct pairs *p, int64_t id)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->ids[i] == id)
            return i;
    fail_msg("a case hangs on one that nobody knows");
    return 0;
}

/* ---- what must hold ---- */

/* Along merges and desks above one comes to an end. */
static void assert_no_ring(const struct pairs *p, const struct casefile *f, size_t at)
{
    for (size_t i = 0; i <= p->n; i++) {
        int64_t next = f[at].merged_into ? f[at].merged_into : f[at].upper;
        if (!next)
            return;
        at = place(p, next);
    }
    fail_msg("cases wait for each other");
}

static void assert_whole(const struct pairs *p, const struct casefile *f, const char *action)
{
    int64_t reporters = 0;
    for (size_t i = 0; i < p->n; i++) {
        bool merged = strcmp(f[i].state, "merged") == 0, up = strcmp(f[i].state, "escalated") == 0;
        if (merged != (f[i].merged_into != 0) || up != (f[i].upper != 0))
            fail_msg("%s: %s hangs on nothing, or on too much", action, f[i].state);
        if (up && !f[place(p, f[i].upper)].is_open)
            fail_msg("%s: a case waits for one that is settled", action);
        if (f[i].is_open && (!f[i].clock || !f[i].due))
            fail_msg("%s: %s waits without a clock", action, f[i].state);
        reporters += merged ? 0 : 1 + f[i].supports;
        assert_no_ring(p, f, i);
    }
    if (reporters != (int64_t)p->n)
        fail_msg("%s: %lld of %zu reports are heard", action, (long long)reporters, p->n);
}

/* ---- looks ---- */

static bool is_hung_on(const struct pairs *p, const struct casefile *f, size_t at)
{
    for (size_t i = 0; i < p->n; i++)
        if (f[i].upper == p->ids[at] || f[i].merged_into == p->ids[at])
            return true;
    return false;
}

static bool is_live(const struct pairs *p, const struct casefile *f, size_t at)
{
    return at < 2 || f[at].is_open || is_hung_on(p, f, at);
}

static size_t live_of(const struct pairs *p, const struct casefile *f, size_t *out)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++)
        if (is_live(p, f, i)) {
            assert_true(n < LIVE_MAX);
            out[n++] = i;
        }
    return n;
}

static int8_t live_place(const struct pairs *p, const size_t *live, size_t n, int64_t id)
{
    for (size_t i = 0; id && i < n; i++)
        if (p->ids[live[i]] == id)
            return (int8_t)i;
    return -1;
}

static struct look look_of(const struct pairs *p, const struct casefile *f)
{
    struct look l;
    size_t live[LIVE_MAX], n = live_of(p, f, live);
    memset(&l, 0, sizeof l);
    for (size_t i = 0; i < n; i++) {
        const struct casefile *one = &f[live[i]];
        l.live[i] = (struct seen){(int8_t)(flow_state(p->flow, one->state) - p->flow->states + 1),
                                  live_place(p, live, n, one->merged_into),
                                  live_place(p, live, n, one->upper), (int8_t)one->supports};
    }
    return l;
}

/* Has it been looked into with so much depth left? If not, it is noted. */
static bool is_known(struct pairs *p, const struct look *l, int left)
{
    size_t i = 0;
    while (i < p->n_visits && memcmp(&p->visits[i].look, l, sizeof *l) != 0)
        i++;
    if (i < p->n_visits && p->visits[i].left >= left)
        return true;
    assert_true(i < LOOKS_MAX);
    p->visits[i] = (struct visit){*l, left};
    p->n_visits += i == p->n_visits;
    return false;
}

/* ---- steps ---- */

static struct casefile_act act_of(struct pairs *p, const struct casefile *f, const char *action)
{
    const struct flow_action *a = flow_action(p->flow, action);
    return (struct casefile_act){.action = action,
                                 .version = f->version,
                                 .reason = a->needs & NEED_REASON ? "原因" : NULL,
                                 .note = a->needs & NEED_NOTE ? "说明" : NULL,
                                 .post = a->needs & NEED_POST ? p->w.duty_post : 0,
                                 .close_reason = a->needs & NEED_CLOSE_REASON ? "fixed" : NULL};
}

static enum err take(struct pairs *p, enum actor who, const struct casefile *f,
                     const struct casefile_act *act)
{
    p->w.c->now++;
    city_as(&p->w, who);
    enum err err = casefile_act(p->w.c, &p->w.app, f->district, f->id, act);
    city_as(&p->w, NOBODY);
    return err;
}

/* Several steps of one case that nothing else can come between as far as others are concerned. */
static enum err settle(struct pairs *p, size_t at)
{
    static const struct {
        const char *action;
        enum actor who;
    } ways[] = {
        {"route",   CHIEF },
        {"start",   MEMBER},
        {"dispose", MEMBER},
        {"pass",    CHIEF },
        {"close",   CHIEF },
    };
    for (size_t i = 0; i < LEN(ways); i++) {
        struct casefile f;
        TRY(casefile_get(p->w.c, 410105, p->ids[at], &f));
        const struct casefile_act act = act_of(p, &f, ways[i].action);
        TRY(take(p, ways[i].who, &f, &act));
    }
    return ERR_OK;
}

static void explore(struct pairs *p, int left);

/* A step that was allowed: what it made is looked at, and gone on from. */
static void go_on(struct pairs *p, const char *action, int left)
{
    struct casefile f[CASES_MAX] = {0};
    size_t before = p->n;
    load(p, f);
    for (size_t i = 0; i < before; i++) {
        bool known = !f[i].upper;
        for (size_t k = 0; k < p->n; k++)
            known = known || p->ids[k] == f[i].upper;
        if (!known)
            p->ids[p->n++] = f[i].upper;
    }
    load(p, f);
    assert_whole(p, f, action);
    if (left > 0)
        explore(p, left);
    p->n = before;
}

static void try_act(struct pairs *p, const struct casefile *f, const struct casefile_act *act,
                    int left)
{
    int64_t now = p->w.c->now;
    assert_int_equal(db_savepoint(p->w.c), ERR_OK);
    p->steps++;
    if (take(p, CHIEF, f, act) == ERR_OK)
        go_on(p, act->action, left - 1);
    assert_int_equal(db_savepoint_end(p->w.c, false), ERR_OK);
    p->w.c->now = now;
}

static void try_settle(struct pairs *p, size_t at, int left)
{
    int64_t now = p->w.c->now;
    assert_int_equal(db_savepoint(p->w.c), ERR_OK);
    p->steps++;
    if (settle(p, at) == ERR_OK)
        go_on(p, "settle", left - 1);
    assert_int_equal(db_savepoint_end(p->w.c, false), ERR_OK);
    p->w.c->now = now;
}

/* Whoever acts on a page that is old by now changes nothing. */
static void try_stale(struct pairs *p, const struct casefile *f)
{
    struct casefile_act act = act_of(p, f, "accept");
    act.version--;
    assert_int_equal(db_savepoint(p->w.c), ERR_OK);
    assert_int_equal(take(p, CHIEF, f, &act), ERR_STALE);
    assert_int_equal(db_savepoint_end(p->w.c, false), ERR_OK);
}

/* Time alone loses nobody either. */
static void try_time(struct pairs *p, const struct casefile *f)
{
    struct casefile after[CASES_MAX] = {0};
    int64_t now = p->w.c->now;
    assert_int_equal(db_savepoint(p->w.c), ERR_OK);
    p->w.c->now += 30 * INT64_C(86400000000);
    for (size_t i = 0; i < p->n; i++) {
        const struct tick t = {.district = 410105, .id = p->ids[i], .at = f[i].next_at};
        assert_int_equal(casefile_tick(p->w.c, &p->w.app, &t), ERR_OK);
    }
    load(p, after);
    assert_whole(p, after, "time");
    assert_int_equal(db_savepoint_end(p->w.c, false), ERR_OK);
    p->w.c->now = now;
}

static void try_all(struct pairs *p, const struct casefile *f, size_t at, bool room, int left)
{
    static const char *const actions[] = {"accept", "reject", "refer", "unmerge", "reopen"};
    for (size_t i = 0; i < LEN(actions); i++) {
        struct casefile_act act = act_of(p, &f[at], actions[i]);
        if (flow_action(p->flow, actions[i])->needs & NEED_REFERRAL) {
            act.referral_to = "12345";
            act.referral_number = "1";
        }
        try_act(p, &f[at], &act, left);
    }
    const struct casefile_act up = act_of(p, &f[at], "escalate");
    if (room)
        try_act(p, &f[at], &up, left);
    for (size_t k = 0; k < p->n; k++) {
        struct casefile_act merge = act_of(p, &f[at], "merge");
        merge.into = p->ids[k];
        try_act(p, &f[at], &merge, left);
    }
    if (f[at].is_open)
        try_settle(p, at, left);
}

static void explore(struct pairs *p, int left)
{
    struct casefile f[CASES_MAX] = {0};
    size_t live[LIVE_MAX];
    load(p, f);
    const struct look l = look_of(p, f);
    if (is_known(p, &l, left))
        return;
    size_t n = live_of(p, f, live);
    bool room = n < LIVE_MAX && p->n < CASES_MAX;
    try_time(p, f);
    for (size_t i = 0; i < n; i++) {
        try_stale(p, &f[live[i]]);
        try_all(p, f, live[i], room, left);
    }
}

static void two_reports_and_the_desk_above_lose_nobody_in_any_order(void **state)
{
    struct pairs *p = test_calloc(1, sizeof *p);
    (void)state;
    city_open(&p->w);
    p->flow = programme_flow(p->w.app.programmes, "short");
    p->ids[p->n++] = city_report(&p->w, NOISE, CELL_1).id;
    p->ids[p->n++] = city_report(&p->w, NOISE, CELL_1).id;
    city_begin(&p->w);
    explore(p, DEPTH);
    assert_int_equal(city_end(&p->w, false), ERR_OK);
    print_message("# %zu looks, %lu steps\n", p->n_visits, p->steps);
    assert_true(p->n_visits > 100);
    assert_int_equal(city_case(&p->w, receipt_of(p->ids[0])).version, 1);
    city_close(&p->w);
    test_free(p);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(two_reports_and_the_desk_above_lose_nobody_in_any_order),
    };
    return UNIT_RUN(tests);
}
