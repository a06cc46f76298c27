/* SPDX-License-Identifier: Apache-2.0 */
#include <stdio.h>
#include <string.h>

#include "area/atlas.h"
#include "base/arena.h"
#include "base/json.h"
#include "base/text.h"
#include "cli/cli.h"
#include "geo/crs.h"

enum { POINTS_MAX = 256 << 20 };

static bool parse_point(const char *lon, const char *lat, bool gcj02, struct geo_point *out)
{
    double x, y;
    if (!text_real(lon, &x) || !text_real(lat, &y) || x < -180 || x > 180 || y < -90 || y > 90)
        return false;
    if (gcj02)
        crs_gcj02_to_wgs84(x, y, &x, &y);
    *out = geo_point_of(x, y);
    return true;
}

static void print_json(struct cli_session *s, const struct atlas_view *v, struct geo_point p,
                       int32_t at)
{
    struct buf b = {.mem = s->c.mem};
    struct json j = {.out = &b};
    json_object(&j);
    json_key(&j, "lon");
    json_degrees(&j, p.lon_e7);
    json_key(&j, "lat");
    json_degrees(&j, p.lat_e7);
    json_put_text(&j, "leaf", at < 0 ? NULL : atlas_at(v, at)->code);
    json_key(&j, "chain");
    json_array(&j);
    for (const struct area *a = atlas_at(v, at); a; a = atlas_at(v, a->parent)) {
        json_object(&j);
        json_put_text(&j, "code", a->code);
        json_put_text(&j, "name", a->name);
        json_put_text(&j, "level", a->level);
        json_end(&j);
    }
    json_array_end(&j);
    json_end(&j);
    (void)puts(buf_str(&b));
}

static enum cli_status locate_one(struct cli_session *s, const struct atlas_view *v,
                                  struct geo_point p, bool json)
{
    int32_t at = atlas_locate(v, p);
    if (json)
        print_json(s, v, p, at);
    for (const struct area *a = atlas_at(v, at); a && !json; a = atlas_at(v, a->parent))
        (void)printf("%s\t%s\t%s\n", a->code, a->level, a->name);
    if (at >= 0)
        return CLI_DONE;
    (void)fprintf(stderr, "wangge locate: no area of the grid holds this point\n");
    return CLI_WRONG;
}

/* "lon,lat" per line; the leaf's code, or an empty line, per line out. */
static enum cli_status locate_file(struct cli_session *s, const struct atlas_view *v,
                                   const char *path, bool gcj02)
{
    char *text, *save = NULL;
    size_t n;
    enum cli_status status = cli_read_file(s, path, POINTS_MAX, &text, &n);
    if (status != CLI_DONE)
        return status;
    for (char *line = strtok_r(text, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
        struct geo_point p;
        char *comma = strchr(line, ',');
        if (comma)
            *comma++ = '\0';
        if (!comma || !parse_point(line, comma, gcj02, &p)) {
            (void)fprintf(stderr, "wangge locate: not a point: %s\n", line);
            return CLI_MISUSE;
        }
        const struct area *a = atlas_at(v, atlas_locate(v, p));
        (void)puts(a ? a->code : "");
    }
    return CLI_DONE;
}

enum cli_status cli_locate(int argc, char **argv)
{
    const char *db = NULL, *crs = "wgs84", *file = NULL, *words[2] = {NULL, NULL};
    bool json = false;
    const struct cli_option options[] = {
        {"db",     &db,   NULL },
        {"crs",    &crs,  NULL },
        {"points", &file, NULL },
        {"json",   NULL,  &json}
    };
    struct cli_session s;
    struct geo_point p = {0, 0};
    size_t n;
    enum cli_status status = cli_read(argc, argv, options, LEN(options), words, 0, 2, &n);
    if (status != CLI_DONE)
        return status;
    bool gcj02 = strcmp(crs, "gcj02") == 0;
    if ((!gcj02 && strcmp(crs, "wgs84") != 0) || (file ? n != 0 : n != 2) ||
        (!file && !parse_point(words[0], words[1], gcj02, &p))) {
        (void)fprintf(stderr, "usage: wangge locate --db URL LON LAT [--crs gcj02|wgs84] [--json]\n"
                              "       wangge locate --db URL --points FILE|- [--crs ...]\n");
        return CLI_MISUSE;
    }
    status = cli_open_quiet(db, NULL, &s);
    if (status != CLI_DONE)
        return status;
    const struct atlas_view *v = atlas_take(s.app.atlas);
    status = file ? locate_file(&s, v, file, gcj02) : locate_one(&s, v, p, json);
    atlas_give(s.app.atlas, v);
    cli_close(&s);
    return status;
}
