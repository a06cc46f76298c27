/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Threads with a read connection each. Two kinds of use: the HTTP threads borrow a connection for a read (readers), and
 * slow preparations run on threads of their own behind a bounded queue (workers).
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>

struct db;

struct readers;
bool readers_open(const char *url, size_t n, struct readers **out, char problem[256]);
void readers_close(struct readers *r);      /* all given back; takes NULL */
struct db *readers_take(struct readers *r); /* waits when all are out */
void readers_give(struct readers *r, struct db *db);

struct job {
    void (*run)(struct db *db, void *arg);
    void *arg;
    struct job *next; /* the queue's */
};

struct workers;
bool workers_open(const char *url, size_t n, size_t queue_max, struct workers **out,
                  char problem[256]);
void workers_close(struct workers *w); /* runs what is queued, then stops; takes NULL */
bool workers_submit(struct workers *w, struct job *job); /* false: the queue is full */
