/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows libzip. */
#include "sheet/pack.h"

#include <zip.h>

#include "base/arena.h"

enum err pack_open(struct ctx *c, const void *p, size_t n, struct pack *out)
{
    zip_error_t error;
    zip_error_init(&error);
    zip_source_t *source = zip_source_buffer_create(p, n, 0, &error);
    zip_t *zip = source ? zip_open_from_source(source, ZIP_RDONLY, &error) : NULL;
    zip_error_fini(&error);
    if (!zip) {
        zip_source_free(source);
        return ctx_fail(c, ERR_INVALID, "sheet.malformed", "", "zip");
    }
    if (zip_get_num_entries(zip, 0) > PACK_PARTS_MAX) {
        zip_discard(zip);
        return ctx_fail(c, ERR_INVALID, "sheet.too_large", "", "> %d parts", PACK_PARTS_MAX);
    }
    *out = (struct pack){.zip = zip, .left = PACK_BYTES_MAX};
    return ERR_OK;
}

void pack_close(struct pack *pack)
{
    if (pack->zip)
        zip_discard(pack->zip);
}

static void file_done(zip_file_t **file)
{
    if (*file)
        (void)zip_fclose(*file);
}

static enum err malformed(struct ctx *c, const char *name)
{
    return ctx_fail(c, ERR_INVALID, "sheet.malformed", "", "%.100s", name);
}

/* The size that the directory names is only a promise: one byte more is asked for, and must not come. */
enum err pack_part(struct ctx *c, struct pack *pack, const char *name, const char **out,
                   size_t *out_n)
{
    zip_stat_t stat;
    zip_int64_t index = zip_name_locate(pack->zip, name, ZIP_FL_NOCASE | ZIP_FL_ENC_UTF_8);
    *out = NULL;
    *out_n = 0;
    if (index < 0)
        return ERR_OK;
    if (zip_stat_index(pack->zip, (zip_uint64_t)index, 0, &stat) != 0 ||
        !(stat.valid & ZIP_STAT_SIZE))
        return malformed(c, name);
    if (stat.size > pack->left)
        return ctx_fail(c, ERR_INVALID, "sheet.too_large", "", "%.100s", name);
    CLEANUP(file_done) zip_file_t *file = zip_fopen_index(pack->zip, (zip_uint64_t)index, 0);
    if (!file)
        return malformed(c, name);
    char *text = arena_alloc(c->mem, (size_t)stat.size + 1);
    zip_int64_t got = zip_fread(file, text, stat.size + 1);
    if (got < 0 || (zip_uint64_t)got != stat.size)
        return malformed(c, name);
    pack->left -= (size_t)got;
    *out = text;
    *out_n = (size_t)got;
    return ERR_OK;
}
