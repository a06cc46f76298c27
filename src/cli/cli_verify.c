/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/cli.h"
#include "journal/journal.h"

static void report(void *arg, const struct journal_fault *f)
{
    (void)arg;
    (void)printf("%06d\tseq %lld\trow %lld\t%s\t%s\n", (int)f->district, (long long)f->seq,
                 (long long)f->id, f->what, f->detail);
}

enum cli_status cli_verify(int argc, char **argv)
{
    const char *db = NULL;
    const struct cli_option options[] = {
        {"db", &db, NULL}
    };
    struct cli_session s;
    struct journal_verdict v;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), NULL, 0, 0, &n);
    if (status == CLI_DONE)
        status = cli_open_quiet(db, &s);
    if (status != CLI_DONE)
        return status;
    enum err err = db_begin(&s.c, DB_READ);
    if (err == ERR_OK)
        err = journal_verify(&s.c, report, NULL, &v);
    (void)db_end(&s.c, false);
    if (err != ERR_OK) {
        status = cli_tell(&s, err, "verify");
    } else {
        (void)printf("%lld districts, %lld rows sealed, %lld not yet sealed, %lld faults\n",
                     (long long)v.districts, (long long)v.sealed, (long long)v.unsealed,
                     (long long)v.faults);
        status = v.faults ? CLI_WRONG : CLI_DONE;
    }
    cli_close(&s);
    return status;
}
