/* SPDX-License-Identifier: Apache-2.0 */
#include <stdlib.h>
#include <string.h>

#include "area/import_base.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/json_in.h"
#include "base/secret.h"
#include "base/text.h"
#include "geo/crs.h"
#include "geo/geojson.h"
#include "geo/valid.h"
#include "geo/wkb.h"

struct item {
    size_t row;
    const char *code, *note;
    struct json_slice source;
    struct geo_shape shape;
};

struct polygon_batch {
    struct ctx *c;
    const struct import_options *o;
    enum geo_crs crs;
    struct item *items; /* by code, then row */
    size_t n, cap;
    struct import_report found; /* what reading found */
    struct arena *scratch;      /* of one feature */
    const char *hash;
};

/* ---- reading ---- */

static const char *text_of(struct ctx *c, const struct node *v)
{
    int64_t number;
    if (node_int(v, &number))
        return arena_printf(c->mem, "%lld", (long long)number);
    return node_text(v) ? arena_copy(c->mem, node_text(v)) : NULL;
}

static const char *code_of(const struct polygon_batch *b, const struct geojson_feature *f)
{
    static const char *const usual[] = {"code", "adcode"};
    const char *code = NULL;
    if (b->o->property)
        return text_of(b->c, node_get(f->properties, b->o->property));
    for (size_t i = 0; i < LEN(usual) && !code; i++)
        code = text_of(b->c, node_get(f->properties, usual[i]));
    return code;
}

static const char *note_of(const struct polygon_batch *b, const struct geojson_feature *f)
{
    const char *note = node_text(node_get(f->properties, "note"));
    if (b->o->note)
        return b->o->note;
    return note && area_note_is_known(note) ? arena_copy(b->c->mem, note) : NULL;
}

static void find(struct polygon_batch *b, const struct item *item, bool error, const char *rule,
                 const char *detail)
{
    import_find(b->c, &b->found, item->row, item->code ? item->code : "", error, rule, "%s",
                detail);
}

/* Shapes that are not valid are repaired; what becomes of them is said. False: nothing can be made of it. */
static bool make_valid(struct polygon_batch *b, const struct item *item, struct geo_shape shape,
                       struct geo_shape *out)
{
    struct valid_fault fault;
    if (shape_is_valid(b->scratch, shape, &fault)) {
        *out = shape;
        return true;
    }
    const char *detail = arena_printf(b->scratch, "%s %.7f %.7f", fault.reason,
                                      fault.at.lon_e7 / 1e7, fault.at.lat_e7 / 1e7);
    bool repaired = shape_repair(b->scratch, shape, out);
    find(b, item, !repaired, repaired ? "repaired" : "invalid_ring", detail);
    return repaired;
}

static enum err add_feature(void *arg, const struct geojson_feature *f)
{
    struct polygon_batch *b = arg;
    struct geo_shape shape;
    struct item item = {.row = f->number, .source = f->source, .code = code_of(b, f)};
    arena_reset(b->scratch);
    b->found.rows++;
    if (!item.code || !text_is_code(item.code)) {
        find(b, &item, true, item.code ? "code" : "no_code", "");
        return ERR_OK;
    }
    if (f->fault) {
        find(b, &item, true, f->fault, f->fault_detail);
        return ERR_OK;
    }
    if (f->vanished > 0)
        find(b, &item, false, "vanished", arena_printf(b->scratch, "%zu", f->vanished));
    if (make_valid(b, &item, f->shape, &shape)) {
        item.shape = shape_copy(b->c->mem, shape);
        item.note = note_of(b, f);
        b->items = arena_grow(b->c->mem, b->items, b->n, &b->cap, sizeof *b->items);
        b->items[b->n++] = item;
    }
    return ERR_OK;
}

static int by_code(const void *a, const void *b)
{
    const struct item *x = a, *y = b;
    int order = strcmp(x->code, y->code);
    return order ? order : x->row < y->row ? -1 : x->row > y->row;
}

enum err area_read_polygons(struct ctx *c, const char *text, size_t n,
                            const struct import_options *o, struct polygon_batch **out)
{
    struct polygon_batch *b = arena_alloc(c->mem, sizeof *b);
    *b = (struct polygon_batch){.c = c, .o = o};
    TRY(import_check_note(c, o));
    TRY(geo_crs_parse(c, o->crs, &b->crs));
    b->scratch = arena_new();
    enum err err = geojson_read(c, text, n, b->crs, add_feature, b);
    arena_free(b->scratch);
    TRY(err);
    if (b->n > 0)
        qsort(b->items, b->n, sizeof *b->items, by_code);
    b->hash = secret_hash_text(c->mem, NULL, text, n);
    *out = b;
    return ERR_OK;
}

/* ---- comparing ---- */

/* A boundary as the database holds it now: hashes, since thousands of them need not be in memory at once. */
struct held {
    const char *code;
    int64_t valid_from;
    unsigned char geom[SECRET_HASH], rest[SECRET_HASH];
};

struct writing {
    struct ctx *c;
    const struct polygon_batch *b;
    struct import_report *report;
    struct known_areas known;
    struct held *held; /* by code */
    size_t n_held, cap_held;
    struct arena *scratch; /* of one boundary */
    struct import_tally tally;
};

static void hash_rest(const char *crs, const char *note, const void *source, size_t n,
                      unsigned char out[SECRET_HASH])
{
    secret_hash(NULL, crs, strlen(crs), out);
    secret_hash(out, note ? note : "", note ? strlen(note) : 0, out);
    secret_hash(out, source, n, out);
}

static enum err add_held(void *arg, const struct db_value *row, size_t cols)
{
    struct writing *w = arg;
    struct db_rows r = {.n = 1, .cols = cols, .v = row};
    size_t n;
    const void *geom = row_blob(&r, 0, 1, &n);
    w->held = arena_grow(w->c->mem, w->held, w->n_held, &w->cap_held, sizeof *w->held);
    struct held *h = &w->held[w->n_held++];
    h->code = arena_copy(w->c->mem, row_text(&r, 0, 0));
    h->valid_from = row_int(&r, 0, 5);
    secret_hash(NULL, geom, n, h->geom);
    hash_rest(row_text(&r, 0, 2), row_text(&r, 0, 3), row[4].p, row[4].n, h->rest);
    return ERR_OK;
}

static int by_held_code(const void *a, const void *b)
{
    return strcmp(((const struct held *)a)->code, ((const struct held *)b)->code);
}

static const struct held *find_held(const struct writing *w, const char *code)
{
    struct held key = {.code = code};
    return w->n_held ? bsearch(&key, w->held, w->n_held, sizeof *w->held, by_held_code) : NULL;
}

/* Items are in order of code, so a district's stand together. */
static enum err load_districts(struct writing *w)
{
    int32_t district = 0;
    for (size_t i = 0; i < w->b->n; i++) {
        int32_t here = text_district(w->b->items[i].code);
        if (here == district)
            continue;
        district = here;
        TRY(known_load(w->c, &w->known, district));
        TRY(db_each(w->c, SQL_AREA_POLYGON_LIST, ARGS(db_int(district)), add_held, w));
    }
    known_sort(&w->known);
    if (w->n_held > 0)
        qsort(w->held, w->n_held, sizeof *w->held, by_held_code);
    return ERR_OK;
}

static bool item_is_usable(struct writing *w, size_t i)
{
    const struct item *items = w->b->items;
    struct import_report *r = w->report;
    if (i > 0 && strcmp(items[i].code, items[i - 1].code) == 0)
        import_find(w->c, r, items[i].row, items[i].code, true, "duplicate", "%zu",
                    items[i - 1].row);
    else if (!known_find(&w->known, items[i].code))
        import_find(w->c, r, items[i].row, items[i].code, true, "area_unknown", "%s", "");
    else
        return import_in_scope(w->c, r, items[i].row, items[i].code);
    return false;
}

struct boundary { /* an item as it goes into the database */
    void *wkb;
    size_t n;
    unsigned char geom[SECRET_HASH], rest[SECRET_HASH];
    const struct held *before;
    bool same;
};

static struct boundary boundary_of(const struct writing *w, const struct item *item)
{
    struct boundary v = {.before = find_held(w, item->code)};
    wkb_write(w->scratch, item->shape, &v.wkb, &v.n);
    secret_hash(NULL, v.wkb, v.n, v.geom);
    hash_rest(geo_crs_name(w->b->crs), item->note, item->source.p, item->source.n, v.rest);
    v.same = v.before && memcmp(v.before->geom, v.geom, SECRET_HASH) == 0 &&
             memcmp(v.before->rest, v.rest, SECRET_HASH) == 0;
    return v;
}

static void compare(struct writing *w)
{
    for (size_t i = 0; i < w->b->n; i++) {
        if (!item_is_usable(w, i))
            continue;
        struct boundary v = boundary_of(w, &w->b->items[i]);
        w->report->added += !v.before;
        w->report->changed += v.before && !v.same;
        w->report->unchanged += v.same;
        arena_reset(w->scratch);
    }
}

/* ---- writing ---- */

static const char *document(struct ctx *c, const unsigned char hash[SECRET_HASH],
                            const struct item *item, const char *crs)
{
    char hex[2 * SECRET_HASH + 1];
    struct buf b = {.mem = c->mem};
    struct json j = {.out = &b};
    text_hex(hash, SECRET_HASH, hex);
    json_object(&j);
    if (item) {
        json_key(&j, "area_m2");
        json_real(&j, geo_area_m2(item->shape), 1);
        json_put_text(&j, "crs", crs);
        json_put_text(&j, "note", item->note);
        json_put_int(&j, "points", (int64_t)shape_points(item->shape));
    }
    json_put_text(&j, "wkb", hex);
    json_end(&j);
    return buf_str(&b);
}

static enum err write_boundary(struct ctx *c, const struct writing *w, const struct item *item,
                               const struct boundary *v)
{
    int32_t district = text_district(item->code);
    const char *crs = geo_crs_name(w->b->crs);
    const char *source = arena_copy_n(c->mem, item->source.p, item->source.n);
    if (v->before)
        TRY(db_exec(c, SQL_AREA_POLYGON_END,
                    ARGS(db_int(district), db_text(item->code), db_int(c->now))));
    TRY(db_exec(c, SQL_AREA_POLYGON_ADD,
                ARGS(db_int(district), db_text(item->code), db_int(c->now), db_blob(v->wkb, v->n),
                     db_real(geo_area_m2(item->shape)), db_text(crs), db_text(source),
                     db_text(item->note))));
    return area_journal(c, item->code, "set_polygon", 0,
                        v->before ? document(c, v->before->geom, NULL, NULL) : NULL,
                        document(c, v->geom, item, crs));
}

static enum err write_one(struct writing *w, struct ctx *part, const struct item *item)
{
    struct boundary v = boundary_of(w, item);
    int32_t district = text_district(item->code);
    if (v.same)
        return ERR_OK;
    if (district != w->tally.district) {
        TRY(import_journal(part, &w->tally, "polygons", w->b->hash));
        w->tally = (struct import_tally){.district = district};
    }
    w->tally.added += !v.before;
    w->tally.changed += v.before != NULL;
    return write_boundary(part, w, item, &v);
}

static enum err write_all(struct writing *w)
{
    struct ctx part = *w->c; /* its arena is emptied after each boundary */
    part.mem = w->scratch;
    enum err err = ERR_OK;
    for (size_t i = 0; i < w->b->n && err == ERR_OK; i++) {
        err = write_one(w, &part, &w->b->items[i]);
        arena_reset(w->scratch);
    }
    if (err == ERR_OK)
        err = import_journal(&part, &w->tally, "polygons", w->b->hash);
    if (err == ERR_OK && w->tally.district)
        err = area_publish(&part);
    if (err != ERR_OK)
        w->c->problem = part.problem;
    return err;
}

static enum err apply(struct writing *w)
{
    struct import_report *r = w->report;
    TRY(load_districts(w));
    compare(w);
    findings_sort(&r->found);
    if (r->found.errors > 0 || w->b->o->dry_run)
        return ERR_OK;
    TRY(write_all(w));
    r->applied = true;
    return ERR_OK;
}

enum err area_apply_polygons(struct ctx *c, const struct polygon_batch *batch,
                             struct import_report *out)
{
    /* Findings are copied, so that a unit that runs again begins where reading ended. */
    *out = batch->found;
    out->found.cap = out->found.n;
    struct writing w = {.c = c, .b = batch, .report = out, .scratch = arena_new()};
    enum err err = apply(&w);
    arena_free(w.scratch);
    return err;
}

enum err area_import_polygons(struct ctx *c, const char *text, size_t n,
                              const struct import_options *o, struct import_report *out)
{
    struct polygon_batch *b;
    TRY(area_read_polygons(c, text, n, o, &b));
    return area_apply_polygons(c, b, out);
}
