/* SPDX-License-Identifier: Apache-2.0 */
/* Inside inspection_sheet: what an import of inspections wrote, line by line, for its digest (ledger_sheet/digest.h). */
#pragma once

#include <stdbool.h>
#include <stdint.h>

#include "inspection/inspection.h"
#include "ledger_sheet/digest.h"

struct past_fact {
    int64_t id, entry, done, checklist_version;
    int64_t failed, must, must_corrected, score; /* as they were given; score -1: none */
    bool given;
    const char *area, *checklist, *kind, *note; /* note NULL */
};

/* Appends a line; mem keeps its hash. */
void past_digest_inspection(struct arena *mem, const struct past_fact *f,
                            struct digest_lines *lines);
/* a->note is the inspection's own; note: as it was brought, NULL none. */
void past_digest_answer(struct arena *mem, int64_t inspection, const struct inspection_answer *a,
                        const char *note, struct digest_lines *lines);
