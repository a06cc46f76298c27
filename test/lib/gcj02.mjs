// SPDX-License-Identifier: Apache-2.0
// WGS84 to GCJ-02 as it is publicly known: an oracle of our own for the server's way back.
const A = 6378245
const EE = 0.00669342162296594323
const { PI, sin, cos, sqrt, abs } = Math

const waves = (x) => (20 * sin(6 * x * PI) + 20 * sin(2 * x * PI)) * (2 / 3)

function shiftLat(x, y) {
  const slow = (20 * sin(y * PI) + 40 * sin((y / 3) * PI)) * (2 / 3) + (160 * sin((y / 12) * PI) + 320 * sin((y * PI) / 30)) * (2 / 3)
  return -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves(x) + slow
}

function shiftLon(x, y) {
  const slow = (20 * sin(x * PI) + 40 * sin((x / 3) * PI)) * (2 / 3) + (150 * sin((x / 12) * PI) + 300 * sin((x / 30) * PI)) * (2 / 3)
  return 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves(x) + slow
}

export function toGcj02({ lon, lat }) {
  const phi = (lat / 180) * PI
  const magic = 1 - EE * sin(phi) ** 2
  const north = (shiftLat(lon - 105, lat - 35) * 180) / (((A * (1 - EE)) / (magic * sqrt(magic))) * PI)
  const east = (shiftLon(lon - 105, lat - 35) * 180) / ((A / sqrt(magic)) * cos(phi) * PI)
  return { lon: lon + east, lat: lat + north }
}
