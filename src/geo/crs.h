/* SPDX-License-Identifier: Apache-2.0 */
/*
 * Coordinates: degrees in and out, longitude first. Kept are WGS84 degrees (CGCS2000 is the same within centimetres)
 * on a grid of 1e-7. GCJ-02 is the shifted system of Chinese web maps: the shift is a published formula, so it can be
 * undone; outside the box of China it is no shift at all.
 */
#pragma once

#include <stdbool.h>

#include "geo/shape.h"

bool crs_in_china(double lon, double lat); /* in the box where GCJ-02 is shifted */
void crs_wgs84_to_gcj02(double lon, double lat, double *out_lon, double *out_lat);
/* By iteration, within a tenth of a millimetre. */
void crs_gcj02_to_wgs84(double lon, double lat, double *out_lon, double *out_lat);

/* The nearest grid point; lon -180..180, lat -90..90. */
struct geo_point geo_point_of(double lon, double lat);
/* On the ellipsoid, for neighbourhoods: below 100 km the error is under a thousandth. */
double geo_distance_m(struct geo_point a, struct geo_point b);
/* Square metres of a square of one grid unit there. */
double geo_unit_m2(struct geo_point at);
/* On the ellipsoid, of a normal shape (shape.h); edges are straight in longitude and sine of latitude. */
double geo_area_m2(struct geo_shape shape);
