/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows expat. */
#include "sheet/xml.h"

#include <expat.h>
#include <stdbool.h>
#include <string.h>

#include "sheet/pack.h"

enum { PIECE = 64 << 10, TOKEN_MAX = 1 << 20 };

struct walk {
    const struct xml_walker *walker;
    XML_Parser parser;
    enum err err; /* of the walker */
    int depth;
    bool doctype, too_deep;
};

static const char *local(const char *name)
{
    const char *colon = strchr(name, ':');
    return colon ? colon + 1 : name;
}

const char *xml_attr(const char **attrs, const char *name)
{
    for (size_t i = 0; attrs[i]; i += 2)
        if (strcmp(local(attrs[i]), name) == 0)
            return attrs[i + 1];
    return NULL;
}

static void stop(struct walk *w)
{
    (void)XML_StopParser(w->parser, XML_FALSE);
}

static void on_start(void *arg, const XML_Char *name, const XML_Char **attrs)
{
    struct walk *w = arg;
    w->too_deep = ++w->depth > XML_DEPTH_MAX;
    if (w->err == ERR_OK && !w->too_deep)
        w->err = w->walker->start(w->walker->arg, local(name), attrs);
    if (w->err != ERR_OK || w->too_deep)
        stop(w);
}

static void on_end(void *arg, const XML_Char *name)
{
    struct walk *w = arg;
    w->depth--;
    if (w->err == ERR_OK && w->walker->end)
        w->err = w->walker->end(w->walker->arg, local(name));
    if (w->err != ERR_OK)
        stop(w);
}

static void on_text(void *arg, const XML_Char *p, int n)
{
    struct walk *w = arg;
    if (w->err == ERR_OK)
        w->err = w->walker->text(w->walker->arg, p, (size_t)n);
    if (w->err != ERR_OK)
        stop(w);
}

static void on_doctype(void *arg, const XML_Char *name, const XML_Char *system,
                       const XML_Char *public, int inside)
{
    struct walk *w = arg;
    (void)name, (void)system, (void)public, (void)inside;
    w->doctype = true;
    stop(w);
}

static void parser_done(XML_Parser *parser)
{
    if (*parser)
        XML_ParserFree(*parser);
}

/* Why the parser stopped. */
static enum err stopped(struct ctx *c, const struct walk *w, const char *part)
{
    if (w->err != ERR_OK)
        return w->err;
    const char *why = w->doctype    ? "DOCTYPE"
                      : w->too_deep ? "depth"
                                    : XML_ErrorString(XML_GetErrorCode(w->parser));
    return ctx_fail(c, ERR_INVALID, "sheet.malformed", "", "%.100s: %s (%lu)", part, why,
                    XML_GetCurrentLineNumber(w->parser));
}

/* The parser holds a tag or a comment whole before it says what it is; characters come in pieces. */
static bool too_long(XML_Parser parser, size_t fed)
{
    XML_Index at = XML_GetCurrentByteIndex(parser);
    return at >= 0 && fed - (size_t)at > TOKEN_MAX;
}

static enum err feed(struct ctx *c, struct walk *w, struct pack_part *part)
{
    size_t fed = 0;
    for (size_t n = 1; n > 0;) {
        void *room = XML_GetBuffer(w->parser, PIECE);
        if (!room)
            return stopped(c, w, part->name);
        TRY(pack_part_read(c, part, room, PIECE, &n));
        if (XML_ParseBuffer(w->parser, (int)n, n == 0) != XML_STATUS_OK)
            return stopped(c, w, part->name);
        fed += n;
        if (n > 0 && too_long(w->parser, fed))
            return ctx_fail(c, ERR_INVALID, "sheet.too_large", "", "%.100s: a tag (%lu)",
                            part->name, XML_GetCurrentLineNumber(w->parser));
    }
    return ERR_OK;
}

enum err xml_walk(struct ctx *c, struct pack_part *part, const struct xml_walker *walker)
{
    struct walk w = {.walker = walker};
    CLEANUP(parser_done) XML_Parser parser = XML_ParserCreate(NULL);
    if (!parser)
        return ctx_fail(c, ERR_INTERNAL, "sheet.malformed", "", "%.100s", part->name);
    w.parser = parser;
    XML_SetUserData(parser, &w);
    XML_SetElementHandler(parser, on_start, on_end);
    XML_SetStartDoctypeDeclHandler(parser, on_doctype);
    if (walker->text)
        XML_SetCharacterDataHandler(parser, on_text);
    return feed(c, &w, part);
}
