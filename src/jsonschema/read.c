/* SPDX-License-Identifier: Apache-2.0 */
/* Compiles a schema: each subschema once, however often it is referred to. An endless loop of references is refused. */
#include <ctype.h>
#include <string.h>

#include "base/arena.h"
#include "jsonschema/schema.h"

enum { SCHEMAS_MAX = 4000, LIST_MAX = 2000, DEPTH_MAX = 64 };

struct read {
    struct ctx *c;
    const struct node *root;
    enum jsonschema_formats formats;
    struct jsonschema **known;
    size_t n_known, cap_known;
    int depth;
};

/* How a keyword's value is read, and into which member. */
enum keyword_form {
    FORM_TYPE,
    FORM_ANY,    /* the value itself */
    FORM_VALUES, /* one of these */
    FORM_NUMBER, /* the node, so that nothing is rounded */
    FORM_POSITIVE,
    FORM_COUNT, /* int64_t */
    FORM_FLAG,
    FORM_PATTERN,
    FORM_FORMAT,
    FORM_WORDS,
    FORM_SCHEMA,
    FORM_LIST,
    FORM_MEMBERS,
    FORM_PATTERNS,
    FORM_DEFS, /* read, for their faults; used where something refers to them */
    FORM_REF,
    FORM_NOTE /* an annotation */
};

struct keyword {
    const char *name;
    enum keyword_form form;
    size_t offset;
};

static const struct keyword keywords[] = {
    {"type",                      FORM_TYPE,                            0},
    {"enum",                      FORM_VALUES,                          offsetof(struct jsonschema,values)},
    {"const",                           FORM_ANY,                                                         offsetof(struct jsonschema,constant)},
    {"minimum",                  FORM_NUMBER,                                                      offsetof(struct jsonschema,                        minimum)},
    {"maximum", FORM_NUMBER,offsetof(struct jsonschema,maximum)},
    {"exclusiveMinimum",                FORM_NUMBER,                                                   offsetof(struct jsonschema,                                                                                           above)},
    {"exclusiveMaximum",          FORM_NUMBER,                    offsetof(struct jsonschema,below)},
    {"multipleOf",                           FORM_POSITIVE,                                              offsetof(struct jsonschema,multiple_of)},
    {"minLength",                     FORM_COUNT,                                                         offsetof(struct jsonschema,                                                                                                       min_length)},
    {"maxLength", FORM_COUNT,offsetof(struct jsonschema,max_length)},
    {"pattern",FORM_PATTERN,0},
    {"format",                 FORM_FORMAT,                                           0},
    {"minItems",                           FORM_COUNT,                                                       offsetof(struct jsonschema,min_items)},
    {"maxItems",                           FORM_COUNT,                                                        offsetof(struct jsonschema,                                                                                                                                                                                                max_items)},
    {"uniqueItems",                           FORM_FLAG,                                                      offsetof(struct jsonschema,unique)},
    {"items",                 FORM_SCHEMA,                                                     offsetof(struct jsonschema,items)},
    {"prefixItems", FORM_LIST,offsetof(struct jsonschema,prefix)},
    {"contains",FORM_SCHEMA,offsetof(struct jsonschema,contains)},
    {"minContains",                     FORM_COUNT,                              offsetof(struct jsonschema,min_contains)},
    {"maxContains",                           FORM_COUNT,                                                   offsetof(struct jsonschema,max_contains)},
    {"properties",                    FORM_MEMBERS,                                                        0                                                                                                                                                                                                                                                                          },
    {"patternProperties", FORM_PATTERNS,                                                                                0                                                                                                                      },
    {"additionalProperties",FORM_SCHEMA,offsetof(struct jsonschema,              additional)},
    {"propertyNames",               FORM_SCHEMA,               offsetof(struct jsonschema,names)},
    {"required",                           FORM_WORDS,                                                    0},
    {"minProperties",                           FORM_COUNT,                                             offsetof(struct jsonschema,min_properties)},
    {"maxProperties",                           FORM_COUNT,                                          offsetof(struct jsonschema,max_properties)},
    {"allOf",                FORM_LIST,                                                    offsetof(struct jsonschema,all)},
    {"anyOf", FORM_LIST,                 offsetof(struct jsonschema,                                                                               any)},
    {"oneOf",FORM_LIST,offsetof(struct jsonschema,one)},
    {"not",FORM_SCHEMA,offsetof(struct jsonschema,                                                                                                                                                                                 no)},
    {"if",             FORM_SCHEMA,             offsetof(struct jsonschema,condition)},
    {"then",                           FORM_SCHEMA,                                                         offsetof(struct jsonschema,then)},
    {"else",                       FORM_SCHEMA,                                                           offsetof(struct jsonschema,                             otherwise)},
    {"$ref", FORM_REF,                 offsetof(struct jsonschema,ref)},
    {"$defs",                            FORM_DEFS,                                                                0                              },
    {"$schema",                       FORM_NOTE,                                                          0},
    {"$comment",                           FORM_NOTE,                                                            0},
    {"title",                 FORM_NOTE,                                                     0                                                                                                      },
    {"description", FORM_NOTE,0},
    {"default",FORM_NOTE,0},
    {"examples",                      FORM_NOTE,                                                  0},
    {"deprecated",                           FORM_NOTE,                                                         0},
    {"readOnly",                           FORM_NOTE,                                                       0},
    {"writeOnly",                           FORM_NOTE,                                                      0},
};

static const struct {
    const char *word;
    unsigned bits;
} types[] = {
    {"null",    TYPE_NULL                 },
    {"boolean", TYPE_BOOL                 },
    {"integer", TYPE_INTEGER              },
    {"number",  TYPE_NUMBER | TYPE_INTEGER},
    {"string",  TYPE_STRING               },
    {"array",   TYPE_ARRAY                },
    {"object",  TYPE_OBJECT               },
};

static enum err read_schema(struct read *r, const char *at, const struct node *v,
                            const struct jsonschema **out);

static enum err refuse(struct read *r, const char *at, const char *why)
{
    return ctx_fail(r->c, ERR_INVALID, "jsonschema.invalid", at, "%s", why);
}

static const char *below(struct read *r, const char *at, const char *key)
{
    return arena_printf(r->c->mem, "%s/%s", at, key);
}

static const char *item_of(struct read *r, const char *at, size_t i)
{
    return arena_printf(r->c->mem, "%s/%zu", at, i);
}

/* ---- keywords that say something of the value itself ---- */

static unsigned type_bits(const char *word)
{
    for (size_t i = 0; word && i < LEN(types); i++)
        if (strcmp(types[i].word, word) == 0)
            return types[i].bits;
    return 0;
}

static enum err read_type(struct read *r, const char *at, const struct node *v,
                          struct jsonschema *s)
{
    bool list = node_type(v) == NODE_ARRAY;
    for (size_t i = 0; i < (list ? node_len(v) : 1); i++) {
        unsigned bits = type_bits(node_text(list ? node_at(v, i) : v));
        if (!bits)
            return refuse(r, at, "no such type");
        s->types |= bits;
    }
    return s->types ? ERR_OK : refuse(r, at, "names no type");
}

/* A number of things, 2 or 2.0. */
static enum err read_count(struct read *r, const char *at, const struct node *v, int64_t *out)
{
    double x = -1;
    if (!node_real(v, &x) || !number_is_integer(v) || x < 0 || x > 1e15)
        return refuse(r, at, "a whole number from 0");
    *out = (int64_t)x;
    return ERR_OK;
}

static enum err read_pattern(struct read *r, const char *at, const char *text, struct pattern **out)
{
    size_t breaks = 0;
    *out = text ? pattern_read(r->c->mem, text, &breaks) : NULL;
    return *out ? ERR_OK
                : refuse(r, at, arena_printf(r->c->mem, "no pattern: breaks at %zu", breaks));
}

static enum err read_format(struct read *r, const char *at, const struct node *v,
                            struct jsonschema *s)
{
    const char *word = node_text(v);
    if (!word)
        return refuse(r, at, "a text");
    if (r->formats == JSONSCHEMA_FORMATS_TOLD)
        return ERR_OK;
    s->format = strcmp(word, "date") == 0        ? FORMAT_DATE
                : strcmp(word, "date-time") == 0 ? FORMAT_DATE_TIME
                                                 : FORMAT_NONE;
    return s->format ? ERR_OK : refuse(r, at, "date or date-time");
}

static enum err read_required(struct read *r, const char *at, const struct node *v,
                              struct jsonschema *s)
{
    if (node_type(v) != NODE_ARRAY || node_len(v) > LIST_MAX)
        return refuse(r, at, "a list of names");
    const char **names = arena_array(r->c->mem, node_len(v), sizeof *names);
    for (size_t i = 0; i < node_len(v); i++) {
        names[i] = node_text(node_at(v, i));
        if (!names[i])
            return refuse(r, item_of(r, at, i), "a name");
    }
    s->required = names;
    s->n_required = node_len(v);
    return ERR_OK;
}

/* ---- keywords that hold schemas ---- */

static enum err read_list(struct read *r, const char *at, const struct node *v,
                          struct schema_list *out)
{
    size_t n = node_len(v);
    if (node_type(v) != NODE_ARRAY || n == 0 || n > LIST_MAX)
        return refuse(r, at, "a list of schemas");
    const struct jsonschema **list = arena_array(r->c->mem, n, sizeof(void *));
    for (size_t i = 0; i < n; i++)
        TRY(read_schema(r, item_of(r, at, i), node_at(v, i), &list[i]));
    *out = (struct schema_list){list, n};
    return ERR_OK;
}

static enum err read_members(struct read *r, const char *at, const struct node *v, bool patterns,
                             const struct schema_member **out, size_t *out_n)
{
    size_t n = node_len(v);
    if (node_type(v) != NODE_OBJECT || n > LIST_MAX)
        return refuse(r, at, "an object of schemas");
    struct schema_member *members = arena_array(r->c->mem, n, sizeof *members);
    for (size_t i = 0; i < n; i++) {
        const char *key = node_key(v, i), *place = below(r, at, key);
        members[i].name = key;
        if (patterns)
            TRY(read_pattern(r, place, key, &members[i].pattern));
        TRY(read_schema(r, place, node_at(v, i), &members[i].schema));
    }
    *out = members;
    *out_n = n;
    return ERR_OK;
}

/* ---- references: "#", "#/$defs/name", "#/prefixItems/1" ---- */

static int hex_digit(char ch)
{
    const char *digits = "0123456789abcdef", *p = strchr(digits, tolower((unsigned char)ch));
    return ch && p ? (int)(p - digits) : -1;
}

/* One step of a pointer, its escapes undone: %25, ~0, ~1. NULL: they are none. */
static const char *read_step(struct read *r, const char **p)
{
    size_t n = strcspn(*p, "/"), k = 0;
    char *step = arena_alloc(r->c->mem, n + 1);
    for (size_t i = 0; i < n; i++) {
        char ch = (*p)[i];
        if (ch == '%') {
            int high = hex_digit((*p)[i + 1]), low = high < 0 ? -1 : hex_digit((*p)[i + 2]);
            if (low < 0 || high * 16 + low == 0)
                return NULL;
            ch = (char)(high * 16 + low);
            i += 2;
        }
        step[k++] = ch;
    }
    size_t to = 0;
    for (size_t i = 0; i < k; i++) {
        if (step[i] == '~' && step[i + 1] != '0' && step[i + 1] != '1')
            return NULL;
        char ch = step[i];
        if (ch == '~') {
            i++;
            ch = '/';
            if (step[i] == '0')
                ch = '~';
        }
        step[to++] = ch;
    }
    step[to] = '\0';
    *p += n;
    return step;
}

static const struct node *step_into(const struct node *v, const char *step)
{
    size_t i = 0, n = strspn(step, "0123456789");
    if (node_type(v) == NODE_OBJECT)
        return node_get(v, step);
    if (node_type(v) != NODE_ARRAY || n == 0 || step[n] || n > 6 || (n > 1 && step[0] == '0'))
        return NULL;
    for (; *step; step++)
        i = i * 10 + (size_t)(*step - '0');
    return node_at(v, i);
}

static enum err read_ref(struct read *r, const char *at, const struct node *v,
                         const struct jsonschema **out)
{
    const char *p = node_text(v);
    const struct node *to = r->root;
    if (!p || p[0] != '#' || (p[1] && p[1] != '/'))
        return refuse(r, at, "only a reference inside this schema: #/...");
    for (p++; to && *p == '/';) {
        p++;
        const char *step = read_step(r, &p);
        to = step ? step_into(to, step) : NULL;
    }
    return to ? read_schema(r, at, to, out) : refuse(r, at, "leads nowhere");
}

/* ---- a schema ---- */

static enum err read_keyword(struct read *r, const char *at, const struct keyword *k,
                             const struct node *v, struct jsonschema *s)
{
    void *member = (char *)s + k->offset;
    double x = 0;
    switch (k->form) {
    case FORM_TYPE:
        return read_type(r, at, v, s);
    case FORM_VALUES:
        if (node_type(v) != NODE_ARRAY || node_len(v) == 0 || node_len(v) > LIST_MAX)
            return refuse(r, at, "a list of values");
        *(const struct node **)member = v;
        return ERR_OK;
    case FORM_NUMBER:
    case FORM_POSITIVE:
        if (!node_real(v, &x) || (k->form == FORM_POSITIVE && x <= 0))
            return refuse(r, at, k->form == FORM_POSITIVE ? "a number above 0" : "a number");
        *(const struct node **)member = v;
        return ERR_OK;
    case FORM_ANY:
        *(const struct node **)member = v;
        return ERR_OK;
    case FORM_COUNT:
        return read_count(r, at, v, member);
    case FORM_FLAG:
        return node_bool(v, member) ? ERR_OK : refuse(r, at, "true or false");
    case FORM_PATTERN:
        s->pattern_text = node_text(v);
        return read_pattern(r, at, s->pattern_text, &s->pattern);
    case FORM_FORMAT:
        return read_format(r, at, v, s);
    case FORM_WORDS:
        return read_required(r, at, v, s);
    case FORM_SCHEMA:
        return read_schema(r, at, v, member);
    case FORM_LIST:
        return read_list(r, at, v, member);
    case FORM_MEMBERS:
        return read_members(r, at, v, false, &s->properties, &s->n_properties);
    case FORM_PATTERNS:
        return read_members(r, at, v, true, &s->patterns, &s->n_patterns);
    case FORM_DEFS:
        return read_members(r, at, v, false, &(const struct schema_member *){NULL}, &(size_t){0});
    case FORM_REF:
        return read_ref(r, at, v, member);
    case FORM_NOTE:
    default:
        return ERR_OK;
    }
}

static const struct keyword *find_keyword(const char *name)
{
    for (size_t i = 0; i < LEN(keywords); i++)
        if (strcmp(keywords[i].name, name) == 0)
            return &keywords[i];
    return NULL;
}

static enum err read_object(struct read *r, const char *at, const struct node *v,
                            struct jsonschema *s)
{
    s->min_contains = 1;
    s->max_length = s->max_items = s->max_properties = s->max_contains = -1;
    for (size_t i = 0; i < node_len(v); i++) {
        const char *place = below(r, at, node_key(v, i));
        const struct keyword *k = find_keyword(node_key(v, i));
        if (!k)
            return refuse(r, place, "not a keyword that is supported");
        TRY(read_keyword(r, place, k, node_at(v, i), s));
    }
    return ERR_OK;
}

static enum err read_schema(struct read *r, const char *at, const struct node *v,
                            const struct jsonschema **out)
{
    bool always = true;
    for (size_t i = 0; i < r->n_known; i++)
        if (r->known[i]->source == v) {
            *out = r->known[i];
            return ERR_OK;
        }
    if (r->n_known == SCHEMAS_MAX || r->depth == DEPTH_MAX)
        return refuse(r, at, "too many schemas");
    if (node_type(v) != NODE_OBJECT && !node_bool(v, &always))
        return refuse(r, at, "a schema is an object, true or false");
    struct jsonschema *s = arena_alloc(r->c->mem, sizeof *s);
    if (r->n_known == r->cap_known)
        r->known = arena_grow(r->c->mem, r->known, r->n_known, &r->cap_known, sizeof(void *));
    s->index = r->n_known;
    r->known[r->n_known++] = s;
    s->source = v;
    s->never = !always;
    *out = s;
    r->depth++;
    TRY(read_object(r, at, v, s));
    r->depth--;
    return ERR_OK;
}

/* ---- a schema must not need itself for the very same value ---- */

enum mark { NOT_SEEN, ON_THE_WAY, DONE };

static bool loops(const struct jsonschema *s, enum mark *marks);

static bool any_loops(const struct schema_list *list, enum mark *marks)
{
    for (size_t i = 0; i < list->n; i++)
        if (loops(list->v[i], marks))
            return true;
    return false;
}

static bool loops(const struct jsonschema *s, enum mark *marks)
{
    if (!s || marks[s->index] == DONE)
        return false;
    if (marks[s->index] == ON_THE_WAY)
        return true;
    marks[s->index] = ON_THE_WAY;
    if (loops(s->ref, marks) || loops(s->no, marks) || loops(s->condition, marks) ||
        loops(s->then, marks) || loops(s->otherwise, marks) || any_loops(&s->all, marks) ||
        any_loops(&s->any, marks) || any_loops(&s->one, marks))
        return true;
    marks[s->index] = DONE;
    return false;
}

enum err jsonschema_read(struct ctx *c, const struct node *schema, enum jsonschema_formats formats,
                         const struct jsonschema **out)
{
    struct read r = {.c = c, .root = schema, .formats = formats};
    const struct jsonschema *s = NULL;
    TRY(read_schema(&r, "", schema, &s));
    enum mark *marks = arena_array(c->mem, r.n_known, sizeof *marks);
    for (size_t i = 0; i < r.n_known; i++)
        if (loops(r.known[i], marks))
            return refuse(&r, "", "refers to itself without end");
    *out = s;
    return ERR_OK;
}
