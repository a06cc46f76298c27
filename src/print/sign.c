/* SPDX-License-Identifier: Apache-2.0 */
/* The door sign: from three metres the status and the name, from one the facts, from a hand's width the code. */
#include <stdio.h>

#include "base/arena.h"
#include "base/time.h"
#include "print/inside.h"

enum { INK = 0x1c1c1a, SOFT = 0x55554f };

const struct pen_box sign_qr = {5.6, 222.6, 54, 54}; /* its quiet zone lies in the margin */

/* ---- what every paper has ---- */

void print_date(int64_t us, char out[PRINT_DATE])
{
    int day = time_day(us);
    (void)snprintf(out, PRINT_DATE, "%d年%d月%d日", day / 10000, day / 100 % 100, day % 100);
}

void print_foot(struct pen *p, const struct sign *s, double left, int page, int pages)
{
    char date[PRINT_DATE];
    print_date(s->as_of, date);
    pen_colour(p, 0xc8c8c2);
    pen_line(p, left, 281, 210 - left, 281, 0.25);
    struct pen_words w = {.size = 3.3, .rgb = SOFT};
    w.text = arena_printf(p->c->mem, "本页所载为%s的情况 · 资料第%lld版 · 编号 %s", date,
                          (long long)s->version, s->number);
    (void)pen_text(p, &w, &(struct pen_box){left, 282.5, 130, 0});
    w.text = arena_printf(p->c->mem, "第 %d 页 共 %d 页", page, pages);
    w.align = PEN_RIGHT;
    (void)pen_text(p, &w, &(struct pen_box){170 - left, 282.5, 40, 0});
}

void print_issuer(struct pen *p, const struct sign *s, const struct pen_box *box,
                  enum pen_font font)
{
    char date[PRINT_DATE];
    print_date(s->as_of, date);
    struct pen_words w = {
        .text = "（盖章处）", .font = font, .size = 3.4, .rgb = 0x9a9a94, .align = PEN_CENTRE};
    (void)pen_text(p, &w, &(struct pen_box){box->x, box->y, box->w, 0});
    w = (struct pen_words){.text = s->issuer,
                           .font = font,
                           .size = 5.6,
                           .least = 3.5,
                           .rgb = INK,
                           .align = PEN_CENTRE,
                           .balanced = true};
    double h = pen_text(p, &w, &(struct pen_box){box->x, box->y + box->h * 0.4, box->w, 17});
    w.text = date;
    (void)pen_text(p, &w, &(struct pen_box){box->x, box->y + box->h * 0.4 + h + 1.5, box->w, 0});
}

/* ---- the sign's own ---- */

static void head(struct pen *p, const struct sign *s)
{
    (void)pen_text(p,
                   &(struct pen_words){
                       .text = s->programme, .bold = true, .size = 7.6, .least = 4, .rgb = INK},
                   &(struct pen_box){10, 12, 118, 12});
    (void)pen_text(p,
                   &(struct pen_words){.text = arena_printf(p->c->mem, "编号 %s", s->number),
                                       .size = 4,
                                       .least = 3,
                                       .rgb = SOFT,
                                       .align = PEN_RIGHT},
                   &(struct pen_box){130, 15.4, 70, 8});
}

static void name(struct pen *p, const struct sign *s)
{
    const char *line = s->kind ? arena_printf(p->c->mem, "%s · %s", s->kind, s->area) : s->area;
    (void)pen_text(p,
                   &(struct pen_words){.text = s->name,
                                       .bold = true,
                                       .size = 19,
                                       .least = 5,
                                       .rgb = INK,
                                       .align = PEN_CENTRE,
                                       .middle = true,
                                       .balanced = true,
                                       .spacing = 0.84},
                   &(struct pen_box){12, 123, 186, 43});
    (void)pen_text(p,
                   &(struct pen_words){
                       .text = line, .size = 7.2, .least = 4, .rgb = SOFT, .align = PEN_CENTRE},
                   &(struct pen_box){10, 167, 190, 11});
}

static void fact(struct pen *p, const char *label, const char *text, double x, double y, double w)
{
    struct pen_words word = {.text = label, .size = 4.4, .rgb = SOFT};
    (void)pen_text(p, &word, &(struct pen_box){x, y + 1.0, 21, 0});
    word = (struct pen_words){.text = text, .size = 5.6, .least = 3, .rgb = INK};
    (void)pen_text(p, &word, &(struct pen_box){x + 21, y, w - 21, 11});
}

static const char *answering(struct pen *p, const struct sign *s)
{
    if (!s->answers)
        return "暂缺";
    return s->answers_phone ? arena_printf(p->c->mem, "%s %s", s->answers, s->answers_phone)
                            : s->answers;
}

static void facts(struct pen *p, const struct sign *s)
{
    char date[PRINT_DATE] = "尚未检查";
    if (s->inspected)
        print_date(s->inspected, date);
    pen_colour(p, 0xc8c8c2);
    pen_line(p, 10, 182, 200, 182, 0.35);
    double y = 186;
    if (s->address) {
        fact(p, "地址", s->address, 10, y, 190);
        y += 12.5;
    }
    fact(p, "检查日期", date, 10, y, 78);
    if (s->checklist)
        fact(p, "检查依据", s->checklist, 92, y, 108);
    fact(p, "责任岗位", answering(p, s), 10, y + 12.5, 190);
}

static void live_page(struct pen *p, const struct sign *s)
{
    pen_qr(p, s->url, sign_qr.x, sign_qr.y, sign_qr.w);
    (void)pen_text(p,
                   &(struct pen_words){.text = "扫码看现在", .bold = true, .size = 7, .rgb = INK},
                   &(struct pen_box){63, 231, 66, 0});
    (void)pen_text(p,
                   &(struct pen_words){
                       .text =
                           "现状、检查经过和整改进展都在网上。扫码所见与本牌不同的，本牌已过期，"
                           "以扫码所见为准。",
                       .size = 4.4,
                       .rgb = SOFT,
                       .spacing = 1.0},
                   &(struct pen_box){63, 243, 62, 0});
}

void sign_page(struct pen *p, const struct sign *s)
{
    head(p, s);
    status_panel(p, s, &(struct pen_box){10, 27, 190, 92});
    name(p, s);
    facts(p, s);
    live_page(p, s);
    print_issuer(p, s, &(struct pen_box){132, 228, 68, 50}, PEN_SANS);
    print_foot(p, s, 10, 1, 1);
}
