/* SPDX-License-Identifier: Apache-2.0 */
/* Inside post: the ten columns of a holder, read from wherever they begin. */
#pragma once

#include "db/db.h"
#include "post/post.h"

struct post_holder post_holder_at(const struct db_rows *r, size_t row, size_t col);
