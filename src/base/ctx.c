/* SPDX-License-Identifier: Apache-2.0 */
#include "base/ctx.h"

#include <stdarg.h>
#include <stdio.h>

enum err ctx_fail(struct ctx *c, enum err err, const char *code, const char *field, const char *fmt,
                  ...)
{
    (void)snprintf(c->problem.code, sizeof c->problem.code, "%s", code);
    (void)snprintf(c->problem.field, sizeof c->problem.field, "%s", field);
    va_list args;
    va_start(args, fmt);
    (void)vsnprintf(c->problem.detail, sizeof c->problem.detail, fmt, args);
    va_end(args);
    return err;
}
