/* SPDX-License-Identifier: Apache-2.0 */
/* One line per event on standard error: RFC 3339 time, level, text. Only the edge (http, jobs, main) logs. */
#pragma once

#include "base/macros.h"

enum log_level { LOG_INFO, LOG_WARN, LOG_ERROR };

void log_line(enum log_level level, const char *fmt, ...) PRINTF(2, 3);
