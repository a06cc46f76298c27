// SPDX-License-Identifier: Apache-2.0
// A made-up city of squares: 2 districts side by side, each with 2 towns, each with 2 villages, each with 2 cells of 0.01
// degrees. The second district is for strangers.
export const city = '9901'
export const home = '990101'
export const abroad = '990102'

const SIDE = 0.01
const WEST = { [home]: 113.6, [abroad]: 113.64 }
const SOUTH = 34.7

const pair = (n) => String(n).padStart(3, '0')
const round = (x) => Math.round(x * 1e7) / 1e7

function build() {
  const areas = [{ code: city, name: '方格市', level: 'city', parent: '', box: [WEST[home], SOUTH, WEST[abroad] + 4 * SIDE, SOUTH + 2 * SIDE] }]
  for (const [district, name] of [[home, '本区'], [abroad, '邻区']]) {
    const west = WEST[district]
    areas.push({ code: district, name, level: 'district', parent: city, box: [west, SOUTH, west + 4 * SIDE, SOUTH + 2 * SIDE] })
    for (let t = 1; t <= 2; t++) {
      const town = district + pair(t)
      const left = west + (t - 1) * 2 * SIDE
      areas.push({ code: town, name: `${name}${t}街道`, level: 'town', parent: district, box: [left, SOUTH, left + 2 * SIDE, SOUTH + 2 * SIDE] })
      for (let v = 1; v <= 2; v++) {
        const village = town + pair(v)
        const low = SOUTH + (v - 1) * SIDE
        areas.push({ code: village, name: `${name}${t}街${v}社区`, level: 'village', parent: town, box: [left, low, left + 2 * SIDE, low + SIDE] })
        for (let c = 1; c <= 2; c++) {
          const at = left + (c - 1) * SIDE
          areas.push({ code: village + pair(c), name: `${name}${t}街${v}社区${c}网格`, level: 'cell', parent: village, box: [at, low, at + SIDE, low + SIDE] })
        }
      }
    }
  }
  return areas.map((area) => ({ ...area, box: area.box.map(round) }))
}

export const areas = build()
export const byCode = Object.fromEntries(areas.map((area) => [area.code, area]))
export const cells = areas.filter((area) => area.level === 'cell').map((area) => area.code)

export function csv(rows = areas, columns = ['code', 'name', 'level', 'parent', 'note']) {
  const line = (row) => columns.map((column) => row[column] ?? (column === 'note' ? 'made_up' : '')).join(',')
  return [columns.join(','), ...rows.map(line)].join('\n') + '\n'
}

export function ring([west, south, east, north]) {
  return [[west, south], [east, south], [east, north], [west, north], [west, south]]
}

export function geojson(rows = areas) {
  const features = rows.map(({ code, box }) => ({ type: 'Feature', properties: { code }, geometry: { type: 'Polygon', coordinates: [ring(box)] } }))
  return { type: 'FeatureCollection', features }
}

// A point well inside; dx, dy in parts of the box from its south-west corner.
export function point(code, dx = 0.5, dy = 0.5) {
  const [west, south, east, north] = byCode[code].box
  return { lon: round(west + (east - west) * dx), lat: round(south + (north - south) * dy) }
}
