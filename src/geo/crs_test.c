/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/crs.h"

#include <math.h>

#include "unit.h"

static bool near(double a, double b, double tolerance)
{
    return fabs(a - b) <= tolerance;
}

static void known_points_are_shifted_as_published(void **state)
{
    static const double points[][4] = {
        {121.5272106, 31.1774276, 121.531541859215,   31.17530398364597 },
        {113.912316,  22.543847,  113.9171764808363,  22.540796131694766},
        {116.377817,  39.911954,  116.38404722455657, 39.91334545536069 },
    };
    (void)state;
    for (size_t i = 0; i < LEN(points); i++) {
        double lon, lat;
        crs_wgs84_to_gcj02(points[i][0], points[i][1], &lon, &lat);
        assert_true(near(lon, points[i][2], 1e-9));
        assert_true(near(lat, points[i][3], 1e-9));
    }
}

/* One millimetre is 0.9e-8 degrees. */
static void the_shift_is_undone_within_a_millimetre(void **state)
{
    (void)state;
    for (int i = 0; i < 170; i++) {
        for (int k = 0; k < 129; k++) {
            double lon = 73 + i * 0.37, lat = 2 + k * 0.41, x, y;
            crs_wgs84_to_gcj02(lon, lat, &x, &y);
            crs_gcj02_to_wgs84(x, y, &x, &y);
            assert_true(near(x, lon, 2e-9));
            assert_true(near(y, lat, 2e-9));
        }
    }
}

static void zhengzhou_moves_about_half_a_kilometre(void **state)
{
    double x, y;
    (void)state;
    crs_gcj02_to_wgs84(113.625368, 34.746599, &x, &y);
    double m = geo_distance_m(geo_point_of(113.625368, 34.746599), geo_point_of(x, y));
    assert_true(m > 500 && m < 650);
    assert_true(x < 113.625368 && y > 34.746599);
}

static void outside_china_nothing_is_shifted(void **state)
{
    double x, y;
    (void)state;
    crs_gcj02_to_wgs84(-71.0587, 42.3594, &x, &y);
    assert_true(x == -71.0587 && y == 42.3594);
    crs_wgs84_to_gcj02(2.35, 48.85, &x, &y);
    assert_true(x == 2.35 && y == 48.85);
}

static void points_round_to_the_nearest_of_the_grid(void **state)
{
    (void)state;
    struct geo_point p = geo_point_of(113.65000004, -34.74999996);
    assert_int_equal(p.lon_e7, 1136500000);
    assert_int_equal(p.lat_e7, -347500000);
    p = geo_point_of(180, -90);
    assert_int_equal(p.lon_e7, 1800000000);
    assert_int_equal(p.lat_e7, -900000000);
}

/* Lengths of one degree on WGS84 from the usual tables: at 45 north 111,132 m and 78,847 m. */
static void distances_follow_the_ellipsoid(void **state)
{
    (void)state;
    double north = geo_distance_m(geo_point_of(10, 44.95), geo_point_of(10, 45.05));
    double east = geo_distance_m(geo_point_of(10, 45), geo_point_of(10.1, 45));
    assert_true(near(north, 11113.2, 1));
    assert_true(near(east, 7884.7, 1));
}

/* The whole ellipsoid has 510,065,621.7 km2; an eighth of it lies between two meridians 90 degrees apart. */
static void areas_follow_the_ellipsoid(void **state)
{
    struct geo_point eighth[] = {
        {0,         0        },
        {900000000, 0        },
        {900000000, 900000000},
        {0,         900000000}
    };
    struct geo_point hole[] = {
        {100000000, 100000000},
        {100000000, 200000000},
        {200000000, 200000000},
        {200000000, 100000000}
    };
    struct geo_ring rings[] = {
        {eighth, 4},
        {hole,   4}
    };
    (void)state;
    double whole = geo_area_m2((struct geo_shape){rings, 1});
    double part = geo_area_m2((struct geo_shape){rings, 2});
    double ring = -geo_area_m2((struct geo_shape){rings + 1, 1});
    assert_true(near(whole / 1e6, 510065621.7 / 8, 1));
    assert_true(ring > 0 && near(whole - ring, part, 1e-3));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(known_points_are_shifted_as_published),
        cmocka_unit_test(the_shift_is_undone_within_a_millimetre),
        cmocka_unit_test(zhengzhou_moves_about_half_a_kilometre),
        cmocka_unit_test(outside_china_nothing_is_shifted),
        cmocka_unit_test(points_round_to_the_nearest_of_the_grid),
        cmocka_unit_test(distances_follow_the_ellipsoid),
        cmocka_unit_test(areas_follow_the_ellipsoid),
    };
    return UNIT_RUN(tests);
}
