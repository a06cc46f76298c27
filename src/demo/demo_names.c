/* SPDX-License-Identifier: Apache-2.0 */
#include "demo/demo_names.h"

#include <string.h>

#include "base/arena.h"
#include "base/csv.h"
#include "base/embed.h"
#include "base/text.h"

enum { PHONES = 10000 };

struct list {
    const char **v;
    size_t n, cap;
};

struct demo_names {
    struct list surnames, given;
    int phones; /* handed out */
};

static void add(struct arena *mem, struct list *list, const char *name)
{
    list->v = arena_grow(mem, list->v, list->n, &list->cap, sizeof *list->v);
    list->v[list->n++] = arena_copy(mem, name);
}

enum err names_read(struct demo *d)
{
    const struct embedded *file = demo_file("demo/data/zh-names.csv");
    struct csv csv;
    bool more;
    d->names = arena_alloc(d->mem, sizeof *d->names);
    TRY(csv_open(d->c, file->text, file->n, &csv));
    TRY(csv_row(&csv, &more));
    for (;;) {
        TRY(csv_row(&csv, &more));
        if (!more)
            return ERR_OK;
        if (csv.n != 2)
            return ctx_fail(d->c, ERR_INTERNAL, "demo.data", "", "%s", file->path);
        bool surname = strcmp(csv.cells[0], "surname") == 0;
        add(d->mem, surname ? &d->names->surnames : &d->names->given, csv.cells[1]);
    }
}

const char *names_next(struct demo *d)
{
    const struct list *s = &d->names->surnames, *g = &d->names->given;
    const char *surname = s->v[demo_random(d, s->n)];
    return arena_printf(d->c->mem, "%s%s", surname, g->v[demo_random(d, g->n)]);
}

const char *names_phone(struct demo *d)
{
    return arena_printf(d->c->mem, "1380000%04d", d->names->phones++ % PHONES);
}

bool names_is_village(const char *name)
{
    static const char end[] = "村";
    size_t n = strlen(name);
    return n >= sizeof end - 1 && strcmp(name + n - (sizeof end - 1), end) == 0;
}
