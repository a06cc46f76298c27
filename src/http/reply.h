/* SPDX-License-Identifier: Apache-2.0 */
/* What goes back. A handler fills it; on an error the pipeline throws it away and writes the problem document. */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/json.h"

struct stream_source;

struct reply {
    const struct stream_source *stream; /* the answer stays open (http/stream.h); no body */
    int status;                         /* 0: 200, or 204 without a body */
    const char *type;                   /* NULL: application/json */
    struct buf body;
    struct json json;        /* writes into body */
    int64_t version;         /* > 0: strong ETag "v<version>" */
    const char *etag;        /* or a literal one, with quotes */
    const char *location;    /* with 201 */
    const char *cookie;      /* Set-Cookie */
    const char *cache;       /* Cache-Control; NULL: no-store */
    const char *disposition; /* Content-Disposition */
    const char *encoding;    /* Content-Encoding of a body that is compressed already */
    const char *allow;       /* with 405 */
    int retry_after_s;       /* with 429 and 503 */
    bool lives;              /* changes without its version too: never 304 */
    bool replayed; /* the first answer of an earlier request with the same Idempotency-Key */
};
