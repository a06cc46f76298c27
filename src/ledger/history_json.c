/* SPDX-License-Identifier: Apache-2.0 */
/* What choices of an entry were before: a heritage item's level from its dated versions, with what changed beside it. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "ledger/entry_json.h"
#include "ledger/fields.h"
#include "ledger/status_on.h"
#include "ledger/timeline.h"

struct past {
    const struct entry_view *v;
    const struct ledger_kind *kind;
    entry_field_test *shown;
    const struct piece *pieces;
    struct field_set *sets; /* of the pieces */
    size_t n;
};

static bool changes(const struct past *p, const char *field, size_t i)
{
    return i > 0 &&
           !text_same(fields_json(&p->sets[i - 1], field), fields_json(&p->sets[i], field));
}

static bool ever_changes(const struct past *p, const char *field, const char *with)
{
    for (size_t i = 1; i < p->n; i++)
        if (changes(p, field, i) && (!with || changes(p, with, i)))
            return true;
    return false;
}

/* A batch that is told with its level: it changed when that did. Long texts are told nowhere but in the entry. */
static bool goes_with(const struct past *p, const struct ledger_field *f,
                      const struct ledger_field *with)
{
    return with != f && p->shown(with) && !with->multiline && !with->ref &&
           strcmp(with->field, p->kind->title) != 0 && ever_changes(p, f->field, with->field);
}

static void put_value(struct json *j, const char *key, const struct field_set *set,
                      const char *field)
{
    json_put_raw(j, key, fields_json(set, field));
}

/* From piece `from` on, up to the one before `to`: what went with it as it was at the end, corrections and all. */
static void put_item(const struct past *p, const struct ledger_field *f, size_t from, size_t to)
{
    struct json *j = p->v->j;
    const struct field_set *set = &p->sets[to - 1];
    json_object(j);
    json_put_time(j, "since", p->pieces[from].from);
    put_value(j, "value", set, f->field);
    json_key(j, "with");
    json_object(j);
    for (size_t i = 0; i < p->kind->fields.n; i++) {
        const struct ledger_field *with = &p->kind->fields.v[i];
        if (goes_with(p, f, with))
            put_value(j, with->field, set, with->field);
    }
    json_end(j);
    json_end(j);
}

static void put_field(const struct past *p, const struct ledger_field *f)
{
    struct json *j = p->v->j;
    size_t from = 0;
    json_object(j);
    json_put_text(j, "field", f->field);
    json_key(j, "items");
    json_array(j);
    for (size_t i = 1; i <= p->n; i++) {
        if (i < p->n && !changes(p, f->field, i))
            continue;
        put_item(p, f, from, i);
        from = i;
    }
    json_array_end(j);
    json_end(j);
}

/* Up to the moment that is asked for; for strangers, what was so while they could know of the entry. */
static bool is_told(const struct past *p, const struct entry *e, const struct piece *piece,
                    bool is_public)
{
    const struct ledger_status *s = ledger_status(p->kind, piece->status);
    return (!e->as_of || piece->from <= e->as_of) && !(is_public && s && s->hidden);
}

static enum err read_past(struct past *p, const struct entry *e, bool is_public)
{
    struct ctx *c = p->v->c;
    struct timeline t;
    TRY(timeline_read(c, e->district, e->id, e->ledger, &t));
    struct piece *pieces = arena_array(c->mem, t.n, sizeof *pieces);
    p->sets = arena_array(c->mem, t.n, sizeof *p->sets);
    for (size_t i = 0; i < t.n; i++) {
        if (!is_told(p, e, &t.pieces[i], is_public))
            continue;
        pieces[p->n] = t.pieces[i];
        TRY(fields_read(c, t.pieces[i].facts.fields, &p->sets[p->n++]));
    }
    p->pieces = pieces;
    return ERR_OK;
}

enum err entry_put_history(const struct entry_view *v, const struct ledger_kind *kind,
                           const struct entry *e, bool is_public)
{
    struct past p = {.v = v, .kind = kind, .shown = is_public ? field_is_public : field_is_shown};
    TRY(read_past(&p, e, is_public));
    json_key(v->j, "history");
    json_array(v->j);
    for (size_t i = 0; i < kind->fields.n; i++) {
        const struct ledger_field *f = &kind->fields.v[i];
        if (f->type == LEDGER_CHOICE && p.shown(f) && ever_changes(&p, f->field, NULL))
            put_field(&p, f);
    }
    json_array_end(v->j);
    return ERR_OK;
}
