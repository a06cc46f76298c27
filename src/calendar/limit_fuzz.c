/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/time.h"
#include "calendar/hours.h"
#include "calendar/limit.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void need(bool good)
{
    if (!good)
        abort();
}

/* What is read is within the bounds, and what is written of it is read back as the same. */
static void try_limit(const char *text)
{
    struct limit limit, back;
    char out[LIMIT_TEXT];
    if (!limit_parse(text, &limit))
        return;
    need(limit.ticks > 0 && limit.ticks <= LIMIT_DAYS_MAX * TIME_DAY * 2);
    limit_format(limit, out);
    need(limit_parse(out, &back) && back.unit == limit.unit && back.ticks == limit.ticks);
    limit_say(limit, true, out);
    limit_say(limit, false, out);
}

static void try_hours(const char *text)
{
    struct office_hours hours = {.weekday = 1};
    char out[HOURS_TEXT];
    if (!hours_parse(text, &hours))
        return;
    need(hours_are_sound(&hours));
    hours_format(&hours, out);
    need(strcmp(out, text) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena *mem = arena_new();
    const char *text = arena_copy_n(mem, data, size);
    try_limit(text);
    try_hours(text);
    arena_free(mem);
    return 0;
}
