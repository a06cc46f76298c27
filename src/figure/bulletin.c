/* SPDX-License-Identifier: Apache-2.0 */
/* The bulletin's sentence: the programme's words with {as_of}, {area} and figures put in. */
#include <stdio.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/time.h"
#include "figure/withhold.h"

struct sentence {
    struct ctx *c;
    const struct app *app;
    const struct bulletin_ask *ask;
    int64_t as_of;
    struct buf out;
};

static void put_date(struct sentence *s)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    int day = time_day(s->as_of), year = day / 10000, month = day / 100 % 100;
    if (s->ask->english)
        buf_printf(&s->out, "%d %s %d", day % 100, months[(month + 11) % 12], year);
    else
        buf_printf(&s->out, "%d年%d月%d日", year, month, day % 100);
}

static enum err put_figure(struct sentence *s, const char *word)
{
    struct figure_value v;
    char text[64];
    const struct figure_kind *kind = programme_figure(s->app->programmes, word);
    if (!kind)
        return ctx_fail(s->c, ERR_INVALID, "figure.unknown", "figure", "%.60s", word);
    TRY(figure_now(s->c, s->app, kind, s->ask->area, s->as_of, &v));
    const struct figure_guard guard = figure_guard(s->app->programmes, kind, NULL, s->ask->reader);
    figure_withhold(&v, &guard);
    v.withheld |= s->ask->reader == FIGURE_FOR_PUBLIC && !kind->is_public;
    figure_format(&v, text);
    buf_text(&s->out, text);
    return ERR_OK;
}

static enum err put_word(struct sentence *s, const char *word)
{
    if (strcmp(word, "as_of") == 0)
        put_date(s);
    else if (strcmp(word, "area") == 0)
        buf_text(&s->out, s->ask->area_name);
    else
        return put_figure(s, word);
    return ERR_OK;
}

enum err bulletin_text(struct ctx *c, const struct app *app, const struct programme *p,
                       const struct bulletin_ask *ask, const char **out)
{
    struct sentence s = {
        .c = c,
        .app = app,
        .ask = ask,
        .as_of = ask->as_of > 0 && ask->as_of < c->now ? ask->as_of : c->now,
        .out = {.mem = c->mem},
    };
    const char *at = ask->english ? p->bulletin.text.en : p->bulletin.text.zh;
    if (!at)
        return ctx_fail(c, ERR_NOT_FOUND, "figure.no_bulletin", "", "%.60s", p->programme);
    while (*at) {
        size_t plain = strcspn(at, "{");
        buf_bytes(&s.out, at, plain);
        at += plain;
        const char *end = *at ? strchr(at, '}') : NULL;
        if (!end)
            break; /* the loader refuses a brace that is not closed */
        TRY(put_word(&s, arena_copy_n(c->mem, at + 1, (size_t)(end - at - 1))));
        at = end + 1;
    }
    *out = buf_str(&s.out);
    return ERR_OK;
}
