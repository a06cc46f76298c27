/* SPDX-License-Identifier: Apache-2.0 */
/* Years and months as they end in Shanghai. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct period_span {
    char period[16]; /* "2014", "2014-10" */
    int64_t as_of;   /* its last moment; now, where it has not ended */
};
/* Those that the days from `from` to `to` touch and that have begun by now; at most max are written, all are counted. */
size_t period_spans(bool monthly, int64_t from, int64_t to, int64_t now, struct period_span *out,
                    size_t max);
