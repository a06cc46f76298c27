/* SPDX-License-Identifier: Apache-2.0 */
#include "programme/read.h"

#include <stdarg.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

enum { WORD_MAX = 40, WORDS_MAX = 64 };

enum err read_fail(const struct reader *r, const char *at, const char *fmt, ...)
{
    va_list args;
    va_start(args, fmt);
    const char *why = arena_vprintf(r->c->mem, fmt, args);
    va_end(args);
    return ctx_fail(r->c, ERR_INVALID, "programme.invalid", "", "%s:%d: %s%s%s", r->file,
                    place_line(r->c->mem, r->text, r->n, at), at, at[0] ? ": " : "", why);
}

const char *read_at(const struct reader *r, const char *at, const char *key)
{
    return arena_printf(r->c->mem, "%s%s%s", at, at[0] ? "." : "", key);
}

const char *read_item(const struct reader *r, const char *at, size_t i)
{
    return arena_printf(r->c->mem, "%s[%zu]", at, i);
}

enum err read_object(const struct reader *r, const char *at, const struct node *v,
                     const struct field *fields, size_t n, void *out)
{
    if (json_read(r->c, v, fields, n, out) == ERR_OK)
        return ERR_OK;
    const struct problem *p = &r->c->problem;
    const char *code = arena_copy(r->c->mem, p->code), *field = arena_copy(r->c->mem, p->field),
               *detail = arena_copy(r->c->mem, p->detail);
    return read_fail(r, field[0] ? read_at(r, at, field) : at, "%s %s", code, detail);
}

enum err read_list(const struct reader *r, const char *at, const struct node *list, size_t min,
                   size_t max, size_t *out_n)
{
    size_t n = node_len(list);
    if (list && (node_type(list) != NODE_ARRAY || n < min || n > max))
        return read_fail(r, at, "a list of %zu..%zu", min, max);
    *out_n = n;
    return ERR_OK;
}

enum err read_name(const struct reader *r, const char *at, const struct node *v, int64_t max,
                   struct name_pair *out)
{
    struct name_pair name;
    const struct field fields[] = {
        {"zh", FIELD_TEXT, true, offsetof(struct name_pair, zh), 1, max},
        {"en", FIELD_TEXT, true, offsetof(struct name_pair, en), 1, max},
    };
    TRY(read_object(r, at, v, fields, LEN(fields), &name));
    *out = name;
    return ERR_OK;
}

enum err read_word(const struct reader *r, const char *at, const char *word)
{
    size_t n = strspn(word, "abcdefghijklmnopqrstuvwxyz0123456789_-");
    if (n == 0 || n > WORD_MAX || word[n] || word[0] < 'a' || word[0] > 'z')
        return read_fail(r, at, "a word has a-z 0-9 _ -, at most %d: %.60s", WORD_MAX, word);
    return ERR_OK;
}

enum err read_words(const struct reader *r, const char *at, const struct node *v,
                    const char *const **out, size_t *out_n)
{
    size_t n = node_len(v);
    if (node_type(v) != NODE_ARRAY || n == 0 || n > WORDS_MAX)
        return read_fail(r, at, "a list of 1..%d words", WORDS_MAX);
    const char **words = arena_array(r->c->mem, n, sizeof *words);
    for (size_t i = 0; i < n; i++) {
        words[i] = node_text(node_at(v, i));
        if (!words[i])
            return read_fail(r, read_item(r, at, i), "not a word");
        TRY(read_word(r, read_item(r, at, i), words[i]));
        for (size_t k = 0; k < i; k++)
            if (strcmp(words[k], words[i]) == 0)
                return read_fail(r, read_item(r, at, i), "stands twice: %s", words[i]);
    }
    *out = words;
    *out_n = n;
    return ERR_OK;
}

enum err read_choice(const struct reader *r, const char *at, const char *word,
                     const char *const *words, size_t n, int *out)
{
    struct buf all = {.mem = r->c->mem};
    for (size_t i = 0; i < n; i++) {
        if (strcmp(words[i], word) == 0) {
            *out = (int)i;
            return ERR_OK;
        }
        buf_printf(&all, "%s%s", i ? ", " : "", words[i]);
    }
    return read_fail(r, at, "one of %s, not %.40s", buf_str(&all), word);
}

const void *named(const void *items, size_t n, size_t size, const char *name)
{
    const char *p = items;
    for (size_t i = 0; i < n; i++, p += size) {
        const char *own;
        memcpy(&own, p, sizeof own);
        if (strcmp(own, name) == 0)
            return p;
    }
    return NULL;
}
