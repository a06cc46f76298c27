/* SPDX-License-Identifier: Apache-2.0 */
/* Locks the present process in: what a decoder of hostile bytes may still do is count, take memory, and write its result. */
#pragma once

#include <stdbool.h>

enum { CONFINE_SECONDS = 8 }; /* of CPU time */

/* Limits on time, memory and files; dies with its parent. False: the system refused. */
bool confine_limits(void);
/* From here on only writing to `fd`, memory and exit; anything else kills the process. */
bool confine_calls(int fd);
