// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { toGcj02 } from '../lib/gcj02.mjs'
import * as grid from '../lib/grid.mjs'
import { until } from '../lib/until.mjs'
import { cell, town, village } from '../lib/world.mjs'

const small = [
  { code: '9902', name: '小城市', level: 'city', parent: '' },
  { code: '990201', name: '小区一', level: 'district', parent: '9902' },
  { code: '990201001', name: '一街道', level: 'town', parent: '990201' },
  { code: '990201002', name: '二街道', level: 'town', parent: '990201' },
]
const square = (code, box) => ({ code, box })

export default function suite(world) {
  const load = (body, query, more = {}) => world.root.post('/imports/areas', { body, query, type: 'text/csv', ...more })
  const draw = (features, query, more = {}) =>
    world.root.post('/imports/polygons', { body: JSON.stringify({ type: 'FeatureCollection', features }), query, type: 'application/geo+json', ...more })
  const feature = (code, coordinates, type = 'Polygon') => ({ type: 'Feature', properties: { code }, geometry: { type, coordinates } })
  // Readers see what was imported within a second or two.
  const shown = (code, version = 1) =>
    until(`${code} is there`, async () => {
      const at = await fetch(`${world.server.base}/api/v1/areas/${code}`)
      return at.status === 200 && (await at.json()).version >= version
    })
  const rules = (reply) => reply.json.findings.map((f) => `${f.row} ${f.severity} ${f.rule}`)

  describe('import of areas', () => {
    test('a dry run tells what would happen and stores nothing', async () => {
      await world.changesNothing(async () => {
        const { json } = await load(grid.csv(small), { dry_run: 'true' })
        assert.deepEqual([json.applied, json.rows, json.added, json.errors], [false, 4, 4, 0])
      })
      await world.anyone.get('/areas/990201', { is: 404, code: 'area.unknown' })
    })

    test('each bad row is named with its line and rule, and one bad row stops all', async () => {
      const bad = [
        'code,name,level,parent,note',
        '9902,小城市,city,,',
        '99020x,字母,district,9902,',
        '990201,,district,9902,',
        '990202,层级,KING!,9902,',
        '990303,前缀,district,9902,',
        '990204001,无上级,town,990204,',
        '990205,重复,district,9902,',
        '990205,重复,district,9902,',
        '990206,标注,district,9902,rumour',
      ].join('\n')
      await world.changesNothing(async () => {
        const reply = await load(bad)
        assert.equal(reply.json.applied, false)
        assert.deepEqual(rules(reply), [
          '3 error code', '4 error name', '5 error level', '6 error prefix', '7 error parent_unknown', '9 error duplicate', '10 error note',
        ])
      })
      await world.anyone.get('/areas/9902', { is: 404 })
    })

    test('an import is applied as a whole, and the same file again changes nothing', async () => {
      const first = await load(grid.csv(small))
      await shown('990201001')
      assert.deepEqual([first.json.applied, first.json.added, first.json.findings], [true, 4, []])
      const { json } = await world.anyone.get('/areas/990201001')
      assert.deepEqual(json.chain.map((a) => a.code), ['990201001', '990201', '9902'])
      await world.changesNothing(async () => {
        const again = await load(grid.csv(small))
        assert.deepEqual([again.json.added, again.json.changed, again.json.unchanged], [0, 0, 4])
      })
    })

    test('a changed row is one change in the journal, beside the line of the import', async () => {
      const before = world.counts()
      const renamed = small.map((row) => (row.code === '990201002' ? { ...row, name: '第二街道' } : row))
      const { json } = await load(grid.csv(renamed))
      assert.deepEqual([json.added, json.changed, json.unchanged], [0, 1, 3])
      await shown('990201002', 2)
      const area = await world.anyone.get('/areas/990201002')
      assert.deepEqual([area.json.name, area.json.version], ['第二街道', 2])
      assert.equal(world.counts().area, before.area)
      const actions = world.db.rows(`SELECT action FROM journal ORDER BY id DESC LIMIT ${Number(world.counts().journal) - Number(before.journal)}`)
      assert.deepEqual(actions.toSorted(), ['change', 'import'])
    })

    test('households and population are numbers, or not known', async () => {
      const columns = ['code', 'name', 'level', 'parent', 'households', 'population']
      await load(grid.csv([{ ...small[2], households: 1200, population: 3456 }], columns))
      await shown('990201001', 2)
      const { json } = await world.anyone.get('/areas/990201001')
      assert.deepEqual([json.households, json.population], [1200, 3456])
      await world.changesNothing(async () => {
        const reply = await load(grid.csv([{ ...small[2], households: -1, population: 'many' }], columns))
        assert.equal(reply.json.applied, false)
        assert.ok(reply.json.findings.every((f) => f.rule === 'number'))
      })
    })

    test('a file with a mark, CRLF and quotes is read like any other', async () => {
      const text = '\ufeffcode,name,level,parent\r\n"990201003","三""号"", 街道",town,990201\r\n'
      const { json } = await load(text)
      assert.deepEqual([json.applied, json.added], [true, 1])
      await shown('990201003')
      assert.equal((await world.anyone.get('/areas/990201003')).json.name, '三"号", 街道')
    })

    test('a file that is no such table is refused as a whole', async () => {
      await world.changesNothing(async () => {
        for (const body of ['', 'code;name\n1;2\n', '<html><body>not a table</body></html>', 'code,name,level,parent\n"open', `code,name,level,parent\n990207,${'长'.repeat(300)},district,9902\n`]) {
          const reply = await load(body, undefined, { is: undefined, code: undefined }).catch((error) => error)
          if (reply instanceof Error) assert.match(reply.message, /-> (400|422) /)
          else assert.equal(reply.json.applied, false)
        }
        await load(Buffer.from('code,name,level,parent\n990208,\xff\xff\xff,district,9902\n', 'latin1'), undefined, { is: 422 })
        await world.root.post('/imports/areas', { body: {}, is: 415 })
      })
    })

    test('a file in GB18030, as Excel writes it, is read too', async () => {
      const { json } = await load(Buffer.from('code,name,level,parent\n990208,\xd0\xa1\xb3\xc7,district,9902\n', 'latin1'))
      assert.equal(json.applied, true)
      await shown('990208')
      assert.equal((await world.anyone.get('/areas/990208')).json.name, '小城')
    })

    test('rows beyond the caller\'s areas are errors', async () => {
      await world.changesNothing(async () => {
        const body = grid.csv([{ ...grid.byCode[town], name: '改名' }])
        const { json } = await world.abroad.admin.post('/imports/areas', { body, type: 'text/csv' })
        assert.equal(json.applied, false)
        assert.deepEqual(json.findings.map((f) => f.rule), ['scope'])
      })
    })
  })

  describe('import of boundaries', () => {
    const west = [113.3, 34.5, 113.32, 34.52]
    const east = [113.32, 34.5, 113.34, 34.52]

    test('a dry run, then the real thing, then nothing new', async () => {
      const features = [feature('990201001', [grid.ring(west)]), feature('990201002', [grid.ring(east)])]
      await world.changesNothing(async () => {
        const dry = await draw(features, { dry_run: 'true' })
        assert.deepEqual([dry.json.applied, dry.json.added], [false, 2])
      })
      const real = await draw(features)
      assert.deepEqual([real.json.applied, real.json.added], [true, 2])
      await world.changesNothing(async () => {
        const again = await draw(features)
        assert.deepEqual([again.json.added, again.json.changed, again.json.unchanged], [0, 0, 2])
      })
      await until('the boundary is there', async () => {
        const at = await fetch(`${world.server.base}/api/v1/locate?lon=113.33&lat=34.51`)
        return at.status === 200 && (await at.json()).area === '990201002'
      })
    })

    test('a boundary in GCJ-02 is kept in WGS84', async () => {
      const shifted = grid.ring(west).map(([lon, lat]) => Object.values(toGcj02({ lon, lat })))
      const { json } = await draw([feature('990201001', [shifted])], { crs: 'gcj02' })
      assert.deepEqual([json.applied, json.changed], [true, 1])
      const polygon = await world.anyone.get('/areas/990201001/polygon')
      assert.equal(polygon.json.properties.source_crs, 'gcj02')
      for (const [lon, lat] of polygon.json.geometry.coordinates[0]) {
        assert.ok(Math.min(Math.abs(lon - west[0]), Math.abs(lon - west[2])) < 2e-6, `${lon}`)
        assert.ok(Math.min(Math.abs(lat - west[1]), Math.abs(lat - west[3])) < 2e-6, `${lat}`)
      }
    })

    test('a ring that crosses itself is repaired, and said so', async () => {
      const bow = [[113.36, 34.5], [113.38, 34.52], [113.38, 34.5], [113.36, 34.52], [113.36, 34.5]]
      const reply = await draw([feature('990201003', [bow])])
      assert.deepEqual([reply.json.applied, ...rules(reply)], [true, '1 warning repaired'], reply.text)
    })

    test('each bad feature is named, and one stops all', async () => {
      const fine = feature('990201001', [grid.ring([113.3, 34.5, 113.31, 34.51])])
      await world.changesNothing(async () => {
        const reply = await draw([
          fine,
          feature('123456', [grid.ring(west)]),
          { type: 'Feature', properties: {}, geometry: fine.geometry },
          feature('990201002', [113.3, 34.5], 'Point'),
          feature('990201002', [grid.ring([200, 48, 201, 49])]),
          { type: 'Feature', properties: { code: '990201003' }, geometry: null },
          feature('990201001', [grid.ring(west)]),
          feature('990201', [[[113.3, 34.5], [113.4, 34.5]]]),
        ])
        assert.equal(reply.json.applied, false)
        assert.deepEqual(rules(reply), [
          '2 error area_unknown', '3 error no_code', '4 error not_polygon', '5 error range', '6 error no_geometry', '7 error duplicate', '8 error ring',
        ])
      })
    })

    test('what is not GeoJSON is refused as a whole', async () => {
      await world.changesNothing(async () => {
        for (const body of ['', '{', '[]', '{"type":"FeatureCollection","features":{}}'])
          await world.root.post('/imports/polygons', { body, type: 'application/geo+json' }).then(
            ({ json }) => assert.equal(json.applied, false, body),
            (error) => assert.match(error.message, /-> (400|422) /),
          )
        await world.root.post('/imports/polygons', { body: '{}', type: 'application/geo+json', query: { crs: 'mars' }, is: 422 })
        await world.root.post('/imports/polygons', { body: '{}', type: 'image/png', is: 415 })
      })
    })

    test('rows of another district are errors for its neighbour', async () => {
      await world.changesNothing(async () => {
        const body = JSON.stringify(grid.geojson([square(town, grid.byCode[town].box)]))
        const { json } = await world.abroad.admin.post('/imports/polygons', { body, type: 'application/geo+json' })
        assert.deepEqual([json.applied, json.findings[0].rule], [false, 'scope'])
      })
    })
  })

  describe('areas', () => {
    test('roots, children and names are found, in order of code', async () => {
      const roots = (await world.anyone.all('/areas')).map((a) => a.code)
      assert.ok(roots.includes(grid.city))
      const children = await world.anyone.all('/areas', { parent: grid.home })
      assert.deepEqual(children.map((a) => a.code), [grid.home + '001', grid.home + '002'])
      assert.deepEqual([children[0].n_children, children[0].is_leaf, children[0].has_polygon, children[0].note], [2, false, true, 'made_up'])
      const named = await world.anyone.all('/areas', { q: '本区2街' })
      assert.ok(named.length > 0 && named.every((a) => a.name.includes('本区2街')))
      const coded = await world.anyone.all('/areas', { q: village })
      assert.deepEqual(coded.map((a) => a.code), [village, village + '001', village + '002'])
      await world.anyone.get('/areas', { query: { parent: '123456' }, is: 404, code: 'area.unknown' })
    })

    test('an area knows all above it', async () => {
      const { json, headers } = await world.anyone.get(`/areas/${cell}`)
      assert.deepEqual(json.chain.map((a) => a.level), ['cell', 'village', 'town', 'district', 'city'])
      assert.deepEqual(json.box, grid.byCode[cell].box)
      assert.equal(json.is_leaf, true)
      const same = await world.anyone.get(`/areas/${cell}`, { headers: { 'if-none-match': headers.etag }, is: 304 })
      assert.equal(same.bytes.length, 0)
    })

    test('a boundary leaves as GeoJSON as it came in', async () => {
      const { json } = await world.anyone.get(`/areas/${cell}/polygon`)
      const corners = new Set(json.geometry.coordinates[0].map(String))
      assert.deepEqual(corners, new Set(grid.ring(grid.byCode[cell].box).map(String)))
      // 0.01 degrees at this latitude are about 916 m by 1,109 m.
      assert.ok(Math.abs(json.properties.area_m2 / (916 * 1109) - 1) < 0.01, `${json.properties.area_m2}`)
    })

    test('boundaries that tile have no faults; a gap, an overlap and what lies outside are named with their size', async () => {
      const ours = await world.admin.get('/checks/areas', { query: { area: grid.home } })
      assert.deepEqual(ours.json.items, [])
      // A parent 0.04 degrees wide: one child on the left half, one on the middle half, one beyond.
      await draw([
        feature('990201', [grid.ring([113.3, 34.5, 113.34, 34.52])]),
        feature('990201001', [grid.ring([113.3, 34.5, 113.32, 34.52])]),
        feature('990201002', [grid.ring([113.31, 34.5, 113.33, 34.52])]),
      ])
      let faults
      await until('the boundaries are there', async () => {
        faults = (await world.root.get('/checks/areas', { query: { area: '990201' } })).json.items
        return faults.some((f) => f.rule === 'gap')
      })
      const slice = 916 * 2 * 1109
      const found = Object.fromEntries(faults.map((f) => [`${f.rule} ${f.code} ${f.other}`, f.area_m2 / slice]))
      assert.ok(Math.abs(found['overlap 990201001 990201002'] - 1) < 0.02, JSON.stringify(faults))
      assert.ok(Math.abs(found['gap 990201 null'] - 1) < 0.02, JSON.stringify(faults))
      assert.ok('outside_parent 990201003 990201' in found, JSON.stringify(faults))
      await world.admin.get('/checks/areas', { query: { area: grid.abroad }, is: 403, code: 'right.area' })
    })
  })

  describe('locate', () => {
    const locate = (query, more) => world.anyone.get('/locate', { query, ...more })

    test('the smallest area that holds a point answers, with all above it', async () => {
      for (const code of grid.cells) {
        const { json } = await locate(grid.point(code))
        assert.equal(json.area, code)
        assert.equal(json.chain.at(-1).code, grid.city)
      }
    })

    test('a point on a shared border belongs to exactly one cell', async () => {
      const a = grid.byCode[cell].box
      const edge = await locate({ lon: a[2], lat: (a[1] + a[3]) / 2 })
      assert.ok([cell, village + '002'].includes(edge.json.area))
      const corner = await locate({ lon: a[2], lat: a[3] })
      assert.equal(corner.json.chain.at(-1).code, grid.city)
    })

    test('a point of a Chinese map app is brought back to where it is', async () => {
      for (const code of grid.cells) {
        const at = grid.point(code, 0.02, 0.02)
        const { json } = await locate({ ...toGcj02(at), crs: 'gcj02' })
        assert.equal(json.area, code)
        assert.ok(Math.abs(json.lon - at.lon) < 1e-6 && Math.abs(json.lat - at.lat) < 1e-6)
      }
    })

    test('outside is said, and a point that is none is refused', async () => {
      await locate({ lon: 113.7, lat: 35.5 }, { is: 404, code: 'locate.outside' })
      await locate({ lon: 0, lat: 0 }, { is: 404, code: 'locate.outside' })
      for (const query of [{}, { lon: 113.6 }, { lon: 'east', lat: 34 }, { lon: 200, lat: 34 }, { lon: 113.6, lat: 91 }, { lon: 'NaN', lat: 34 }, { lon: '1e400', lat: 34 }, { lon: '0x10', lat: 34 }, { lon: 113.6, lat: 34.7, crs: 'mars' }])
        await locate(query, { is: 422 })
    })
  })
}
