/* SPDX-License-Identifier: Apache-2.0 */
#include "print/qr.h"

#include <qrencode.h>

#include "base/arena.h"

enum err qr_make(struct ctx *c, const char *text, struct qr *out)
{
    QRcode *code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_Q);
    if (!code)
        return ctx_fail(c, ERR_INTERNAL, "print.qr", "", "%.200s", text);
    size_t n = (size_t)code->width * (size_t)code->width;
    unsigned char *dark = arena_alloc(c->mem, n);
    for (size_t i = 0; i < n; i++)
        dark[i] = code->data[i] & 1U;
    *out = (struct qr){.width = code->width, .dark = dark};
    QRcode_free(code);
    return ERR_OK;
}
