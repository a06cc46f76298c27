/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "catalogue/import.h"
#include "catalogue/words.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void check(struct arena *mem, const struct catalogue_row *r)
{
    struct limit limits[CATALOGUE_TIERS];
    bool guessed;
    if (strlen(r->key) != CATALOGUE_KEY - 1 || !strchr("ce", r->key[0]) || !r->filing[0] ||
        !r->class_name[0] || !r->sub_name[0])
        abort();
    if (!words_limits(mem, r->limit_text, &(struct limit_words){.unit = NULL}, limits, &guessed) ||
        guessed)
        abort();
    for (int i = 0; i < CATALOGUE_TIERS; i++)
        if (limits[i].unit != r->limits[i].unit || limits[i].ticks != r->limits[i].ticks)
            abort();
}

/* What is read without an error is whole, stands in order, and its limits are said so that they read back. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct ctx c = {.mem = arena_new()};
    struct catalogue_draft draft;
    struct catalogue_report report;
    const struct catalogue_options o = {.urgent_hours = size % 2, .natural_days = size % 3};
    if (catalogue_read(&c, data, size, &o, &draft, &report) == ERR_OK) {
        for (size_t i = 0; i < draft.n; i++) {
            check(c.mem, &draft.rows[i]);
            if (i > 0 && strcmp(draft.rows[i - 1].key, draft.rows[i].key) > 0)
                abort();
        }
        for (size_t i = 0; i < report.found.n; i++)
            if (!text_utf8_valid(report.found.v[i].detail, strlen(report.found.v[i].detail)))
                abort();
    }
    arena_free(c.mem);
    return 0;
}
