/* SPDX-License-Identifier: Apache-2.0 */
/* The command line: what every verb shares. Verbs return an exit status; only main exits. */
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "app.h"
#include "base/buf.h"
#include "base/ctx.h"
#include "base/finding.h"
#include "db/db.h"

enum cli_status {
    CLI_DONE = 0,
    CLI_WRONG = 1,  /* it ran and found something wrong */
    CLI_MISUSE = 2, /* the words of the call are off */
    CLI_FAILED = 3  /* it could not run: no database, no file, no port */
};

struct cli_option {
    const char *name;   /* without the dashes */
    const char **value; /* NULL: a flag */
    bool *flag;
};

/*
 * Reads --name VALUE, --name=VALUE and flags in any place; the rest goes to words. CLI_DONE, or CLI_MISUSE after telling
 * why on standard error. argv[0] is the verb.
 */
enum cli_status cli_read(int argc, char **argv, const struct cli_option *options, size_t n,
                         const char **words, size_t n_words_min, size_t n_words_max,
                         size_t *out_n_words);

struct cli_session {
    struct ctx c;
    struct app app;
    const char *url;
};

/*
 * Opens and migrates the database, loads programmes (also those of a folder; NULL: none) and the atlas, reads the key,
 * keeps the programmes' texts, and derives entries anew where a new text wants that (ledger/adopt.h). Tells why when it
 * fails.
 */
enum cli_status cli_open(const char *url, const char *key_path, const char *programmes,
                         struct cli_session *out);
/* The same for a database that is to be filled: whoever fills it keeps the programmes' texts. */
enum cli_status cli_open_new(const char *url, const char *key_path, const char *programmes,
                             struct cli_session *out);
/* The same for a database that is only looked at: no key is read or made, no text is kept. */
enum cli_status cli_open_quiet(const char *url, const char *programmes, struct cli_session *out);
void cli_close(struct cli_session *s);

/* Prints the ctx's problem in both languages' plain form and returns the status. */
enum cli_status cli_tell(const struct cli_session *s, enum err err, const char *doing);
/* A whole file into the arena. CLI_FAILED after telling why. */
enum cli_status cli_read_file(struct cli_session *s, const char *path, size_t max, char **out,
                              size_t *out_n);
/* "-": standard output. CLI_FAILED after telling why. */
enum cli_status cli_put_file(const char *path, const struct buf *b);
/* Begin, run, seal every touched chain, commit: how a verb writes. keep false: rolls back after run (dry run). */
typedef enum err cli_work_fn(struct ctx *c, void *arg);
enum err cli_write(struct cli_session *s, bool keep, cli_work_fn *work, void *arg);

/* What an import found, a line each: FILE:PLACE, severity, the key where rows have one, rule, detail. */
void cli_findings(const char *file, const struct findings *f);
const char *cli_outcome(bool applied, const struct findings *f); /* in words */
/* Prints where a chain of the journal is broken; fits journal_verify. */
struct journal_fault;
void cli_tell_fault(void *arg, const struct journal_fault *f);

enum cli_status cli_serve(int argc, char **argv);
enum cli_status cli_demo(int argc, char **argv);
enum cli_status cli_locate(int argc, char **argv);
enum cli_status cli_import(int argc, char **argv);
enum cli_status cli_export(int argc, char **argv);
enum cli_status cli_bulletin(int argc, char **argv);
enum cli_status cli_check(int argc, char **argv);
enum cli_status cli_verify(int argc, char **argv);
enum cli_status cli_backup(int argc, char **argv);
enum cli_status cli_restore(int argc, char **argv);
enum cli_status cli_account(int argc, char **argv);
