/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Prints the made-up city that the measurements run on, in the forms that `wangge import` reads: 1 city, 10 districts,
 * 1,000 sub-districts, 10,000 communities and 100,000 cells of 24 vertices.
 *   areas csv > areas.csv;  areas polygons DISTRICT(1..10) > polygons.geojson
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tiling.h"

enum {
    DISTRICTS = 10,
    DISTRICT_SIDE = 100,
    TOWN_SIDE = 10,
    TOWNS = 100,
    COMMUNITIES = 10,
    CELLS = 10
};

static const struct tiling city = {.columns = 5 * DISTRICT_SIDE,
                                   .rows = 2 * DISTRICT_SIDE,
                                   .west_e7 = 1130000000,
                                   .south_e7 = 340000000,
                                   .step_e7 = 10000};

static void print_csv(void)
{
    (void)puts("code,name,level,parent\n4101,测试市,city,");
    for (int d = 1; d <= DISTRICTS; d++) {
        (void)printf("4101%02d,第%d区,district,4101\n", d, d);
        for (int t = 1; t <= TOWNS; t++) {
            (void)printf("4101%02d%03d,第%d街道,town,4101%02d\n", d, t, t, d);
            for (int m = 1; m <= COMMUNITIES; m++) {
                (void)printf("4101%02d%03d%03d,第%d社区,village,4101%02d%03d\n", d, t, m, m, d, t);
                for (int e = 1; e <= CELLS; e++)
                    (void)printf("4101%02d%03d%03d%03d,第%d网格,cell,4101%02d%03d%03d\n", d, t, m,
                                 e, e, d, t, m);
            }
        }
    }
}

static void print_cell(int d, int column, int row, const char *before)
{
    struct geo_point ring[TILING_POINTS + 1];
    int town = row / TOWN_SIDE * (DISTRICT_SIDE / TOWN_SIDE) + column / TOWN_SIDE + 1;
    tiling_ring(&city, (d - 1) % 5 * DISTRICT_SIDE + column, (d - 1) / 5 * DISTRICT_SIDE + row,
                ring);
    ring[TILING_POINTS] = ring[0];
    (void)printf("%s{\"type\":\"Feature\",\"properties\":{\"code\":\"4101%02d%03d%03d%03d\"},"
                 "\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[",
                 before, d, town, row % TOWN_SIDE + 1, column % TOWN_SIDE + 1);
    for (int i = 0; i <= TILING_POINTS; i++)
        (void)printf("%s[%.7f,%.7f]", i ? "," : "", ring[i].lon_e7 / 1e7, ring[i].lat_e7 / 1e7);
    (void)fputs("]]}}", stdout);
}

int main(int argc, char **argv)
{
    if (argc == 2 && strcmp(argv[1], "csv") == 0) {
        print_csv();
        return 0;
    }
    int d = argc == 3 ? atoi(argv[2]) : 0;
    if (d < 1 || d > DISTRICTS || strcmp(argv[1], "polygons") != 0) {
        (void)fprintf(stderr, "usage: areas csv | areas polygons 1..%d\n", DISTRICTS);
        return 2;
    }
    (void)puts("{\"type\":\"FeatureCollection\",\"features\":[");
    for (int row = 0; row < DISTRICT_SIDE; row++)
        for (int column = 0; column < DISTRICT_SIDE; column++)
            print_cell(d, column, row, row + column ? ",\n" : "");
    (void)puts("\n]}");
    return 0;
}
