/* SPDX-License-Identifier: Apache-2.0 */
/* A thread that waits for its turn: for others, or for a moment of the clock that nobody sets (time_steady). */
#pragma once

#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>

void turn_init(pthread_cond_t *cond); /* one to wait at with turn_wait */
/* Under the lock, like pthread_cond_wait, but no longer than until. False: it has come. */
bool turn_wait(pthread_cond_t *cond, pthread_mutex_t *lock, int64_t until);
