/* SPDX-License-Identifier: Apache-2.0 */
/* QR codes (GB/T 18284, ISO/IEC 18004) by libqrencode, with a quarter of redundancy: door signs get dirty and scratched. */
#pragma once

#include "base/ctx.h"

struct qr {
    int width;                 /* modules, without the quiet zone */
    const unsigned char *dark; /* width * width, row by row: 1 dark */
};
/* Memory in c's arena. ERR_INTERNAL print.qr: the text is too long for any. */
enum err qr_make(struct ctx *c, const char *text, struct qr *out) MUST_USE;
