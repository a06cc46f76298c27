/* SPDX-License-Identifier: Apache-2.0 */
/* The only file that knows libzip. */
#include "sheet/pack.h"

#include <zip.h>

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

static enum err malformed(struct ctx *c, const char *name)
{
    return ctx_fail(c, ERR_INVALID, "sheet.malformed", "", "%.100s", name);
}

enum err pack_part_open(struct ctx *c, struct pack *pack, const char *name, struct pack_part *out,
                        bool *out_there)
{
    zip_stat_t stat;
    zip_int64_t index = zip_name_locate(pack->zip, name, ZIP_FL_NOCASE | ZIP_FL_ENC_UTF_8);
    *out_there = index >= 0;
    if (index < 0)
        return ERR_OK;
    if (zip_stat_index(pack->zip, (zip_uint64_t)index, 0, &stat) != 0 ||
        !(stat.valid & ZIP_STAT_SIZE))
        return malformed(c, name);
    if (stat.size > pack->left)
        return ctx_fail(c, ERR_INVALID, "sheet.too_large", "", "%.100s", name);
    pack->left -= (size_t)stat.size;
    *out = (struct pack_part){.name = name, .left = (size_t)stat.size};
    out->file = zip_fopen_index(pack->zip, (zip_uint64_t)index, 0);
    return out->file ? ERR_OK : malformed(c, name);
}

/* The size that the directory names is only a promise: more must not come, and less neither. */
enum err pack_part_read(struct ctx *c, struct pack_part *part, void *to, size_t max, size_t *out_n)
{
    zip_int64_t got = zip_fread(part->file, to, max);
    if (got < 0 || (zip_uint64_t)got > part->left || (got == 0 && part->left > 0))
        return malformed(c, part->name);
    part->left -= (size_t)got;
    *out_n = (size_t)got;
    return ERR_OK;
}

void pack_part_close(struct pack_part *part)
{
    if (part->file)
        (void)zip_fclose(part->file);
}
