// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { VectorTile } from '@mapbox/vector-tile'
import { PbfReader } from 'pbf'
import * as grid from '../lib/grid.mjs'
import { cell } from '../lib/world.mjs'

const EXTENT = 4096

// Tile of a point, and where in the tile it lies.
function tileOf({ lon, lat }, z) {
  const n = 2 ** z
  const x = ((lon + 180) / 360) * n
  const y = ((1 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / Math.PI) / 2) * n
  return { path: `/tiles/areas/${z}/${Math.floor(x)}/${Math.floor(y)}`, z, x: Math.floor(x), y: Math.floor(y), px: (x % 1) * EXTENT, py: (y % 1) * EXTENT }
}

function holds(rings, px, py) {
  let inside = false
  for (const ring of rings)
    for (let i = 0, j = ring.length - 1; i < ring.length; j = i++)
      if (ring[i].y > py !== ring[j].y > py && px < ((ring[j].x - ring[i].x) * (py - ring[i].y)) / (ring[j].y - ring[i].y) + ring[i].x) inside = !inside
  return inside
}

function features(reply, layer) {
  const found = new VectorTile(new PbfReader(reply.bytes)).layers[layer]
  return Array.from({ length: found?.length ?? 0 }, (_, i) => found.feature(i))
}

export default function suite(world) {
  const { anyone, intake } = world

  describe('tiles', () => {
    test('each zoom shows its level, and the outline is where the area is', async () => {
      for (const [z, level] of [[8, 'district'], [10, 'town'], [13, 'village'], [15, 'cell']]) {
        for (const code of grid.cells) {
          const tile = tileOf(grid.point(code), z)
          const found = features(await anyone.get(tile.path), 'areas').filter((f) => f.properties.level === level)
          const holding = found.filter((f) => holds(f.loadGeometry(), tile.px, tile.py)).map((f) => f.properties.code)
          assert.deepEqual(holding, [grid.areas.find((a) => a.level === level && code.startsWith(a.code)).code], `zoom ${z} at ${code}`)
        }
      }
    })

    test('a tile says of each area its code, name, level and note', async () => {
      const tile = tileOf(grid.point(cell), 15)
      const found = features(await anyone.get(tile.path), 'areas').find((f) => f.properties.code === cell)
      assert.deepEqual({ ...found.properties }, { code: cell, name: grid.byCode[cell].name, level: 'cell', note: 'made_up' })
    })

    test('a tile that the caller has is not sent again', async () => {
      const tile = tileOf(grid.point(cell), 12)
      const first = await anyone.get(tile.path)
      await anyone.get(tile.path, { headers: { 'if-none-match': first.headers.etag }, is: 304 })
      assert.equal(first.headers['content-encoding'], 'gzip')
    })

    test('an empty tile has no body, one that cannot be is not there', async () => {
      await anyone.get('/tiles/areas/10/0/0', { is: 204 })
      for (const path of ['/tiles/areas/2/4/0', '/tiles/areas/2/0/4', '/tiles/areas/30/0/0', '/tiles/areas/-1/0/0', '/tiles/areas/1.5/0/0', '/tiles/areas/a/b/c']) await anyone.get(path, { is: 404 })
    })

    test('a tile of cases shows only what the caller may see, and is not cached', async () => {
      const { ref } = await world.file({ kind: 'street_light' })
      const tile = tileOf(grid.point(cell), 14)
      const path = `/tiles/cases/${tile.z}/${tile.x}/${tile.y}`
      const reply = await intake.get(path)
      assert.match(reply.headers['cache-control'], /no-store/)
      const found = features(reply, 'cases').find((f) => f.properties.ref === ref)
      const { kind, state } = found.properties
      assert.deepEqual([kind, state, Boolean(found.properties.open)], ['street_light', 'reported', true])
      const [[at]] = found.loadGeometry()
      assert.ok(Math.abs(at.x - tile.px) < 2 && Math.abs(at.y - tile.py) < 2)
      await anyone.get(path, { is: 401, code: 'session.needed' })
      await world.auditor.get(path, { is: 403, code: 'right.missing' })
      const foreign = await world.abroad.intake.get(path)
      assert.deepEqual(foreign.status === 204 ? [] : features(foreign, 'cases').map((f) => f.properties.ref), [])
    })
  })
}
