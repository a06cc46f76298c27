/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>

#include "cli/cli.h"
#include "demo/demo.h"

static void report(const struct demo_count *n, const char *url)
{
    (void)printf(
        "%lld areas, %lld boundaries, %lld people in %lld posts, %lld cases with %lld photos,\n"
        "%lld entries of ledgers, %lld inspections\n",
        (long long)n->areas, (long long)n->polygons, (long long)n->persons, (long long)n->posts,
        (long long)n->cases, (long long)n->photos, (long long)n->entries,
        (long long)n->inspections);
    (void)printf(
        "Town outlines are derived, those of communities and cells made up; people, shops and cases are invented.\n"
        "Now: wangge serve --db %s\n",
        url);
}

enum cli_status cli_demo(int argc, char **argv)
{
    const char *db = NULL, *key = NULL, *programmes = NULL;
    const struct cli_option options[] = {
        {"db",         &db,         NULL},
        {"key",        &key,        NULL},
        {"programmes", &programmes, NULL}
    };
    struct cli_session s;
    struct demo_count count;
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), NULL, 0, 0, &n);
    if (status == CLI_DONE)
        status = cli_open_new(db, key, programmes, &s);
    if (status != CLI_DONE)
        return status;
    enum err err = demo_fill(&s.c, &s.app, &count);
    if (err == ERR_OK)
        report(&count, db);
    else
        status = cli_tell(&s, err, "demo");
    cli_close(&s);
    return status;
}
