/* SPDX-License-Identifier: Apache-2.0 */
/* The inspection notice: what was found, until when it is to be right, how to answer. Flows over as many pages as it needs. */
#include "base/arena.h"
#include "print/inside.h"

enum { INK = 0x1c1c1a, SOFT = 0x55554f };
static const double left = 20, width = 170, bottom = 278;

struct flow {
    struct pen *p;
    const struct notice *n;
    double y;
    int page, pages; /* pages 0: not counted yet */
    page_fn *each_page;
    void *arg;
};

static void end_page(struct flow *f)
{
    print_foot(f->p, &f->n->of, left, f->page, f->pages);
    if (!f->p->dry)
        f->each_page(f->arg);
}

/* Room for h more, on a new page if need be. */
static void need(struct flow *f, double h)
{
    if (f->y + h <= bottom)
        return;
    end_page(f);
    f->page++;
    f->y = 20;
}

static double measure(struct flow *f, const struct pen_words *w, double wide)
{
    bool dry = f->p->dry;
    f->p->dry = true;
    double h = pen_text(f->p, w, &(struct pen_box){0, 0, wide, 0});
    f->p->dry = dry;
    return h;
}

static void paragraph(struct flow *f, const char *text)
{
    struct pen_words w = {.text = text, .font = PEN_SERIF, .size = 4.7, .rgb = INK, .spacing = 1.0};
    double h = measure(f, &w, width);
    need(f, h);
    (void)pen_text(f->p, &w, &(struct pen_box){left, f->y, width, 0});
    f->y += h + 2;
}

static void head(struct flow *f)
{
    const struct sign *s = &f->n->of;
    struct pen_words w = {
        .text = s->programme, .font = PEN_SERIF, .size = 5, .rgb = SOFT, .align = PEN_CENTRE};
    (void)pen_text(f->p, &w, &(struct pen_box){left, 15, width, 0});
    w = (struct pen_words){.text = "检查结果告知书",
                           .font = PEN_SERIF,
                           .bold = true,
                           .size = 10,
                           .rgb = INK,
                           .align = PEN_CENTRE};
    (void)pen_text(f->p, &w, &(struct pen_box){left, 21, width, 0});
    pen_colour(f->p, INK);
    pen_line(f->p, left, 36.5, left + width, 36.5, 0.5);
    f->y = 39.5;
    struct pen_words to = {.text = arena_printf(f->p->c->mem, "%s：", s->name),
                           .font = PEN_SERIF,
                           .bold = true,
                           .size = 5.2,
                           .least = 4,
                           .rgb = INK};
    f->y += pen_text(f->p, &to, &(struct pen_box){left, f->y, width, 20}) + 1;
    if (!s->address)
        return;
    w = (struct pen_words){.text = arena_printf(f->p->c->mem, "（%s）", s->address),
                           .font = PEN_SERIF,
                           .size = 4.4,
                           .rgb = SOFT};
    f->y += pen_text(f->p, &w, &(struct pen_box){left, f->y, width, 0}) + 3;
}

static const char *what_was_done(const struct flow *f)
{
    const struct notice *n = f->n;
    char date[PRINT_DATE];
    print_date(n->of.inspected, date);
    const char *start = arena_printf(f->p->c->mem, "　　%s，%s按照《%s》上门检查", date,
                                     n->inspector, n->of.checklist);
    if (n->result)
        return arena_printf(f->p->c->mem, "%s，因%s未能完成。目前的结果为：", start, n->result);
    if (n->score < 0)
        return arena_printf(f->p->c->mem, "%s，结果为：", start);
    return arena_printf(f->p->c->mem, "%s，得%lld分（满分100分），结果为：", start,
                        (long long)n->score);
}

/* ---- what failed ---- */

static void row_rule(struct flow *f, double line)
{
    pen_colour(f->p, line > 0.3 ? INK : 0xb0b0aa);
    pen_line(f->p, left, f->y, left + width, f->y, line);
}

static void table_row(struct flow *f, const char *number, const char *name, const char *limit,
                      bool bold)
{
    struct pen_words w = {.text = name, .font = PEN_SERIF, .bold = bold, .size = 4.4, .rgb = INK};
    struct pen_words by = w;
    by.text = limit;
    double h = measure(f, &w, 92), other = measure(f, &by, 62);
    if (other > h)
        h = other;
    need(f, h + 2.6);
    (void)pen_text(f->p, &w, &(struct pen_box){left + 13, f->y + 1.3, 92, 0});
    (void)pen_text(f->p, &by, &(struct pen_box){left + 108, f->y + 1.3, 62, 0});
    w.text = number;
    w.align = PEN_CENTRE;
    (void)pen_text(f->p, &w, &(struct pen_box){left, f->y + 1.3, 12, 0});
    f->y += h + 2.6;
    row_rule(f, bold ? 0.35 : 0.2);
}

static void failed(struct flow *f)
{
    const struct notice *n = f->n;
    if (n->n_failed == 0) {
        if (!n->result)
            paragraph(f, "　　本次检查的项目全部合格。");
        return;
    }
    need(f, 26);
    row_rule(f, 0.35);
    table_row(f, "序号", "不合格项目", "整改期限", true);
    for (size_t i = 0; i < n->n_failed; i++)
        table_row(f, arena_printf(f->p->c->mem, "%zu", i + 1), n->failed[i].name,
                  n->failed[i].limit ? n->failed[i].limit : "不另设期限", false);
    f->y += 4;
}

/* ---- how to answer ---- */

static void code_box(struct flow *f)
{
    const struct notice *n = f->n;
    enum { HIGH = 42 };
    need(f, HIGH + 4);
    struct pen_box b = {left, f->y, width, HIGH};
    if (!f->p->dry) {
        pen_round(f->p, &b, 3);
        pen_colour(f->p, INK);
        cairo_set_line_width(f->p->cr, 0.35);
        cairo_stroke(f->p->cr);
    }
    pen_qr(f->p, n->code_url, b.x + 2, b.y + 2, HIGH - 4);
    struct pen_words w = {.text = "查询码", .bold = true, .size = 5, .rgb = SOFT};
    (void)pen_text(f->p, &w, &(struct pen_box){b.x + 44, b.y + 3, 30, 0});
    w = (struct pen_words){.text = n->code, .bold = true, .size = 11, .rgb = INK};
    (void)pen_text(f->p, &w, &(struct pen_box){b.x + 44, b.y + 8, 122, 0});
    w = (struct pen_words){
        .text =
            "扫左边的码，或在公开页面输入查询码，可查看全部检查记录、说明情况、申请复查、提出申诉，"
            "不需要账号。请勿转给他人；再次发给新码后，此码失效。",
        .size = 4.2,
        .rgb = SOFT,
        .spacing = 1.0};
    (void)pen_text(f->p, &w, &(struct pen_box){b.x + 44, b.y + 23, 122, 0});
    f->y += HIGH + 3;
}

/* Who handed it over and who took it, by pen; issuer and room for the seal. Stays together. */
static void signatures(struct flow *f)
{
    enum { HIGH = 41 };
    need(f, HIGH);
    struct pen_words w = {.font = PEN_SERIF, .size = 4.6, .rgb = INK};
    static const char *const lines[] = {"送达人（签名）", "签收人（签名）", "日　　期"};
    pen_colour(f->p, INK);
    for (size_t i = 0; i < LEN(lines); i++) {
        double y = f->y + 3 + 12 * (double)i;
        w.text = lines[i];
        (void)pen_text(f->p, &w, &(struct pen_box){left, y, 34, 0});
        pen_line(f->p, left + 33, y + 7, left + 84, y + 7, 0.25);
    }
    print_issuer(f->p, &f->n->of, &(struct pen_box){left + 100, f->y, 70, HIGH}, PEN_SERIF);
    f->y += HIGH;
}

static void status_and_page(struct flow *f)
{
    enum { HIGH = 27 };
    const struct sign *s = &f->n->of;
    need(f, HIGH + 6);
    status_panel(f->p, s, &(struct pen_box){left, f->y, 104, HIGH});
    pen_qr(f->p, s->url, left + width + 2.6 - HIGH, f->y, HIGH);
    struct pen_words w = {.text = "公开页面\n扫码看现状",
                          .size = 4.2,
                          .rgb = SOFT,
                          .align = PEN_RIGHT,
                          .middle = true,
                          .spacing = 1.1};
    (void)pen_text(f->p, &w, &(struct pen_box){left + 108, f->y, 32, HIGH});
    f->y += HIGH + 5;
}

static void body(struct flow *f)
{
    const struct notice *n = f->n;
    head(f);
    paragraph(f, what_was_done(f));
    status_and_page(f);
    failed(f);
    if (n->n_failed > 0)
        paragraph(f, "　　请在期限内整改。改好以后可以申请复查，复查合格的项目即予销号。");
    paragraph(f, "　　对结果有异议的，可自检查之日起30日内申诉，由没有参加这次检查的人员决定。"
                 "街道只作检查、建议和记录，不作行政处罚。");
    if (n->code)
        code_box(f);
    signatures(f);
    end_page(f);
}

void notice_pages(struct pen *p, const struct notice *n, page_fn *each_page, void *arg)
{
    struct flow f = {.p = p, .n = n, .page = 1, .each_page = each_page, .arg = arg};
    p->dry = true;
    body(&f);
    p->dry = false;
    f.pages = f.page;
    f.page = 1;
    body(&f);
}
