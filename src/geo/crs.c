/* SPDX-License-Identifier: Apache-2.0 */
#include "geo/crs.h"

#include <math.h>

/*
 * The shift of GCJ-02: two polynomials with sine terms around (105, 35), scaled to degrees on the Krasovsky 1940
 * ellipsoid. The formula is not official; it has been public since 2010 and is what all open converters use.
 */
static const double pi = 3.14159265358979323846;
static const double krasovsky_a = 6378245.0, krasovsky_e2 = 0.00669342162296594323;

static const double wgs84_a = 6378137.0, wgs84_e2 = 0.00669437999014131699;

bool crs_in_china(double lon, double lat)
{
    return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

static double waves(double v, double a, double b)
{
    return (a * sin(v * pi) + b * sin(v / 3 * pi)) * 2 / 3;
}

static double shared_waves(double x)
{
    return (20 * sin(6 * x * pi) + 20 * sin(2 * x * pi)) * 2 / 3;
}

static double shift_north_m(double x, double y)
{
    return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(fabs(x)) +
           shared_waves(x) + waves(y, 20, 40) +
           (160 * sin(y / 12 * pi) + 320 * sin(y / 30 * pi)) * 2 / 3;
}

static double shift_east_m(double x, double y)
{
    return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(fabs(x)) + shared_waves(x) +
           waves(x, 20, 40) + (150 * sin(x / 12 * pi) + 300 * sin(x / 30 * pi)) * 2 / 3;
}

static void shift(double lon, double lat, double *out_lon, double *out_lat)
{
    double phi = lat / 180 * pi, s = sin(phi), w2 = 1 - krasovsky_e2 * s * s, w = sqrt(w2);
    double north = shift_north_m(lon - 105, lat - 35), east = shift_east_m(lon - 105, lat - 35);
    *out_lat = lat + north * 180 / (krasovsky_a * (1 - krasovsky_e2) / (w2 * w) * pi);
    *out_lon = lon + east * 180 / (krasovsky_a / w * cos(phi) * pi);
}

void crs_wgs84_to_gcj02(double lon, double lat, double *out_lon, double *out_lat)
{
    *out_lon = lon;
    *out_lat = lat;
    if (crs_in_china(lon, lat))
        shift(lon, lat, out_lon, out_lat);
}

/* The shift changes by less than a hundredth of the distance moved, so each round gains two digits or more. */
void crs_gcj02_to_wgs84(double lon, double lat, double *out_lon, double *out_lat)
{
    double x = lon, y = lat, off = crs_in_china(lon, lat) ? 1 : 0;
    for (int i = 0; i < 12 && off > 1e-10; i++) {
        double there_x, there_y;
        shift(x, y, &there_x, &there_y);
        x += lon - there_x;
        y += lat - there_y;
        off = fmax(fabs(lon - there_x), fabs(lat - there_y));
    }
    *out_lon = x;
    *out_lat = y;
}

struct geo_point geo_point_of(double lon, double lat)
{
    return (struct geo_point){(int32_t)lround(lon * 1e7), (int32_t)lround(lat * 1e7)};
}

/* Metres of one grid unit towards north and east at a latitude. */
static void unit_m(double lat_e7, double *out_north, double *out_east)
{
    double rad = pi / 180 / 1e7, s = sin(lat_e7 * rad), w2 = 1 - wgs84_e2 * s * s, w = sqrt(w2);
    *out_north = rad * wgs84_a * (1 - wgs84_e2) / (w2 * w);
    *out_east = rad * wgs84_a / w * cos(lat_e7 * rad);
}

double geo_distance_m(struct geo_point a, struct geo_point b)
{
    double north, east;
    unit_m(((double)a.lat_e7 + b.lat_e7) / 2, &north, &east);
    return hypot(((double)a.lat_e7 - b.lat_e7) * north, ((double)a.lon_e7 - b.lon_e7) * east);
}

double geo_unit_m2(struct geo_point at)
{
    double north, east;
    unit_m(at.lat_e7, &north, &east);
    return north * east;
}

/* Half the equal-area ordinate of the latitude: the area below an edge is the mean of its ends times the width. */
static double authalic(int32_t lat_e7)
{
    double e = sqrt(wgs84_e2), s = sin(lat_e7 / 1e7 * pi / 180);
    return (1 - wgs84_e2) * (s / (1 - wgs84_e2 * s * s) + atanh(e * s) / e) / 2;
}

static double ring_area_m2(struct geo_ring r)
{
    double sum = 0;
    double before = r.n ? authalic(r.points[r.n - 1].lat_e7) : 0;
    for (size_t i = 0; i < r.n; i++) {
        struct geo_point a = r.points[i ? i - 1 : r.n - 1], b = r.points[i];
        double here = authalic(b.lat_e7);
        sum += ((double)a.lon_e7 - b.lon_e7) / 1e7 * pi / 180 * (before + here) / 2;
        before = here;
    }
    return sum * wgs84_a * wgs84_a;
}

double geo_area_m2(struct geo_shape shape)
{
    double sum = 0;
    for (size_t i = 0; i < shape.n; i++)
        sum += ring_area_m2(shape.rings[i]);
    return sum;
}
