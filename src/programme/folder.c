/* SPDX-License-Identifier: Apache-2.0 */
/* Programme files that a district keeps beside the program. */
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/embed.h"
#include "programme/parts.h"

enum { FILES_MAX = 200, BYTES_MAX = 2 << 20 };

static enum err fail(struct ctx *c, const char *path, const char *why)
{
    return ctx_fail(c, ERR_NOT_FOUND, "programme.folder", "", "%.180s: %s", path, why);
}

static void file_close(FILE **f)
{
    if (*f)
        (void)fclose(*f);
}

static void dir_close(DIR **d)
{
    if (*d)
        (void)closedir(*d);
}

static enum err read_one(struct ctx *c, struct embedded *file)
{
    CLEANUP(file_close) FILE *f = fopen(file->path, "rb");
    struct buf b = {.mem = c->mem};
    char piece[4096];
    size_t n;
    if (!f)
        return fail(c, file->path, strerror(errno));
    while ((n = fread(piece, 1, sizeof piece, f)) > 0 && b.n <= BYTES_MAX)
        buf_bytes(&b, piece, n);
    if (ferror(f) || b.n > BYTES_MAX)
        return fail(c, file->path, b.n > BYTES_MAX ? "too large" : "cannot be read");
    file->text = buf_str(&b);
    file->n = b.n;
    return ERR_OK;
}

static int by_path(const void *a, const void *b)
{
    return strcmp(((const struct embedded *)a)->path, ((const struct embedded *)b)->path);
}

enum err folder_read(struct ctx *c, const char *dir, const char *ending,
                     const struct embedded **out, size_t *out_n)
{
    CLEANUP(dir_close) DIR *d = opendir(dir);
    struct embedded *files = arena_array(c->mem, FILES_MAX, sizeof *files);
    size_t n = 0, end = strlen(ending);
    if (!d)
        return fail(c, dir, strerror(errno));
    for (const struct dirent *e; (e = readdir(d));) {
        size_t len = strlen(e->d_name);
        if (e->d_name[0] == '.' || len <= end || strcmp(e->d_name + len - end, ending) != 0)
            continue;
        if (n == FILES_MAX)
            return fail(c, dir, "too many files");
        files[n++].path = arena_printf(c->mem, "%s/%s", dir, e->d_name);
    }
    qsort(files, n, sizeof *files, by_path);
    for (size_t i = 0; i < n; i++)
        TRY(read_one(c, &files[i]));
    *out = files;
    *out_n = n;
    return ERR_OK;
}
