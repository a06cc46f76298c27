/* SPDX-License-Identifier: Apache-2.0 */
/*
 * For the tests of persons, teams, posts and answers: a small city, its programmes, and short ways to change and ask.
 *
 * City 4101 with districts 410102 and 410105; 410105 has town 410105016 with villages 410105016211 (cells 001, 002)
 * and 410105016212 (cell 001), and town 410105017 without anything below; 410102 has town 410102003.
 */
#pragma once

#include "app.h"
#include "area/atlas.h"
#include "post/post.h"
#include "programme/programme.h"
#include "unit.h"

#define CITY "4101"
#define DISTRICT_CODE "410105"
#define OTHER_TOWN "410102003"
#define TOWN "410105016"
#define VILLAGE "410105016211"
#define CELL "410105016211001"
#define NEXT_CELL "410105016211002"
#define OTHER_CELL "410105016212001"

enum { DISTRICT = 410105 };

struct city {
    struct ctx *c;
    struct app app;
    const struct atlas_view *v;
    const char *body, *location; /* of the last reply */
    int64_t version;
};

void city_open(struct city *w);
void city_close(struct city *w);

/* A writing unit of its own around one call, kept when it succeeds. */
void city_begin(struct city *w);
enum err city_end(struct city *w, enum err err);

/* Each in a unit of its own; they must succeed. */
int64_t city_person(struct city *w, const char *name, const char *area, const char *phone,
                    bool is_public);
int64_t city_team(struct city *w, const char *name, const char *area);
int64_t city_post(struct city *w, const char *kind, const char *area);
void city_hold(struct city *w, const struct post_hold *h);

/* At a moment, by case kind. */
struct post_answer city_answer(struct city *w, const char *area, const char *kind, int64_t at);

const char *city_ref(struct city *w, int64_t id);
/* How many rows the journal has, and the last one. */
int64_t city_rows(struct city *w);
const struct journal_row *city_last(struct city *w);

/*
 * In post_ask_api.c: asks the routes of persons, teams, posts, answers, calendars and the journal. A body that is no JSON object is CSV. who: "admin" and "intake" (of 410105), "town"
 * (intake of 410105016), "abroad" (admin of 410102), "city" (admin of 4101), "auditor" (of 4101), "two" (intake of
 * 410105016212 and 410105017), "handler" (of 410105), or NULL. version 0: no If-Match. Returns the status.
 */
int city_ask(struct city *w, const char *method, const char *target, const char *who,
             int64_t version, const char *body);
bool city_says(const struct city *w, const char *part); /* is it in the body? */
