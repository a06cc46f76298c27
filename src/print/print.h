/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Paper: door signs and inspection notices as PDF with the fonts inside, by Cairo and Pango; QR codes by libqrencode. Every
 * print says as of when it is true, page x of y, its version, and has a code that leads to the live page, so that a paper
 * gone stale is detectable. No seal is ever drawn: there is room for the wet one (domain.md 6, paper). What is told by
 * colour is told by word, symbol and frame too, for printers without colour and eyes without it.
 */
#pragma once

#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/ctx.h"

enum paper { PAPER_A4, PAPER_A3 };

/* One door sign. Texts in Chinese; url is what the QR holds. */
struct sign {
    const char *programme;             /* "“五小”门店整治" */
    const char *kind;                  /* "小餐饮"; NULL */
    const char *name, *address, *area; /* address NULL */
    const char *status, *colour;       /* "达标", "green" */
    const char *checklist;  /* "食品卫生检查表 第3版"; NULL: the status comes from none */
    int64_t inspected;      /* 0: never */
    int64_t as_of, version; /* version: of the entry, told at the foot */
    const char *answers,
        *answers_phone; /* who answers for it, NULL nobody; phone NULL without consent */
    const char *issuer; /* "淮河路街道办事处" */
    const char *number, *url;
};
/* One page each. ERR_INVALID print.none for no sign at all; ERR_INTERNAL print.font (the detail names the font, or the
 * character that no font has), print.pdf. */
enum err print_signs(struct ctx *c, const struct sign *signs, size_t n, enum paper paper,
                     struct buf *out) MUST_USE;

/* The result of an inspection for the owner's hand, with the owner's code. */
struct notice_item {
    const char *name, *limit; /* limit: "5个工作日,至2026年12月7日"; NULL: none runs */
};
struct notice {
    struct sign of;
    const char *inspector; /* team or post, never a private person's phone */
    const char *result;    /* NULL: it was inspected. Else why not: "拒绝检查" */
    int64_t score;         /* -1 none */
    const struct notice_item *failed;
    size_t n_failed;
    const char *code, *code_url; /* owner's code; NULL: none was asked for */
};
enum err print_notice(struct ctx *c, const struct notice *notice, struct buf *out) MUST_USE;
