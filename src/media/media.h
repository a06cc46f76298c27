/* SPDX-License-Identifier: Apache-2.0 */
/* Photos: checked and re-encoded in a separate, confined process; stored as JPEG in the database beside their case. */
#pragma once

#include <stdint.h>

#include "base/ctx.h"

/*
 * Attaches an upload to a case: the token proves it is the uploader. The upload row goes, a media row comes, in the
 * unit's transaction. ERR_INVALID media.unknown (wrong id or token, expired). moment: "before" or "after".
 */
enum err media_attach(struct ctx *c, int64_t upload, const char *token, int32_t district,
                      int64_t casefile, const char *moment, int64_t *out_media) MUST_USE;
