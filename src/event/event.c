/* SPDX-License-Identifier: Apache-2.0 */
#include "event/event.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "db/db.h"

/* Columns of event_rows. */
enum { SEQ, AT, NOUN, NOUN_ID, VERSION, AREA, ACTION, KIND, STATE_FROM, STATE_TO };

/* By the journal's noun; what is not here is nobody's page. */
static const struct {
    const char *noun, *event;
    bool shared;
} names[] = {
    {"casefile",  "case",      false},
    {"post",      "post",      true },
    {"area",      "area",      true },
    {"calendar",  "calendar",  true },
    {"catalogue", "catalogue", true },
};

static const char *text_of(struct ctx *c, int32_t district, const struct db_rows *r, size_t i,
                           const char *name)
{
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    buf_printf(&b, "event: %s\ndata: ", name);
    json_object(&j);
    json_put_ref(&j, "ref", district, row_int(r, i, NOUN_ID));
    if (row_null(r, i, VERSION))
        json_put_raw(&j, "version", NULL);
    else
        json_put_int(&j, "version", row_int(r, i, VERSION));
    json_put_text(&j, "kind", row_text(r, i, KIND));
    json_put_text(&j, "action", row_text(r, i, ACTION));
    json_put_text(&j, "state_from", row_text(r, i, STATE_FROM));
    json_put_text(&j, "state_to", row_text(r, i, STATE_TO));
    json_put_text(&j, "area", row_text(r, i, AREA));
    json_put_time(&j, "at", row_int(r, i, AT));
    json_end(&j);
    buf_text(&b, "\n\n");
    return buf_str(&b);
}

/* Whoever looked at the contact, or took the case out, is in the journal, but the case is as before. */
static bool is_look(const struct db_rows *r, size_t i)
{
    const char *action = row_text(r, i, ACTION);
    return strcmp(action, "open_contact") == 0 || strcmp(action, "export") == 0;
}

static bool take(struct ctx *c, int32_t district, const struct db_rows *r, size_t i,
                 struct event *out)
{
    const char *noun = row_text(r, i, NOUN);
    for (size_t k = 0; k < LEN(names); k++) {
        if (strcmp(noun, names[k].noun) != 0 || is_look(r, i))
            continue;
        *out = (struct event){.seq = row_int(r, i, SEQ),
                              .shared = names[k].shared,
                              .area = row_text(r, i, AREA),
                              .text = text_of(c, district, r, i, names[k].event)};
        return true;
    }
    return false;
}

enum err event_page(struct ctx *c, int32_t district, int64_t after, int64_t upto,
                    const struct event **out, size_t *out_n, int64_t *out_last)
{
    struct db_rows r;
    size_t n = 0;
    TRY(db_query(c, SQL_EVENT_ROWS, ARGS(db_int(district), db_int(after), db_int(upto)), &r));
    struct event *list = arena_array(c->mem, r.n, sizeof *list);
    for (size_t i = 0; i < r.n; i++)
        n += take(c, district, &r, i, &list[n]);
    *out = list;
    *out_n = n;
    *out_last = r.n < EVENT_PAGE ? upto : row_int(&r, r.n - 1, SEQ);
    return ERR_OK;
}

bool event_concerns(const struct event *e, const char *prefix)
{
    return text_has_prefix(e->area, prefix) || (e->shared && text_has_prefix(prefix, e->area));
}

/* ---- places ---- */

struct place *places_find(struct places *p, int32_t district)
{
    for (size_t i = 0; i < p->n; i++)
        if (p->at[i].district == district)
            return &p->at[i];
    return NULL;
}

static bool parse_one(const char *item, struct places *out)
{
    char word[DIGITS_DISTRICT + 1];
    int64_t district, seq;
    if (out->n == PLACES_MAX || strlen(item) < DIGITS_DISTRICT + 2 || item[DIGITS_DISTRICT] != ':')
        return false;
    memcpy(word, item, DIGITS_DISTRICT);
    word[DIGITS_DISTRICT] = '\0';
    if (!text_is_code(word) || !text_int(word, &district) ||
        !text_int(item + DIGITS_DISTRICT + 1, &seq) || seq < 0)
        return false;
    if (out->n && out->at[out->n - 1].district >= district)
        return false;
    out->at[out->n++] = (struct place){(int32_t)district, seq};
    return true;
}

bool places_parse(const char *text, struct places *out)
{
    struct places p = {.n = 0};
    char item[32];
    for (;;) {
        size_t n = strcspn(text, ",");
        if (n >= sizeof item)
            return false;
        memcpy(item, text, n);
        item[n] = '\0';
        if (!parse_one(item, &p))
            return false;
        if (text[n] == '\0')
            break;
        text += n + 1;
    }
    *out = p;
    return true;
}

void places_put(const struct places *p, struct buf *b)
{
    for (size_t i = 0; i < p->n; i++)
        buf_printf(b, "%s%06d:%lld", i ? "," : "", (int)p->at[i].district, (long long)p->at[i].seq);
}
