/* SPDX-License-Identifier: Apache-2.0 */
/* For the tests of cases: a small city with posts and people, and short ways to report and to act in it. */
#pragma once

#include "account/account.h"
#include "app.h"
#include "area/atlas.h"
#include "base/macros.h"
#include "casefile/casefile.h"
#include "db/db.h"
#include "http/server.h"
#include "unit.h"

/*
 * City 4101; district 410105 with town 410105016 (villages ...016001 with cells 001 and 002, and ...016002) and town
 * 410105017 (village ...017001); district 410103 with a town and a village. Cells are a hundredth of a degree wide.
 */
#define CITY "4101"
#define JINSHUI "410105"
#define TOWN "410105016"
#define VILLAGE "410105016001"
#define CELL_1 "410105016001001"
#define CELL_2 "410105016001002"
#define VILLAGE_2 "410105016002"
#define TOWN_2 "410105017"
#define VILLAGE_3 "410105017001"
#define OTHER_VILLAGE "410103001001"
/* Noise goes to the grid worker by the short flow, a dark street light by the full one, with a photo of the result. */
#define NOISE "neighbour_noise"
#define LIGHT "street_light"
#define ADS "illegal_ads"
#define REPAIR "home_repair"
enum actor {
    INTAKE,        /* of the town */
    INTAKE_2,      /* of the other town, and of the other district */
    HOLDER,        /* Zhang holds the grid worker's post of cell 1 */
    DEPUTY,        /* Li is his deputy */
    MEMBER,        /* Wang is in the team that holds the village's duty post */
    BYSTANDER,     /* Qian is a handler without a post */
    CHECKER,       /* Sun */
    HOLDER_CHECKS, /* another login of Zhang's, with more roles */
    SUPERVISOR,
    ADMIN,
    AUDITOR,
    CHIEF,      /* intake, checker and supervisor of the whole city */
    DISPATCHER, /* the desk of the full flow, each of Jinshui */
    DUTY_CHIEF,
    GRID_WORKER,
    GRID_LEAD,
    REPORTER, /* with the receipt, no login */
    NOBODY,
    ACTOR__COUNT
};

struct city {
    struct ctx *c;
    struct app app;
    const struct account *accounts[ACTOR__COUNT];
    char tokens[ACTOR__COUNT][SECRET_TOKEN]; /* of their sessions */
    int64_t zhang, li, wang, qian, team;
    int64_t worker_post, duty_post,
        town_post;      /* of cell 1; of the village, the team's; of the town, vacant */
    int64_t old_post;   /* abolished */
    bool facts_made_up; /* the test wrote facts of its own: they are not held against the journal */
    struct server_setup setup;
    struct reply reply;
};

void city_open(struct city *w);
/* First holds journal, counters and facts against the cases. */
void city_close(struct city *w);

/* Reads the areas anew, after area_publish. */
void city_refresh(struct city *w);
/* Seals what requests left unsealed: city_ask does not, a server would. */
void city_seal(struct city *w);
/* A unit of work; keeping it seals what it touched. */
void city_begin(struct city *w);
enum err city_end(struct city *w, bool keep);
void city_as(struct city *w, enum actor who); /* sets c->who */
struct receipt {
    int64_t id;
    int32_t district;
    char secret[CASEFILE_SECRET];
};
/* Files in a unit of its own and keeps it. */
struct receipt city_report(struct city *w, const char *kind, const char *area);
struct receipt city_report_at(struct city *w, const char *kind, double lon, double lat);
struct casefile city_case(struct city *w, struct receipt r);
/* One step in a unit of its own; with all that the action needs. On an error nothing is kept. */
enum err city_act(struct city *w, struct receipt r, enum actor who, const char *action);
enum err city_act_with(struct city *w, struct receipt r, enum actor who,
                       const struct casefile_act *act);
/* All that the action needs, and nothing else. */
struct casefile_act city_input(struct city *w, const struct casefile *f, const char *action);
/* Through the usual steps to that state, by the short flow; by the full one, where the village's team has it. */
struct receipt city_bring(struct city *w, const char *state);
struct receipt city_bring_full(struct city *w, const char *state);
/* An upload that can be attached. */
struct media_claim city_upload(struct city *w);
/* A request without a socket; the status. NOBODY is not signed in. */
int city_ask(struct city *w, enum actor who, const char *method, const char *target,
             const char *body);
int city_ask_with(struct city *w, enum actor who, const char *method, const char *target,
                  const char *body, int64_t version, const char *key);
const char *city_body(const struct city *w);
const struct node *city_reply(struct city *w); /* parsed */
const char *city_code(struct city *w);         /* of a problem; "" when it is none */
const char *city_ref(struct city *w, struct receipt r);
/* A text of the reply, which must be there. */
const char *city_text(struct city *w, const char *key);
bool city_says(const struct city *w, const char *word);
/* Files through the API. */
struct receipt city_file(struct city *w, const char *body);
/* /api/v1/cases/REF... */
const char *city_path(struct city *w, struct receipt r, const char *rest);
/* {"ref","secret"} with more members in `rest` */
const char *city_receipt(struct city *w, struct receipt r, const char *rest);
/* How many rows the journal has about cases. */
int64_t city_rows(struct city *w);
