/* SPDX-License-Identifier: Apache-2.0 */
#include "sheet/zip_world.h"

#include <stdint.h>
#include <string.h>

#include "base/arena.h"
#include "base/buf.h"

#define XML "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n"
#define PACKAGE "http://schemas.openxmlformats.org/package/2006/relationships"
#define OFFICE "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
#define MAIN "http://schemas.openxmlformats.org/spreadsheetml/2006/main"

static uint32_t crc_of(const char *p, size_t n)
{
    uint32_t table[256], crc = 0xffffffff;
    for (uint32_t i = 0; i < 256; i++) {
        table[i] = i;
        for (int k = 0; k < 8; k++)
            table[i] = (table[i] >> 1) ^ (table[i] & 1 ? 0xedb88320 : 0);
    }
    for (size_t i = 0; i < n; i++)
        crc = (crc >> 8) ^ table[(crc ^ (unsigned char)p[i]) & 0xff];
    return ~crc;
}

static void put(struct buf *b, uint32_t v, int bytes)
{
    for (int i = 0; i < bytes; i++)
        buf_char(b, (char)(v >> (8 * i)));
}

static size_t size_of(const struct zip_part *p)
{
    return p->n ? p->n : strlen(p->text);
}

/* What the local and the central header have in common. */
static void put_facts(struct buf *b, const struct zip_part *p)
{
    size_t n = size_of(p);
    put(b, 20, 2);
    put(b, 0x800, 2);
    put(b, 0, 2);
    put(b, 0x5a21, 4);
    put(b, crc_of(p->text, n) + p->wrong_crc, 4);
    put(b, (uint32_t)n, 4);
    put(b, (uint32_t)(p->claim ? p->claim : n), 4);
    put(b, (uint32_t)strlen(p->name), 2);
    put(b, 0, 2);
}

static void put_entry(struct buf *b, const struct zip_part *p, size_t offset)
{
    put(b, 0x02014b50, 4);
    put(b, 20, 2);
    put_facts(b, p);
    put(b, 0, 2);
    put(b, 0, 2);
    put(b, 0, 2);
    put(b, 0, 4);
    put(b, (uint32_t)offset, 4);
    buf_text(b, p->name);
}

char *zip_of(struct arena *mem, const struct zip_part *parts, size_t n, size_t *out_n)
{
    struct buf b = {.mem = mem}, directory = {.mem = mem};
    for (size_t i = 0; i < n; i++) {
        put_entry(&directory, &parts[i], b.n);
        put(&b, 0x04034b50, 4);
        put_facts(&b, &parts[i]);
        buf_text(&b, parts[i].name);
        buf_bytes(&b, parts[i].text, size_of(&parts[i]));
    }
    size_t start = b.n;
    buf_bytes(&b, directory.p, directory.n);
    put(&b, 0x06054b50, 4);
    put(&b, 0, 4);
    put(&b, (uint32_t)n, 2);
    put(&b, (uint32_t)n, 2);
    put(&b, (uint32_t)directory.n, 4);
    put(&b, (uint32_t)start, 4);
    put(&b, 0, 2);
    *out_n = b.n;
    return b.p;
}

static const char root[] =
    XML "<Relationships xmlns=\"" PACKAGE "\"><Relationship Id=\"r1\" Type=\"" OFFICE
        "/officeDocument\" Target=\"xl/workbook.xml\"/></Relationships>";
static const char book[] =
    XML "<workbook xmlns=\"" MAIN "\" xmlns:r=\"" OFFICE "\"><sheets>"
        "<sheet name=\"one\" sheetId=\"1\" r:id=\"r1\"/></sheets></workbook>";
static const char relations[] =
    XML "<Relationships xmlns=\"" PACKAGE "\">"
        "<Relationship Id=\"r1\" Type=\"" OFFICE "/worksheet\" Target=\"worksheets/sheet1.xml\"/>"
        "<Relationship Id=\"r2\" Type=\"" OFFICE "/sharedStrings\" Target=\"/xl/strings.xml\"/>"
        "<Relationship Id=\"r3\" Type=\"" OFFICE "/styles\" Target=\"styles.xml\"/>"
        "</Relationships>";

char *xlsx_with(struct arena *mem, const char *strings, const char *sheet,
                const struct zip_part *more, size_t n_more, size_t *out_n)
{
    const char *texts =
        arena_printf(mem, XML "<sst xmlns=\"" MAIN "\">%s</sst>", strings ? strings : "");
    const char *cells =
        arena_printf(mem, XML "<worksheet xmlns=\"" MAIN "\">%s</worksheet>", sheet);
    const struct zip_part usual[] = {
        {"_rels/.rels",                root,      0, 0, 0},
        {"xl/workbook.xml",            book,      0, 0, 0},
        {"xl/_rels/workbook.xml.rels", relations, 0, 0, 0},
        {"xl/worksheets/sheet1.xml",   cells,     0, 0, 0},
        {"xl/strings.xml",             texts,     0, 0, 0},
    };
    size_t n = sizeof usual / sizeof usual[0];
    struct zip_part *parts = arena_array(mem, n + n_more, sizeof *parts);
    memcpy(parts, usual, sizeof usual);
    if (n_more)
        memcpy(parts + n, more, n_more * sizeof *more);
    return zip_of(mem, parts, n + n_more, out_n);
}

char *xlsx_of(struct arena *mem, const char *strings, const char *sheet, size_t *out_n)
{
    return xlsx_with(mem, strings, sheet, NULL, 0, out_n);
}
