// SPDX-License-Identifier: Apache-2.0
// The class catalogue: what anybody reads, and what an office brings in from its sheet.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import * as grid from '../lib/grid.mjs'
import { wangge } from '../lib/server.mjs'
import { town, village } from '../lib/world.mjs'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const sheet = readFileSync(new URL('../sheets/standards.xlsx', import.meta.url))
const head = '类别,大类代码,大类,小类代码,小类,立案条件,处置时限,结案条件\n'

export default function suite(world) {
  const area = grid.home
  const bring = (body, query = {}, more = {}) => world.admin.post('/imports/catalogue', { query: { area, ...query }, body, type: 'text/csv', ...more })
  const tree = async (query = {}) => (await world.anyone.get('/catalogue', { query })).json
  const standards = (json) => json.groups.flatMap((g) => g.classes.flatMap((c) => c.subs.flatMap((s) => s.standards)))
  const version = async () => (await world.admin.get('/catalogue/versions', { query: { area } })).version

  describe('catalogue', () => {
    test('a new database has the starter catalogue, and it says what it is', async () => {
      const json = await tree()
      assert.deepEqual([json.district, json.version, json.groups.map((g) => g.group)], [null, 1, ['component', 'event']])
      assert.equal(standards(json).length, json.rows)
      const rubbish = standards(await tree({ q: 'e0110' }))
      assert.deepEqual(rubbish.map((r) => [r.sub_name, r.limit_text]), [['暴露生活垃圾', '4 工作时']])
      assert.ok(standards(json).every((r) => r.basis.endsWith('待本市标准替换')))
    })

    test('a sheet is previewed, taken in and holds for its district alone', async () => {
      const all = await tree()
      const query = { area, days: 'natural', source: '标准.xlsx' }
      const look = await world.admin.post('/imports/catalogue', { query: { ...query, dry_run: true }, body: sheet, type: XLSX })
      assert.deepEqual([look.json.applied, look.json.added, look.json.samples.added[0].sub_name], [false, 6, '上水井盖'])
      assert.deepEqual(look.json.findings.map((f) => [f.cell, f.rule]), [['H4', 'limit_read'], ['H8', 'limit_read'], ['A10', 'row_ignored']])
      assert.deepEqual(await tree({ area }), all)
      const done = await world.admin.post('/imports/catalogue', { query, body: sheet, type: XLSX })
      assert.deepEqual([done.json.applied, done.json.added, done.json.version], [true, 6, 1])
      const own = await tree({ area: village })
      assert.deepEqual([own.district, own.rows], [area, 6])
      assert.deepEqual(await tree({ area: grid.abroad }), all)
    })

    test('no case is filed under the catalogue for all where the district has its own', async () => {
      const [row] = standards(await tree())
      const { ref } = await world.file({ kind: 'street_light', body: '路灯不亮' })
      await world.act(world.intake, ref, 'accept')
      const standard = { district: null, id: row.id }
      await world.changesNothing(() => world.act(world.intake, ref, 'file_case', { standard }, { is: 422, code: 'case.standard_unknown' }))
    })

    test('both files read back as unchanged', async () => {
      for (const [end, type] of [['xlsx', XLSX], ['csv', 'text/csv']]) {
        const file = await world.anyone.get(`/catalogue.${end}`, { query: { area } })
        assert.match(file.headers['content-disposition'], new RegExp(`catalogue-${area}-v1.${end}`))
        const again = await world.admin.post('/imports/catalogue', { query: { area }, body: file.bytes, type })
        assert.deepEqual([again.json.unchanged, again.json.version], [6, 1])
        const held = { 'if-none-match': file.headers.etag }
        assert.equal((await world.anyone.get(`/catalogue.${end}`, { query: { area }, headers: held, is: 304 })).bytes.length, 0)
      }
    })

    test('a standard that ended is still there for the cases filed under it, and undo brings its words back', async () => {
      const [before] = standards(await tree({ area, q: 'c0212' }))
      const csv = `${head}部件,2,道路交通设施,12,路名牌,路名牌缺失,3工作日,补设到位\n`
      const changed = await bring(csv)
      assert.deepEqual([changed.json.changed, changed.json.ended], [1, 5])
      const row = (await world.anyone.get(`/catalogue/rows/${before.id}`, { query: { area } })).json
      assert.deepEqual(row, { ...before, ended: 2, current: false })
      await world.admin.post('/catalogue/undo', { query: { area }, body: {}, version: 1, is: 412, code: 'version.stale' })
      const undone = await world.admin.post('/catalogue/undo', { query: { area }, body: {}, version: await version() })
      assert.deepEqual([undone.json.version, undone.json.rows], [3, 6])
      const [after] = standards(await tree({ area, q: 'c0212' }))
      assert.deepEqual({ ...after, id: before.id, version: before.version }, before)
      const list = (await world.auditor.get('/catalogue/versions', { query: { area } })).json.items
      assert.deepEqual(list.map((v) => [v.version, v.source, v.restored]), [[3, null, 1], [2, null, null], [1, '标准.xlsx', null]])
    })

    test('one bad cell and nothing changes', async () => {
      await world.changesNothing(async () => {
        const { json } = await bring(`${head}事件,1,市容,1,垃圾,多,即时,清走\n,,,2,污水,多,1工作日,清走\n`)
        assert.deepEqual([json.applied, json.findings.map((f) => [f.cell, f.rule, f.detail])], [false, [['G2', 'limit', '即时']]])
        const turned = await bring(`${head}事件,1,市容,1,垃圾,多\u202e,1工作日,清走\u2066\n`)
        assert.deepEqual([turned.json.applied, turned.json.findings.map((f) => [f.cell, f.rule])], [false, [['F2', 'unseen'], ['H2', 'unseen']]])
        await bring('not,a,table\n', {}, { is: 422, code: 'catalogue.header' })
        await bring(head, {}, { is: 422, code: 'catalogue.empty' })
        await bring(sheet.subarray(0, 2000), {}, { type: XLSX, is: 422, code: 'sheet.malformed' })
        await bring(sheet, { sheet: '没有' }, { type: XLSX, is: 422, code: 'sheet.unknown' })
        await bring(head, { hours: 'maybe' }, { is: 422, code: 'import.option' })
        await world.admin.post('/imports/catalogue', { body: sheet, type: XLSX, is: 403 })
      })
    })

    test('tiers say how strict limits are below a prefix', async () => {
      const items = [{ area, tier: 'C' }, { area: town, tier: 'A' }]
      const set = await world.admin.post('/catalogue/tiers', { query: { area }, body: { items } })
      assert.deepEqual(set.json, { items, version: 1 })
      assert.deepEqual((await world.anyone.get('/catalogue/tiers', { query: { area } })).json, set.json)
      await world.admin.post('/catalogue/tiers', { query: { area }, body: { items: [] }, is: 412 })
      await world.admin.post('/catalogue/tiers', { query: { area }, body: { items: [] }, version: 1 })
    })

    test('the command line reads and writes the same sheets', async () => {
      const db = ['--db', world.db.url, '--area', area]
      const path = fileURLToPath(new URL('../sheets/standards.xlsx', import.meta.url))
      const file = await world.anyone.get('/catalogue.csv', { query: { area } })
      assert.equal(wangge(['export', 'catalogue', '-', ...db]).stdout, file.text)
      const again = wangge(['import', 'catalogue', '-', ...db], { input: file.text })
      assert.deepEqual([again.status, again.stdout.split('\n').at(-2)], [0, '6 rows: 0 added, 0 changed, 0 ended, 6 unchanged; 0 errors, 0 warnings: applied, version 3'])
      const look = wangge(['import', 'catalogue', path, ...db, '--days', 'work', '--dry-run'])
      assert.deepEqual([look.status, look.stdout.includes('H8\twarning\te0110\tlimit_read')], [0, true])
      const bad = wangge(['import', 'catalogue', '-', ...db], { input: `${head}事件,1,市容,1,垃圾,多,即时,清走\n` })
      assert.deepEqual([bad.status, bad.stdout.includes('-:G2\terror\te0101\tlimit\t即时')], [1, true])
      assert.equal(wangge(['import', 'catalogue', path, ...db, '--hours', 'maybe']).status, 2)
      assert.equal(wangge(['export', 'catalogue', 'x.pdf', ...db]).status, 2)
      assert.equal((await tree({ area })).version, 3)
    })

    test('who may for every root restores the catalogue for all, and none at all is possible', async () => {
      const none = await world.root.post('/catalogue/undo', { body: { to: 0 }, version: 1 })
      assert.deepEqual([none.json.version, none.json.rows], [2, 0])
      assert.deepEqual(await tree({ area: grid.abroad }), { district: null, version: 2, rows: 0, groups: [] })
      await world.root.post('/catalogue/undo', { body: {}, version: 2 })
      await world.admin.post('/catalogue/undo', { query: { area }, body: { to: 0 }, version: await version() })
      assert.equal((await tree({ area })).version, 3)
    })
  })
}
