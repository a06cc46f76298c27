/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/mvt.h"

#include <assert.h>
#include <string.h>

#include "base/arena.h"
#include "geo/tile_ring.h"

enum { KEYS_MAX = 16, VARINT_MAX = 10, GEOM_POINT = 1, GEOM_POLYGON = 3 };

/* Field numbers of the specification's protocol buffer. */
enum tile_field { TILE_LAYER = 3 };
enum layer_field {
    LAYER_NAME = 1,
    LAYER_FEATURE = 2,
    LAYER_KEY = 3,
    LAYER_VALUE = 4,
    LAYER_EXTENT = 5,
    LAYER_VERSION = 15
};
enum feature_field { FEATURE_ID = 1, FEATURE_TAGS = 2, FEATURE_TYPE = 3, FEATURE_GEOMETRY = 4 };
enum value_field { VALUE_TEXT = 1, VALUE_BOOL = 7 };

struct value { /* encoded; each different one stands once in a layer */
    const char *p;
    size_t n;
};

struct mvt {
    struct arena *mem;
    const char *layer;
    struct tile tile;
    struct buf features;
    const char *keys[KEYS_MAX];
    uint32_t n_keys;
    struct value *values;
    size_t n_values, cap_values;
    uint32_t *slots; /* hash table of values: place + 1, 0 free */
    size_t n_slots;
    struct buf tags, geometry, scratch; /* of the open feature */
    uint64_t id;
    int type; /* 0: no feature is open */
    struct pixel cursor;
    struct pixels ring, work;
};

/* ---- protocol buffers ---- */

static void put_varint(struct buf *b, uint64_t v)
{
    char bytes[VARINT_MAX];
    size_t n = 0;
    for (; v >= 0x80; v >>= 7)
        bytes[n++] = (char)((v & 0x7f) | 0x80);
    bytes[n++] = (char)v;
    buf_bytes(b, bytes, n);
}

static uint64_t zigzag(int64_t v)
{
    return ((uint64_t)v << 1) ^ (uint64_t)(v >> 63);
}

static void put_number(struct buf *b, unsigned field, uint64_t v)
{
    put_varint(b, field << 3);
    put_varint(b, v);
}

static void put_part(struct buf *b, unsigned field, const void *p, size_t n)
{
    put_varint(b, field << 3 | 2);
    put_varint(b, n);
    buf_bytes(b, p, n);
}

/* ---- features ---- */

struct mvt *mvt_open(struct arena *mem, const char *layer, struct tile t)
{
    struct mvt *m = arena_alloc(mem, sizeof *m);
    *m = (struct mvt){.mem = mem,
                      .layer = layer,
                      .tile = t,
                      .features = {.mem = mem},
                      .tags = {.mem = mem},
                      .geometry = {.mem = mem},
                      .scratch = {.mem = mem},
                      .ring = {.mem = mem},
                      .work = {.mem = mem}};
    return m;
}

static void finish_feature(struct mvt *m)
{
    if (!m->type)
        return;
    m->scratch.n = 0;
    put_number(&m->scratch, FEATURE_ID, m->id);
    if (m->tags.n > 0)
        put_part(&m->scratch, FEATURE_TAGS, m->tags.p, m->tags.n);
    put_number(&m->scratch, FEATURE_TYPE, (uint64_t)m->type);
    put_part(&m->scratch, FEATURE_GEOMETRY, m->geometry.p, m->geometry.n);
    put_part(&m->features, LAYER_FEATURE, m->scratch.p, m->scratch.n);
    m->type = 0;
}

static void begin_feature(struct mvt *m)
{
    finish_feature(m);
    m->tags.n = 0;
    m->geometry.n = 0;
    m->cursor = (struct pixel){0, 0};
}

enum command { MOVE_TO = 1, LINE_TO = 2, CLOSE_PATH = 7 };

static void put_command(struct mvt *m, enum command command, size_t count)
{
    put_varint(&m->geometry, count << 3 | command);
}

static void put_step(struct mvt *m, struct pixel p)
{
    put_varint(&m->geometry, zigzag(p.x - m->cursor.x));
    put_varint(&m->geometry, zigzag(p.y - m->cursor.y));
    m->cursor = p;
}

/* An outer ring runs clockwise on the screen, a hole the other way. */
static void put_ring(struct mvt *m, const struct pixels *ring, bool outer)
{
    bool turn = (pixels_area2(ring) > 0) != outer;
    for (size_t i = 0; i < ring->n; i++) {
        if (i <= 1)
            put_command(m, i ? LINE_TO : MOVE_TO, i ? ring->n - 1 : 1);
        put_step(m, ring->p[turn ? ring->n - 1 - i : i]);
    }
    put_command(m, CLOSE_PATH, 1);
}

bool mvt_polygon(struct mvt *m, uint64_t id, struct geo_shape shape)
{
    bool outer_is_seen = false;
    begin_feature(m);
    for (size_t i = 0; i < shape.n; i++) {
        bool outer = shape_starts_part(shape, i);
        if (!outer && !outer_is_seen)
            continue;
        bool seen = tile_ring(m->tile, shape.rings[i], &m->work, &m->ring);
        if (outer)
            outer_is_seen = seen;
        if (seen)
            put_ring(m, &m->ring, outer);
    }
    if (m->geometry.n == 0)
        return false;
    m->id = id;
    m->type = GEOM_POLYGON;
    return true;
}

bool mvt_point(struct mvt *m, uint64_t id, struct geo_point p)
{
    struct pixel at = tile_pixel(m->tile, p);
    if (!pixel_is_near(at))
        return false;
    begin_feature(m);
    put_command(m, MOVE_TO, 1);
    put_step(m, at);
    m->id = id;
    m->type = GEOM_POINT;
    return true;
}

/* ---- properties ---- */

static uint32_t key_place(struct mvt *m, const char *key)
{
    uint32_t i = 0;
    while (i < m->n_keys && strcmp(m->keys[i], key) != 0)
        i++;
    if (i == m->n_keys) {
        assert(m->n_keys < KEYS_MAX);
        m->keys[m->n_keys++] = key;
    }
    return i;
}

static size_t hash(const char *p, size_t n)
{
    uint64_t h = 14695981039346656037u;
    for (size_t i = 0; i < n; i++)
        h = (h ^ (unsigned char)p[i]) * 1099511628211u;
    return (size_t)(h ^ (h >> 32));
}

/* Where the value stands in the table, or the free slot for it. */
static uint32_t *slot_of(struct mvt *m, const char *p, size_t n)
{
    for (size_t i = hash(p, n);; i++) {
        uint32_t *slot = &m->slots[i & (m->n_slots - 1)];
        if (*slot == 0)
            return slot;
        const struct value *v = &m->values[*slot - 1];
        if (v->n == n && memcmp(v->p, p, n) == 0)
            return slot;
    }
}

static void make_room(struct mvt *m)
{
    if (2 * (m->n_values + 1) <= m->n_slots)
        return;
    m->n_slots = m->n_slots ? 2 * m->n_slots : 256;
    m->slots = arena_array(m->mem, m->n_slots, sizeof *m->slots);
    for (size_t i = 0; i < m->n_values; i++)
        *slot_of(m, m->values[i].p, m->values[i].n) = (uint32_t)i + 1;
}

/* The encoded value lies in scratch. */
static void put_tag(struct mvt *m, const char *key)
{
    assert(m->type);
    make_room(m);
    uint32_t *slot = slot_of(m, m->scratch.p, m->scratch.n);
    if (*slot == 0) {
        m->values = arena_grow(m->mem, m->values, m->n_values, &m->cap_values, sizeof *m->values);
        m->values[m->n_values++] =
            (struct value){arena_copy_n(m->mem, m->scratch.p, m->scratch.n), m->scratch.n};
        *slot = (uint32_t)m->n_values;
    }
    put_varint(&m->tags, key_place(m, key));
    put_varint(&m->tags, *slot - 1);
}

void mvt_text(struct mvt *m, const char *key, const char *value)
{
    if (!value)
        return;
    m->scratch.n = 0;
    put_part(&m->scratch, VALUE_TEXT, value, strlen(value));
    put_tag(m, key);
}

void mvt_bool(struct mvt *m, const char *key, bool value)
{
    m->scratch.n = 0;
    put_number(&m->scratch, VALUE_BOOL, value);
    put_tag(m, key);
}

void mvt_close(struct mvt *m, struct buf *out)
{
    struct buf layer = {.mem = m->mem};
    finish_feature(m);
    if (m->features.n == 0)
        return;
    put_part(&layer, LAYER_NAME, m->layer, strlen(m->layer));
    buf_bytes(&layer, m->features.p, m->features.n);
    for (uint32_t i = 0; i < m->n_keys; i++)
        put_part(&layer, LAYER_KEY, m->keys[i], strlen(m->keys[i]));
    for (size_t i = 0; i < m->n_values; i++)
        put_part(&layer, LAYER_VALUE, m->values[i].p, m->values[i].n);
    put_number(&layer, LAYER_EXTENT, MVT_EXTENT);
    put_number(&layer, LAYER_VERSION, 2);
    put_part(out, TILE_LAYER, layer.p, layer.n);
}
