/* SPDX-License-Identifier: Apache-2.0 */
#include "base/turn.h"

#include <time.h>

#include "base/time.h"

void turn_init(pthread_cond_t *cond)
{
    pthread_condattr_t steady;
    (void)pthread_condattr_init(&steady);
    (void)pthread_condattr_setclock(&steady, CLOCK_MONOTONIC);
    (void)pthread_cond_init(cond, &steady);
    (void)pthread_condattr_destroy(&steady);
}

bool turn_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until)
{
    const struct timespec at = {.tv_sec = until / TIME_SECOND,
                                .tv_nsec = until % TIME_SECOND * 1000};
    return pthread_cond_timedwait(cond, lock, &at) == 0;
}
