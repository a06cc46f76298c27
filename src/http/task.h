/* SPDX-License-Identifier: Apache-2.0 */
/* A request under way: its exchange, its body, and where it stands. Finished ones are used again with their memory. */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

#include "db/writer.h"
#include "http/body.h"
#include "http/pipeline.h"
#include "http/workers.h"

struct conn;
struct server;
struct stream;
struct web_file;
struct wire_link;

enum task_stage { TASK_HEAD, TASK_BODY, TASK_REPLY };

struct task {
    struct exchange x;
    struct server *server;
    struct wire_link *link;
    struct conn *conn;
    struct arena *mem;
    const char *target;
    char id[32];
    enum task_stage stage;
    const struct web_file *page; /* asked for; NULL: the API */
    struct stream *stream;       /* the answer stays open */
    bool refused, hang_up;       /* the reply is written before the work; close behind it */
    size_t dropped;
    struct body body;
    struct unit unit;
    struct job job;
    struct task *next;
};

struct tasks {
    struct bodies bodies;
    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t less;
    struct task *spare;
    size_t n_spare, n, asleep;
    bool closing;
};

void tasks_init(struct tasks *l, const struct body_budget *bodies);
void tasks_end(struct tasks *l); /* all given back before */

struct task *task_take(struct tasks *l);
void task_give(struct tasks *l, struct task *t);
/* Counts a task among those that the end waits for; false: the end has begun. */
bool tasks_sleep(struct tasks *l);
void tasks_woken(struct tasks *l);
/* Lets no more fall asleep, waits for all that sleep, and a few seconds for the rest. */
void tasks_drain(struct tasks *l);
