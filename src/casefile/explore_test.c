/* SPDX-License-Identifier: Apache-2.0 */
/*
 * All interleavings of each shipped flow, to the end, through the pure step: breadth first over what a case can look
 * like, with every actor (also one person who holds every role), the system's steps and the passing of time. What no
 * step ever asks about again is left out of a look (forget), so that there is an end: cycles beyond the first look like it.
 */
#include <string.h>

#include "account/account.h"
#include "base/arena.h"
#include "casefile/step.h"
#include "unit.h"

enum { STATES_MAX = 400000, SLOTS = 1 << 21, EDGES_MAX = 4000000 };
enum { DAY = 1, NOW = 1000 };

/* What a case looks like, without its numbers: all that a step can tell apart. */
struct look {
    int8_t state, post, assigned, request, verdict;
    int8_t returns, extensions, suspensions, joint, appeals, late_post;
    bool insisted, returned_later, has_signed, late;
    int8_t hands;  /* bits of persons */
    int8_t waited; /* since signing: 1 the time for returning is over */
    int8_t
        settled; /* since closing: 1 the reporter's time is over, 2 those for reopening and appeals too */
    bool over; /* the running clock's limit is used up */
    bool
        woken; /* somebody says of it that it is still there; as long as it is open somebody always does */
};

enum { NONE, ALL, UNIT, DESK, SECOND };

static const struct {
    int8_t person;
    unsigned roles;
} actors[] = {
    {ALL,    1U << ROLE_INTAKE | 1U << ROLE_CHECKER | 1U << ROLE_SUPERVISOR | 1U << ROLE_DISPATCHER |
              1U << ROLE_DUTY_CHIEF | 1U << ROLE_GRID_WORKER | 1U << ROLE_GRID_LEAD |
              1U << ROLE_HANDLER                             },
    {UNIT,   1U << ROLE_HANDLER | 1U << ROLE_CHECKER | FLOW_CO_HANDLER},
    {DESK,   1U << ROLE_INTAKE | 1U << ROLE_CHECKER | 1U << ROLE_SUPERVISOR | 1U << ROLE_DISPATCHER |
               1U << ROLE_DUTY_CHIEF                        },
    {SECOND, 1U << ROLE_INTAKE | 1U << ROLE_SUPERVISOR |
                 1U << ROLE_DUTY_CHIEF                    }, /* the second pair of eyes of a desk */
    {NONE,   FLOW_REPORTER                                            },
    {NONE,   FLOW_SYSTEM                                              },
    {ALL,    FLOW_INSPECTION                                          },
    {DESK,   FLOW_INSPECTION                                          },
};

/* How an act is tried: with the one post or the other, with help or without. */
static const struct {
    int8_t post;
    bool helped;
    int8_t person;
} ways[] = {
    {1, false, ALL },
    {2, false, UNIT},
    {1, true,  UNIT},
};

struct world {
    struct ctx c;
    const struct flow *flow;
    struct case_kind kind;
    struct look *looks;
    size_t n, expanded;
    uint32_t *slots;
    uint32_t (*edges)[2];
    size_t n_edges;
    unsigned long tried;
    bool decided;  /* of the look in hand: somebody may decide on its request */
    bool answered; /* and somebody may answer that it is still there */
};

static const char *const requests[] = {NULL, "extension", "suspension", "appeal", "appeal_2"};
static const char *const verdicts[] = {NULL, "confirmed", "disputed", "upheld"};
static const int64_t co_post = 3;

static int8_t index_in(const char *const *words, size_t n, const char *word)
{
    for (size_t i = 1; word && i < n; i++)
        if (strcmp(words[i], word) == 0)
            return (int8_t)i;
    return 0;
}

/* ---- looks and cases ---- */

static struct casefile case_of(const struct world *w, const struct look *l)
{
    const struct flow_state *s = &w->flow->states[l->state];
    bool merged = strcmp(s->state, "merged") == 0, escalated = strcmp(s->state, "escalated") == 0;
    bool woken = s->open || l->woken;
    int clock = flow_clock_in(w->flow, s->state, woken);
    return (struct casefile){
        .version = 1,
        .kind = "kind",
        .flow = w->flow->flow,
        .state = s->state,
        .is_open = s->open,
        .area = "410105016001001",
        .post = l->post,
        .merged_into = merged,
        .cycle = 1,
        .closed = s->open ? 0 : NOW - DAY,
        .clock = clock < 0 ? NULL : w->flow->clocks[clock].clock,
        .clock_n = clock < 0 ? 0 : 1,
        .due = clock < 0 ? 0
               : l->over ? NOW - 1
                         : NOW + 1,
        .late = l->late,
        .late_post = l->late_post,
        .returns = l->returns,
        .extensions = l->extensions,
        .suspensions = l->suspensions,
        .joint_open = l->joint,
        .insisted = l->insisted,
        .returned_later = l->returned_later,
        .signed_at = l->has_signed ? NOW - DAY : 0,
        .assigned = l->assigned,
        .request = requests[l->request],
        .request_due = l->request ? NOW + 1 : 0,
        .supervised = s->open || l->woken,
        .woken = woken ? NOW - 1 : 0,
        .external_to = "12345",
        .upper = escalated,
        .confirm_until = s->open          ? 0
                         : l->settled > 0 ? NOW - 1
                                          : NOW + 1,
        .reopen_until = s->open          ? 0
                        : l->settled > 1 ? NOW - 1
                                         : NOW + 1,
        .appeal_until = s->open          ? 0
                        : l->settled > 1 ? NOW - 1
                                         : NOW + 1,
        .verdict = verdicts[l->verdict],
        .appeals = l->appeals,
    };
}

static bool is_handling(const struct flow *f, int clock)
{
    return clock >= 0 && f->clocks[clock].source == FLOW_LIMIT_KIND;
}

/* Handling that stopped late is late, in the hands of who had it; a clock that goes on after its limit is over at once. */
static void follow_clock(const struct world *w, const struct look *l, const struct step_out *out,
                         struct look *next)
{
    int was = w->flow->states[l->state].clock, is = w->flow->states[next->state].clock;
    bool same = out->clock == STEP_CLOCK_STAYS;
    next->over = same && l->over && !(out->effects & STEP_EXTENDS);
    if (!same && is_handling(w->flow, was) && l->over && out->next.cycle == 1)
        next->late_post = l->post;
    if (out->clock == STEP_CLOCK_GOES_ON && is_handling(w->flow, is))
        next->over = l->late;
    if (out->effects & STEP_EXTENDS)
        next->late = 0;
}

/* The work may still be done, or be done again, in this cycle. */
static bool is_to_do(const struct world *w, int8_t state)
{
    static const char *const past[] = {"closed",    "disputed",  "rejected",  "not_filed",
                                       "void",      "referred",  "confirmed", "declined",
                                       "withdrawn", "struck_off"};
    for (size_t i = 0; i < LEN(past); i++)
        if (strcmp(w->flow->states[state].state, past[i]) == 0)
            return false;
    return true;
}

static bool asks_whether_over(const struct world *w, int8_t state)
{
    const struct flow_state *s = &w->flow->states[state];
    bool asked = is_handling(w->flow, s->clock);
    for (size_t i = 0; i < w->flow->n_actions; i++)
        asked = asked || (w->flow->actions[i].when & WHEN_CLOCK_OVER &&
                          flow_starts_from(&w->flow->actions[i], s->state));
    return asked;
}

/* Leaves out what no step asks about before it is set anew. */
static void forget(const struct world *w, struct look *l)
{
    int guard = w->flow->options.return_guard;
    bool no_return = l->insisted || (guard && l->returns >= guard);
    if (!is_to_do(w, l->state)) {
        l->returns = l->extensions = l->suspensions = l->joint = l->assigned = 0;
        l->insisted = false;
        no_return = true;
    }
    if (no_return) {
        l->returned_later = l->has_signed = false;
        l->waited = 0;
    }
    if (!asks_whether_over(w, l->state))
        l->over = false;
}

static struct look look_of(const struct world *w, const struct look *l, const struct step_out *out)
{
    const struct casefile *f = &out->next;
    bool anew = f->cycle > 1;
    struct look next = {
        .state = (int8_t)(flow_state(w->flow, f->state) - w->flow->states),
        .post = (int8_t)f->post,
        .assigned = (int8_t)f->assigned,
        .request = index_in(requests, LEN(requests), f->request),
        .verdict = index_in(verdicts, LEN(verdicts), f->verdict),
        .returns = (int8_t)f->returns,
        .extensions = (int8_t)f->extensions,
        .suspensions = (int8_t)f->suspensions,
        .joint = (int8_t)f->joint_open,
        .appeals = (int8_t)f->appeals,
        .late_post = (int8_t)f->late_post,
        .insisted = f->insisted,
        .returned_later = f->returned_later,
        .has_signed = f->signed_at != 0,
        .late = f->late,
        .hands = (int8_t)(anew ? 0 : l->hands),
        .waited = (int8_t)(f->signed_at && f->signed_at != NOW ? l->waited : 0),
        .settled = (int8_t)(f->is_open ? 0 : l->settled),
        .woken = !f->is_open && f->woken,
    };
    follow_clock(w, l, out, &next);
    return next;
}

/* ---- the set of looks ---- */

static size_t hash_of(const struct look *l)
{
    const unsigned char *p = (const unsigned char *)l;
    uint64_t h = UINT64_C(0xcbf29ce484222325);
    for (size_t i = 0; i < sizeof *l; i++)
        h = (h ^ p[i]) * UINT64_C(0x100000001b3);
    return (size_t)(h ^ h >> 29);
}

/* Its place; added when it is new. */
static size_t place_of(struct world *w, const struct look *l)
{
    size_t at = hash_of(l);
    for (uint32_t slot; (slot = w->slots[at % SLOTS]) != 0; at++)
        if (memcmp(&w->looks[slot - 1], l, sizeof *l) == 0)
            return slot - 1;
    assert_true(w->n < STATES_MAX);
    w->looks[w->n] = *l;
    w->slots[at % SLOTS] = (uint32_t)++w->n;
    return w->n - 1;
}

static void lead_to(struct world *w, size_t from, struct look l)
{
    forget(w, &l);
    size_t to = place_of(w, &l);
    if (to == from)
        return;
    assert_true(w->n_edges < EDGES_MAX);
    w->edges[w->n_edges][0] = (uint32_t)from;
    w->edges[w->n_edges++][1] = (uint32_t)to;
}

/* ---- what must hold ---- */

static void assert_sound(const struct world *w, const struct look *l, const struct step_out *out,
                         const char *name)
{
    const struct casefile *f = &out->next;
    const struct flow_state *s = &w->flow->states[l->state];
    int clock = s->clock < 0 && l->woken ? w->flow->still : s->clock;
    bool stops =
        out->clock == STEP_CLOCK_STOPS || (out->clock == STEP_CLOCK_STAYS && out->clock_kind < 0);
    if ((clock < 0) != stops || out->clock_kind != clock)
        fail_msg("%s: %s runs no clock of its own", name, s->state);
    if (!s->open && f->supervised && !l->woken)
        fail_msg("%s: %s stays marked, and nobody waits", name, s->state);
    if (l->returns > 2 || l->extensions > 2 || l->suspensions > 1 || l->appeals > 1)
        fail_msg("%s: more than twice in %s", name, s->state);
    if (f->handler && f->handler == f->checker)
        fail_msg("%s: %s is checked by its handler", name, s->state);
    if ((f->request != NULL) != (f->request_due != 0))
        fail_msg("%s: a request waits without a clock in %s", name, s->state);
    if ((strcmp(s->state, "merged") == 0) != (f->merged_into != 0))
        fail_msg("%s: %s loses where it was merged into", name, s->state);
    if ((strcmp(s->state, "escalated") == 0) != (f->upper != 0))
        fail_msg("%s: %s loses the case above", name, s->state);
    if ((strcmp(s->state, "disputed") == 0) && l->verdict != 2)
        fail_msg("%s: a dispute is forgotten", name);
}

static void assert_not_by_a_hand(const struct world *w, const struct look *before,
                                 const struct look *after, int8_t person, const char *action)
{
    bool checked = w->flow->states[after->state].checked && before->state != after->state;
    if (person && checked && before->hands & 1 << person)
        fail_msg("%s: person %d has worked on it", action, person);
}

/* ---- one look, all that can follow ---- */

static struct casefile_act act_of(const struct world *w, const struct flow_action *a, size_t way)
{
    unsigned takes = a->needs | a->offers;
    struct casefile_act act = {.action = a->action, .version = 1};
    act.reason = takes & NEED_REASON ? "reason" : NULL;
    act.note = takes & NEED_NOTE ? "note" : NULL;
    act.post = takes & NEED_POST ? ways[way].post : 0;
    act.co_posts = &co_post;
    act.n_co_posts = takes & NEED_CO_POSTS && ways[way].helped ? 1 : 0;
    act.into = takes & NEED_INTO ? 1 : 0;
    act.n_uploads = takes & (NEED_PHOTO | NEED_PHOTO_AFTER) ? 1 : 0;
    act.person = takes & NEED_PERSON ? ways[way].person : 0;
    act.until = takes & NEED_UNTIL ? NOW + 5 : 0;
    act.referral_to = takes & NEED_REFERRAL ? "12345" : NULL;
    act.referral_number = takes & NEED_REFERRAL ? "1" : NULL;
    act.kind = takes & NEED_KIND ? "kind" : NULL;
    act.finding = takes & NEED_FINDING ? "confirmed" : NULL;
    act.close_reason = takes & NEED_CLOSE_REASON
                           ? w->flow->close_reasons[way % w->flow->n_close_reasons].reason
                           : NULL;
    return act;
}

/* Only who holds the post of the case is its handler. */
static unsigned roles_now(const struct look *l, size_t actor)
{
    unsigned roles = actors[actor].roles;
    bool holds = (actors[actor].person == ALL && l->post == 1) ||
                 (actors[actor].person == UNIT && l->post == 2);
    if (!holds)
        roles &= ~(1U << ROLE_HANDLER);
    bool was_late = (actors[actor].person == ALL && l->late_post == 1) ||
                    (actors[actor].person == UNIT && l->late_post == 2);
    if (was_late && actors[actor].roles & 1U << ROLE_HANDLER)
        roles |= FLOW_LATE_HANDLER;
    if (!l->joint)
        roles &= ~(unsigned)FLOW_CO_HANDLER;
    return roles;
}

/* Told from the action's place in the flow alone. */
static bool has_worked(const struct flow_action *a, const char *role)
{
    bool unit = strcmp(role, "handler") == 0 || strcmp(role, "co_handler") == 0 ||
                strcmp(role, "late_handler") == 0;
    bool alone = strcmp(a->action, "self_handle") == 0;
    bool reviewed = strcmp(a->action, "appeal_pass") == 0;
    return alone || reviewed ||
           (unit && strcmp(a->action, "return") != 0 && strcmp(a->action, "give_back") != 0);
}

static void try_act(struct world *w, size_t from, const struct flow_action *a, size_t actor,
                    size_t way)
{
    const struct look l = w->looks[from];
    const struct casefile f = case_of(w, &l);
    const struct casefile_act act = act_of(w, a, way);
    int8_t person = actors[actor].person;
    const struct step_in in = {
        .flow = w->flow,
        .kind = &w->kind,
        .action = a,
        .file = &f,
        .act = &act,
        .actor = {roles_now(&l,       actor), person && l.hands & 1 << person, person, "name"},
        .facts = { .now = NOW,
                  .return_until = l.waited ? NOW - 1 : NOW + 1,
                  .suspension_max = NOW + 10,
                  .confirm_until = NOW + 1,
                  .reopen_until = NOW + 1,
                  .appeal_until = NOW + 1,
                  .review_until = NOW + 1,
                  .has_before = true,
                  .unanswered = true,
                  .rework_limit = way == 1,
                  .new_upper = 1,
                  .upper_handler = 9},
    };
    struct step_out out;
    w->tried++;
    if (step_take(&in, &out).err != ERR_OK)
        return;
    w->decided = w->decided || (l.request && !out.next.request);
    w->answered = w->answered || (l.woken && !out.next.woken && person);
    struct look next = look_of(w, &l, &out);
    bool worked = has_worked(a, out.role);
    if (worked != ((out.effects & STEP_ADDS_HAND) != 0))
        fail_msg("%s by %s: a hand is forgotten, or made up", a->action, out.role);
    if (worked)
        next.hands = (int8_t)(next.hands | 1 << person);
    if (a->does & DOES_ASSIGN)
        next.hands = (int8_t)(next.hands | 1 << act.person);
    assert_sound(w, &next, &out, a->action);
    assert_not_by_a_hand(w, &l, &next, person, a->action);
    lead_to(w, from, next);
    /* What the post left of its time may be used up. */
    next.over = next.late;
    if (out.clock == STEP_CLOCK_POST)
        lead_to(w, from, next);
}

static void let_time_pass(struct world *w, size_t from)
{
    const struct look l = w->looks[from];
    struct look next = l;
    int clock = w->flow->states[l.state].clock;
    if (clock >= 0 && !l.over) {
        next.over = 1;
        next.late = l.late || is_handling(w->flow, clock);
        lead_to(w, from, next);
    }
    next = l;
    if (l.has_signed && !l.waited) {
        next.waited = 1;
        lead_to(w, from, next);
    }
    next = l;
    bool open = w->flow->states[l.state].open;
    if (!open && l.settled < 2) {
        next.settled++;
        lead_to(w, from, next);
    }
    next = l;
    if (!open && l.settled < 2 && strcmp(w->flow->states[l.state].state, "merged") != 0) {
        next.woken = true;
        lead_to(w, from, next);
    }
}

static void expand(struct world *w, size_t from)
{
    w->decided = w->answered = false;
    const char *state = w->flow->states[w->looks[from].state].state;
    for (size_t i = 0; i < w->flow->n_actions; i++) {
        const struct flow_action *a = &w->flow->actions[i];
        bool many = (a->needs | a->offers) & (NEED_POST | NEED_PERSON | NEED_CLOSE_REASON) ||
                    a->restart == RESTART_REWORK;
        for (size_t k = 0; flow_starts_from(a, state) && k < LEN(actors); k++)
            for (size_t way = 0; way < (many ? LEN(ways) : 1); way++)
                try_act(w, from, a, k, way);
    }
    if (w->looks[from].request && !w->decided)
        fail_msg("nobody decides what is asked in %s", state);
    if (w->looks[from].woken && !w->answered)
        fail_msg("nobody answers that it is still there in %s", state);
    let_time_pass(w, from);
}

/* From every look an end can be reached. */
static void assert_all_can_end(struct world *w)
{
    bool *ends = arena_array(w->c.mem, w->n, sizeof *ends), grew = true;
    for (size_t i = 0; i < w->n; i++)
        ends[i] = !w->flow->states[w->looks[i].state].open;
    while (grew) {
        grew = false;
        for (size_t e = w->n_edges; e-- > 0;)
            if (ends[w->edges[e][1]] && !ends[w->edges[e][0]])
                grew = ends[w->edges[e][0]] = true;
    }
    for (size_t i = 0; i < w->n; i++)
        if (!ends[i])
            fail_msg("a case is stuck in %s", w->flow->states[w->looks[i].state].state);
}

static void explore(const char *flow, bool generous)
{
    const struct programmes *p;
    struct world w = {.c = {.mem = arena_new()}, .kind = {.kind = "kind"}};
    assert_int_equal(programmes_load(&w.c, &p), ERR_OK);
    w.flow = programme_flow(p, flow);
    w.kind.minor = w.kind.direct_close = generous;
    w.kind.needs_photo_after = true;
    w.looks = arena_array(w.c.mem, STATES_MAX, sizeof *w.looks);
    w.slots = arena_array(w.c.mem, SLOTS, sizeof *w.slots);
    w.edges = arena_array(w.c.mem, EDGES_MAX, sizeof *w.edges);
    const struct flow_state *start = flow_state(w.flow, w.flow->start);
    const struct look first = {.state = (int8_t)(start - w.flow->states), .post = 1};
    (void)place_of(&w, &first);
    while (w.expanded < w.n)
        expand(&w, w.expanded++);
    print_message("# %s: %zu looks, %zu ways, %lu tries\n", flow, w.n, w.n_edges, w.tried);
    assert_all_can_end(&w);
    arena_free(w.c.mem);
}

static void no_way_through_the_full_flow_loses_a_case_or_lets_a_hand_check_it(void **state)
{
    (void)state;
    explore("full", true);
}

static void the_same_holds_for_kinds_that_allow_no_short_cuts(void **state)
{
    (void)state;
    explore("full", false);
}

static void the_shorter_flows_are_seen_to_their_end(void **state)
{
    (void)state;
    explore("short", false);
    explore("order", false);
    explore("rectify", false);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_way_through_the_full_flow_loses_a_case_or_lets_a_hand_check_it),
        cmocka_unit_test(the_same_holds_for_kinds_that_allow_no_short_cuts),
        cmocka_unit_test(the_shorter_flows_are_seen_to_their_end),
    };
    return UNIT_RUN(tests);
}
