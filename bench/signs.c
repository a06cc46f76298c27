/* SPDX-License-Identifier: Apache-2.0 */
/*
 * 1,000 door signs as one PDF, against the same 1,000 printed one file each, and against 1,000 empty pages by Cairo alone: what
 * paper costs without anything on it. CPU time of this thread; bytes a page.
 */
#include <cairo-pdf.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

#include "base/arena.h"
#include "base/time.h"
#include "print/print.h"

enum { SIGNS = 1000, ALONE = 50 };

static double cpu_s(void)
{
    struct timespec t;
    (void)clock_gettime(CLOCK_THREAD_CPUTIME_ID, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static long peak_kb(void)
{
    struct rusage u;
    (void)getrusage(RUSAGE_SELF, &u);
    return u.ru_maxrss;
}

static struct sign sign_of(struct ctx *c, int i)
{
    static const char *const first[] = {"老陈", "阿芳", "兑周",   "金辉",
                                        "北岗", "小李", "好又多", "福源"};
    static const char *const second[] = {"胡辣汤",   "理发店", "便民超市",
                                         "快捷旅店", "浴池",   "烩面馆"};
    static const char *const status[][2] = {
        {"达标",    "green" },
        {"整改中", "yellow"},
        {"未达标", "red"   }
    };
    const char *number = arena_printf(c->mem, "410103-2XK9PQ7RT%04X", (unsigned)i);
    struct sign s = {
        .programme = "“五小”门店整治",
        .kind = "小餐饮店",
        .name = arena_printf(c->mem, "%s%s(第%d店)", first[i % 8], second[i % 6], i),
        .address = arena_printf(c->mem, "淮河路街道兑周路%d号", i % 300 + 1),
        .area = "淮河路街道兑周社区",
        .status = status[i % 3][0],
        .colour = status[i % 3][1],
        .checklist = "“五小”门店检查表 第1版",
        .version = i % 9 + 1,
        .inspected = c->now - TIME_DAY * (i % 60),
        .as_of = c->now,
        .answers = "兑周社区门店分包岗",
        .issuer = "淮河路街道办事处",
        .number = number,
        .url = arena_printf(c->mem, "https://grid.example.org/e/%s?p=compliant-20261130", number)};
    return s;
}

static size_t must_print(struct ctx *c, const struct sign *signs, size_t n)
{
    struct buf out = {.mem = c->mem};
    if (print_signs(c, signs, n, PAPER_A4, &out) != ERR_OK) {
        (void)fprintf(stderr, "%s %s\n", c->problem.code, c->problem.detail);
        exit(1);
    }
    return out.n;
}

static cairo_status_t count(void *arg, const unsigned char *data, unsigned n)
{
    (void)data;
    *(size_t *)arg += n;
    return CAIRO_STATUS_SUCCESS;
}

static size_t empty_pages(int pages)
{
    size_t bytes = 0;
    cairo_surface_t *surface = cairo_pdf_surface_create_for_stream(count, &bytes, 595, 842);
    cairo_t *cr = cairo_create(surface);
    for (int i = 0; i < pages; i++)
        cairo_show_page(cr);
    cairo_destroy(cr);
    cairo_surface_finish(surface);
    cairo_surface_destroy(surface);
    return bytes;
}

struct cost {
    double rate;  /* pages a second */
    double bytes; /* a page */
};

static struct cost cost_of(int pages, double seconds, size_t bytes)
{
    return (struct cost){pages / seconds, (double)bytes / pages};
}

static struct cost alone(struct ctx *c, const struct sign *signs)
{
    size_t bytes = 0;
    (void)must_print(c, signs, 1); /* fontconfig reads its cache once */
    double start = cpu_s();
    for (int i = 0; i < ALONE; i++)
        bytes += must_print(c, &signs[i], 1);
    return cost_of(ALONE, cpu_s() - start, bytes);
}

static struct cost empty(void)
{
    double start = cpu_s();
    size_t bytes = empty_pages(SIGNS);
    return cost_of(SIGNS, cpu_s() - start, bytes);
}

int main(void)
{
    struct ctx c = {.mem = arena_new(), .now = time_now()};
    struct sign *signs = arena_array(c.mem, SIGNS, sizeof *signs);
    for (int i = 0; i < SIGNS; i++)
        signs[i] = sign_of(&c, i);
    struct cost one = alone(&c, signs), none = empty();
    long before = peak_kb();
    double start = cpu_s();
    size_t bytes = must_print(&c, signs, SIGNS);
    struct cost all = cost_of(SIGNS, cpu_s() - start, bytes);
    (void)printf(
        "| %d door signs as one PDF | %.0f pages a second, %.1f KB a page, %.0f MB of memory | the "
        "same, a file each: %.0f a second, %.0f KB; empty pages: %.0f a second, %.1f KB | "
        "%.1fx as fast, 1/%.0f of the bytes |\n",
        SIGNS, all.rate, all.bytes / 1000, (double)(peak_kb() - before) / 1000, one.rate,
        one.bytes / 1000, none.rate, none.bytes / 1000, all.rate / one.rate, one.bytes / all.bytes);
    arena_free(c.mem);
    return 0;
}
