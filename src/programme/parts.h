/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Inside the loader: the parts of programme files as they are gathered. A part may name what stands in another file, so
 * first all files are read, each part alone; then each is held against the rest (check_*), with its place kept for that.
 */
#pragma once

#include "programme/read.h"

struct part_place {
    const struct reader *r;
    const char *at;
};

/* Room is taken for all files at once, before the first is read; p->n_* counts what is there. */
struct parts {
    struct programmes *p;
    struct programme *programmes;
    struct post_kind *posts;
    struct case_kind *kinds;
    struct ledger_kind *ledgers;
    struct checklist *checklists;
    struct figure_kind *figures;
    struct activity_kind *activities;
    struct part_place *programme_at, *kind_at, *ledger_at, *checklist_at, *figure_at;
    const struct programme *now; /* whose file is being read */
};

/* Each reads one item of a list in a programme file. ERR_INVALID programme.invalid. */
enum err read_post(const struct reader *r, const char *at, const struct node *v,
                   struct parts *parts) MUST_USE;
enum err read_case(const struct reader *r, const char *at, const struct node *v,
                   struct parts *parts) MUST_USE;
enum err read_ledger(const struct reader *r, const char *at, const struct node *v,
                     struct parts *parts) MUST_USE;
enum err read_checklist(const struct reader *r, const char *at, const struct node *v,
                        struct parts *parts) MUST_USE;
enum err read_figure(const struct reader *r, const char *at, const struct node *v,
                     struct parts *parts) MUST_USE;
enum err read_activity(const struct reader *r, const char *at, const struct node *v,
                       struct parts *parts) MUST_USE;

/* An object of fields, in the file's order. entry: of an entry, where refs, seals and reminders are at home too. */
enum err read_fields(const struct reader *r, const char *at, const struct node *v, bool entry,
                     struct ledger_fields *out) MUST_USE;
/* What an entry goes through (read_step.c). */
enum err read_statuses(const struct reader *r, const char *at, const struct node *v,
                       struct ledger_kind *k) MUST_USE;
enum err read_reasons(const struct reader *r, const char *at, const struct node *v,
                      struct ledger_kind *k) MUST_USE;
enum err read_steps(const struct reader *r, const char *at, const struct node *v,
                    struct ledger_kind *k) MUST_USE;

/* The files of a folder with that ending, in order of their names; paths are DIR/NAME. ERR_NOT_FOUND programme.folder. */
struct embedded;
enum err folder_read(struct ctx *c, const char *dir, const char *ending,
                     const struct embedded **out, size_t *out_n) MUST_USE;

/* Does what one part names exist in the others, and do they fit together? */
enum err check_case(const struct part_place *at, const struct programmes *p,
                    const struct case_kind *k) MUST_USE;
enum err check_ledger(const struct part_place *at, const struct programmes *p,
                      const struct ledger_kind *k) MUST_USE;
enum err check_checklist(const struct part_place *at, const struct programmes *p,
                         const struct checklist *l) MUST_USE;
enum err check_figure(const struct part_place *at, const struct programmes *p,
                      const struct figure_kind *f) MUST_USE;
enum err check_bulletin(const struct part_place *at, const struct programmes *p,
                        const struct programme *programme) MUST_USE;
