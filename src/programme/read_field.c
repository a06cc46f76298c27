/* SPDX-License-Identifier: Apache-2.0 */
/* Reads typed fields: JSON Schema for the value, our own words for what a form, a list and a reader's right need. */
#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "jsonschema/jsonschema.h"
#include "programme/parts.h"

enum {
    NAME_LEN = 40,
    WHY_LEN = 120,
    UNIT_LEN = 12,
    VALUE_LEN = 60,
    TEXT_LEN = 10000,
    FIELDS_MAX = 80,
    CHOICES_MAX = 500,
    REMIND_MAX = 400,
    REFS_MAX = 100
};

struct field_doc {
    const char *visibility, *unit, *code, *ref;
    const struct node *name, *why, *choices, *remind_in;
    int64_t remind;
    bool needed, asked, sealed, multiline;
};
static const struct field field_fields[] = {
    {"name",       FIELD_NODE, true,  offsetof(struct field_doc, name),       0, 0         },
    {"why",        FIELD_NODE, true,  offsetof(struct field_doc, why),        0, 0         },
    {"visibility", FIELD_TEXT, false, offsetof(struct field_doc, visibility), 0, 0         },
    {"needed",     FIELD_BOOL, false, offsetof(struct field_doc, needed),     0, 0         },
    {"asked",      FIELD_BOOL, false, offsetof(struct field_doc, asked),      0, 0         },
    {"sealed",     FIELD_BOOL, false, offsetof(struct field_doc, sealed),     0, 0         },
    {"multiline",  FIELD_BOOL, false, offsetof(struct field_doc, multiline),  0, 0         },
    {"unit",       FIELD_TEXT, false, offsetof(struct field_doc, unit),       1, UNIT_LEN  },
    {"code",       FIELD_TEXT, false, offsetof(struct field_doc, code),       0, 0         },
    {"ref",        FIELD_TEXT, false, offsetof(struct field_doc, ref),        0, 0         },
    {"choices",    FIELD_NODE, false, offsetof(struct field_doc, choices),    0, 0         },
    {"remind",     FIELD_INT,  false, offsetof(struct field_doc, remind),     1, REMIND_MAX},
    {"remind_in",  FIELD_NODE, false, offsetof(struct field_doc, remind_in),  0, 0         },
};

/* ---- what sort of value ---- */

static enum ledger_type type_of_text(const struct field_doc *in, const struct node *schema)
{
    if (in->ref)
        return LEDGER_REF;
    if (in->choices)
        return LEDGER_CHOICE;
    return node_get(schema, "format") ? LEDGER_DATE : LEDGER_TEXT;
}

static enum err read_type(const struct reader *r, const char *at, const struct field_doc *in,
                          struct ledger_field *f)
{
    static const char *const words[] = {"string", "integer", "number", "boolean", "array"};
    static const enum ledger_type types[] = {LEDGER_TEXT, LEDGER_INTEGER, LEDGER_NUMBER,
                                             LEDGER_BOOL, LEDGER_LIST};
    int i = 0;
    const char *place = read_at(r, at, "type"), *word = node_text(node_get(f->source, "type"));
    if (!word)
        return read_fail(r, place, "string, integer, number, boolean or array");
    TRY(read_choice(r, place, word, words, LEN(words), &i));
    f->type = i == 0 ? type_of_text(in, f->source) : types[i];
    if (f->type == LEDGER_LIST && in->ref)
        f->type = LEDGER_REFS;
    const char *format = node_text(node_get(f->source, "format"));
    if (f->type == LEDGER_DATE && (!format || strcmp(format, "date") != 0))
        return read_fail(r, read_at(r, at, "format"), "a field's format is date");
    return ERR_OK;
}

/* ---- choices: a label for each value; the schema's enum is made of them ---- */

static enum err read_labels(const struct reader *r, const char *at, const struct node *labels,
                            struct ledger_field *f)
{
    size_t n = node_len(labels);
    if (node_type(labels) != NODE_OBJECT || n == 0 || n > CHOICES_MAX)
        return read_fail(r, at, "1..%d values, each with its label", CHOICES_MAX);
    struct ledger_choice *choices = arena_array(r->c->mem, n, sizeof *choices);
    for (size_t i = 0; i < n; i++) {
        const char *place = read_at(r, at, node_key(labels, i));
        choices[i].value = node_key(labels, i);
        if (!*choices[i].value || text_utf8_len(choices[i].value) > VALUE_LEN)
            return read_fail(r, place, "a value has 1..%d signs", VALUE_LEN);
        TRY(read_name(r, place, node_at(labels, i), NAME_LEN, &choices[i].name));
    }
    f->choices = choices;
    f->n_choices = n;
    return ERR_OK;
}

/* An enum that stands there all the same says the same. */
static enum err check_enum(const struct reader *r, const char *at, const struct node *values,
                           const struct ledger_field *f)
{
    if (!values)
        return ERR_OK;
    for (size_t i = 0; i < node_len(values) || i < f->n_choices; i++) {
        const char *value = node_text(node_at(values, i));
        if (!value || i >= f->n_choices || strcmp(value, f->choices[i].value) != 0)
            return read_fail(r, at, "is not what choices has, in its order");
    }
    return ERR_OK;
}

static const struct node *true_node(struct ctx *c)
{
    const struct node *v = NULL;
    return json_parse(c, "true", 4, &v) == ERR_OK ? v : NULL;
}

static enum err read_choices(const struct reader *r, const char *at, const struct field_doc *in,
                             struct ledger_field *f)
{
    const char *place = read_at(r, at, "choices");
    if (!in->choices)
        return f->type == LEDGER_LIST ? read_fail(r, place, "a list is one of choices") : ERR_OK;
    if (f->type != LEDGER_CHOICE && f->type != LEDGER_LIST)
        return read_fail(r, place, "only for texts and lists");
    TRY(read_labels(r, place, in->choices, f));
    const struct node *values = node_keys(r->c, in->choices);
    if (f->type == LEDGER_CHOICE) {
        TRY(check_enum(r, read_at(r, at, "enum"), node_get(f->source, "enum"), f));
        f->source = node_with(r->c, f->source, "enum", values);
        return ERR_OK;
    }
    const struct node *items = node_get(f->source, "items");
    if (!items)
        items = node_pick(r->c, NULL, NULL, 0, true);
    if (node_type(items) != NODE_OBJECT)
        return read_fail(r, read_at(r, at, "items"), "a schema");
    TRY(check_enum(r, read_at(r, at, "items.enum"), node_get(items, "enum"), f));
    f->source = node_with(r->c, f->source, "items", node_with(r->c, items, "enum", values));
    f->source = node_with(r->c, f->source, "uniqueItems", true_node(r->c));
    return ERR_OK;
}

/* ---- the schema of the value ---- */

/* "/items/enum/2" inside of the schema is "items.enum[2]" in the file. */
static const char *place_of_pointer(const struct reader *r, const char *at, const char *pointer)
{
    while (*pointer == '/') {
        size_t n = strcspn(++pointer, "/");
        const char *step = arena_copy_n(r->c->mem, pointer, n);
        bool item = n && strspn(step, "0123456789") == n;
        at = item ? arena_printf(r->c->mem, "%s[%s]", at, step) : read_at(r, at, step);
        pointer += n;
    }
    return at;
}

static enum err read_schema(const struct reader *r, const char *at, struct ledger_field *f)
{
    if (jsonschema_read(r->c, f->source, JSONSCHEMA_FORMATS_CHECKED, &f->schema) == ERR_OK)
        return ERR_OK;
    const char *pointer = arena_copy(r->c->mem, r->c->problem.field),
               *why = arena_copy(r->c->mem, r->c->problem.detail);
    return read_fail(r, place_of_pointer(r, at, pointer), "%s", why);
}

/* ---- what goes together ---- */

static enum err only_for(const struct reader *r, const char *at, const char *key, bool given,
                         bool allowed, const char *what)
{
    return given && !allowed ? read_fail(r, read_at(r, at, key), "only for %s", what) : ERR_OK;
}

static enum err check_words(const struct reader *r, const char *at, const struct field_doc *in,
                            const struct ledger_field *f)
{
    bool text = f->type == LEDGER_TEXT;
    bool number = f->type == LEDGER_INTEGER || f->type == LEDGER_NUMBER;
    TRY(only_for(r, at, "unit", in->unit, number, "numbers"));
    TRY(only_for(r, at, "multiline", in->multiline, text && !f->code, "free texts"));
    TRY(only_for(r, at, "code", in->code, text, "texts without choices, format and ref"));
    TRY(only_for(r, at, "ref", in->ref, f->type == LEDGER_REF || f->type == LEDGER_REFS,
                 "texts and lists"));
    TRY(only_for(r, at, "remind", f->remind, f->type == LEDGER_DATE, "dates"));
    TRY(only_for(r, at, "remind_in", in->remind_in, f->remind, "what reminds"));
    if (f->type != LEDGER_CHOICE && node_get(f->source, "enum"))
        return read_fail(r, read_at(r, at, "enum"), "say it with choices, which have labels");
    if (f->sealed && f->visibility != VISIBLE_RESTRICTED)
        return read_fail(r, read_at(r, at, "visibility"), "what is sealed is restricted");
    return only_for(r, at, "remind", f->remind, !f->sealed, "what is not sealed");
}

/* A list of references says how many there may be. */
static enum err check_refs_max(const struct reader *r, const char *at, const struct ledger_field *f)
{
    int64_t max = 0;
    if (f->type != LEDGER_REFS)
        return ERR_OK;
    if (!node_int(node_get(f->source, "maxItems"), &max) || max < 1 || max > REFS_MAX)
        return read_fail(r, read_at(r, at, "maxItems"), "how many there may be: 1..%d", REFS_MAX);
    return ERR_OK;
}

/* A text says how long it may be; a code says it by being one. */
static enum err check_length(const struct reader *r, const char *at, const struct ledger_field *f)
{
    int64_t max = 0;
    if (f->type != LEDGER_TEXT || f->code)
        return ERR_OK;
    if (!node_int(node_get(f->source, "maxLength"), &max) || max < 1 || max > TEXT_LEN)
        return read_fail(r, read_at(r, at, "maxLength"), "how long a text may be: 1..%d", TEXT_LEN);
    return ERR_OK;
}

static enum err read_words_of(const struct reader *r, const char *at, const struct field_doc *in,
                              struct ledger_field *f)
{
    static const char *const visible[] = {[VISIBLE_PUBLIC] = "public",
                                          [VISIBLE_INTERNAL] = "internal",
                                          [VISIBLE_RESTRICTED] = "restricted"};
    static const char *const codes[] = {"uscc", "phone"};
    int visibility = VISIBLE_INTERNAL, code = -1;
    TRY(read_name(r, read_at(r, at, "name"), in->name, NAME_LEN, &f->name));
    TRY(read_name(r, read_at(r, at, "why"), in->why, WHY_LEN, &f->why));
    if (in->visibility)
        TRY(read_choice(r, read_at(r, at, "visibility"), in->visibility, visible, LEN(visible),
                        &visibility));
    if (in->code)
        TRY(read_choice(r, read_at(r, at, "code"), in->code, codes, LEN(codes), &code));
    f->visibility = (enum visibility)visibility;
    f->code = code < 0 ? LEDGER_CODE_NONE : code == 0 ? LEDGER_CODE_USCC : LEDGER_CODE_PHONE;
    f->needed = in->needed;
    f->asked = in->asked;
    f->sealed = in->sealed;
    f->multiline = in->multiline;
    f->unit = in->unit;
    f->ref = in->ref;
    f->remind = (int)json_given(in->remind);
    return in->remind_in ? read_words(r, read_at(r, at, "remind_in"), in->remind_in, &f->remind_in,
                                      &f->n_remind_in)
                         : ERR_OK;
}

static enum err read_one(const struct reader *r, const char *at, const struct node *v,
                         struct ledger_field *f)
{
    const char *own[LEN(field_fields)];
    struct field_doc in;
    for (size_t i = 0; i < LEN(own); i++)
        own[i] = field_fields[i].name;
    if (node_type(v) != NODE_OBJECT)
        return read_fail(r, at, "an object");
    TRY(read_object(r, at, node_pick(r->c, v, own, LEN(own), true), field_fields, LEN(field_fields),
                    &in));
    f->source = node_pick(r->c, v, own, LEN(own), false);
    TRY(read_words_of(r, at, &in, f));
    TRY(read_type(r, at, &in, f));
    TRY(read_choices(r, at, &in, f));
    TRY(read_schema(r, at, f));
    TRY(check_words(r, at, &in, f));
    TRY(check_refs_max(r, at, f));
    return check_length(r, at, f);
}

/* A figure of a period is a plain value: nothing that is looked up, sealed or waited for. */
static enum err check_plain(const struct reader *r, const char *at, const struct ledger_field *f)
{
    const char *key = f->ref      ? "ref"
                      : f->sealed ? "sealed"
                      : f->remind ? "remind"
                      : f->asked  ? "asked"
                                  : NULL;
    return key ? read_fail(r, read_at(r, at, key), "only in fields of an entry") : ERR_OK;
}

enum err read_fields(const struct reader *r, const char *at, const struct node *v, bool entry,
                     struct ledger_fields *out)
{
    size_t n = node_len(v);
    if (node_type(v) != NODE_OBJECT || n == 0 || n > FIELDS_MAX)
        return read_fail(r, at, "an object of 1..%d fields", FIELDS_MAX);
    struct ledger_field *fields = arena_array(r->c->mem, n, sizeof *fields);
    for (size_t i = 0; i < n; i++) {
        const char *place = read_at(r, at, node_key(v, i));
        fields[i].field = node_key(v, i);
        TRY(read_word(r, place, fields[i].field));
        if (strcmp(fields[i].field, "status") == 0)
            return read_fail(r, place, "an entry has its status beside its fields");
        TRY(read_one(r, place, node_at(v, i), &fields[i]));
        if (!entry)
            TRY(check_plain(r, place, &fields[i]));
    }
    *out = (struct ledger_fields){fields, n};
    return ERR_OK;
}
