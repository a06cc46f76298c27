/* SPDX-License-Identifier: Apache-2.0 */
#include "http/problem.h"

#include <string.h>

#include "base/arena.h"
#include "base/text.h"
#include "http/reply.h"

enum { RETRY_BUSY_S = 2, RETRY_LIMITED_S = 60 };

/* Before a code's own status is looked at. */
static int status_of(enum err err)
{
    switch (err) {
    case ERR_OK:
        return 200;
    case ERR_INVALID:
        return 422;
    case ERR_LOGIN:
        return 401;
    case ERR_DENIED:
        return 403;
    case ERR_NOT_FOUND:
        return 404;
    case ERR_CONFLICT:
        return 409;
    case ERR_STALE:
        return 412;
    case ERR_LIMITED:
        return 429;
    case ERR_BUSY:
    case ERR_UNKNOWN:
        return 503;
    case ERR_INTERNAL:
    default:
        return 500;
    }
}

/* Input may have been cut inside a character: what does not read as UTF-8 shows as '?'. */
static const char *clean(struct arena *mem, const char *text)
{
    char *copy = arena_copy(mem, text);
    for (char *p = copy; *p;) {
        size_t n = 1;
        while (n < 4 && ((unsigned char)p[n] & 0xc0) == 0x80)
            n++;
        if (!text_utf8_valid(p, n)) {
            *p = '?';
            n = 1;
        }
        p += n;
    }
    return copy;
}

static const char *title_of(const struct problem_text *text, enum lang lang, const char *code)
{
    if (!text)
        return code;
    return lang == LANG_EN ? text->en : text->zh;
}

static void document(struct ctx *c, const struct req *q, struct reply *out)
{
    const struct problem *p = &c->problem;
    const struct problem_text *text = problem_text(p->code);
    struct json *j = &out->json;
    const char *code = clean(c->mem, p->code);
    json_object(j);
    json_put_text(j, "type", arena_printf(c->mem, "/problems/%s", code));
    json_put_text(j, "title", title_of(text, q->lang, code));
    json_put_int(j, "status", out->status);
    json_put_text(j, "code", code);
    if (p->field[0])
        json_put_text(j, "field", clean(c->mem, p->field));
    if (p->detail[0] && out->status != 500)
        json_put_text(j, "detail", clean(c->mem, p->detail));
    json_put_text(j, "instance", q->id);
    json_end(j);
}

void problem_write(struct ctx *c, const struct req *q, enum err err, struct reply *out)
{
    const struct problem_text *text = problem_text(c->problem.code);
    const char *allow = out->allow;
    struct arena *mem = out->body.mem ? out->body.mem : c->mem;
    *out = (struct reply){.type = "application/problem+json", .allow = allow, .body.mem = mem};
    out->json.out = &out->body;
    out->status = text && text->status ? text->status : status_of(err);
    if (out->status == 503)
        out->retry_after_s = RETRY_BUSY_S;
    if (out->status == 429)
        out->retry_after_s = RETRY_LIMITED_S;
    document(c, q, out);
}
