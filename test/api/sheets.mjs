// SPDX-License-Identifier: Apache-2.0
// Ledgers in and out as spreadsheets: what an office has, brought in as a whole, taken out, taken back.
import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { wangge } from '../lib/server.mjs'
import { cell, town, village } from '../lib/world.mjs'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const file = (name) => readFileSync(new URL(`../sheets/${name}`, import.meta.url))
const head = '招牌名称,门店类别,门牌地址,区划代码,经营面积\n'

export default function suite(world) {
  const area = grid.home
  const bring = (body, query = {}, more = {}) => world.clerk.post('/ledgers/shop/imports', { query: { area, ...query }, body, type: 'text/csv', ...more })
  const out = (body = {}, more = {}) => world.clerk.post('/ledgers/shop/exports', { body: { area, format: 'csv', ...body }, ...more })
  const ask = (body = {}) => world.clerk.post('/ledgers/shop/export-requests', { body: { area, format: 'csv', reason: '年底核对', ...body }, is: 201 })
  const granted = async (body) => {
    const { ref } = (await ask(body)).json
    await world.supervisor.post(`/export-requests/${ref}/decide`, { version: 1, body: { grant: true } })
    return world.clerk.post(`/export-requests/${ref}/file`)
  }
  const imports = async () => (await world.clerk.get('/ledgers/shop/imports', { query: { area } })).json.items
  const undo = (ref, version, more = {}) => world.clerk.post(`/ledger-imports/${ref}/undo`, { version, ...more })
  const found = (reply) => reply.json.findings.map((f) => `${f.severity === 'error' ? '!' : ''}${f.cell} ${f.rule}`)
  const lines = (reply) => reply.text.replace('\ufeff', '').trim().split('\r\n')

  describe('sheets', () => {
    test('a preview says what would become of each row and changes nothing', async () => {
      let look
      await world.changesNothing(async () => (look = await bring(file('shops-utf8.csv'), { dry_run: true })))
      const { json } = look
      assert.deepEqual([json.applied, json.import, json.rows, json.added, json.errors], [false, null, 2, 2, 0])
      assert.deepEqual(found(look), ['A6 row_ignored', 'A7 row_ignored'])
      assert.deepEqual(json.heads.map((h) => [h.column, h.head, h.field]), [
        ['A', '序号', null], ['B', '门店名称', 'name'], ['C', '门店类别', 'trade'], ['D', '经营地址', 'address'],
        ['E', '所属网格', '@area'], ['F', '经营面积（平方米）', 'floor_area'], ['G', '联系电话', 'phone'],
      ])
      assert.equal(json.mapping_source, 'guessed')
      assert.deepEqual(json.samples[0], { row: 4, what: 'added', before: null, fields: { address: '兴达路1号', floor_area: 1234.5, name: '𬭬记面馆', trade: 'restaurant' } })
    })

    test('the same sheet in three encodings is one ledger', async () => {
      const query = { source: '五小门店.csv' }
      const done = await bring(file('shops-gb18030.csv'), query)
      assert.deepEqual([done.json.applied, done.json.added], [true, 2])
      assert.match(done.json.import, /^990101-/)
      for (const name of ['shops-utf8.csv', 'shops-bom.csv']) {
        const again = await bring(file(name), query)
        assert.deepEqual([again.json.unchanged, again.json.import, again.json.mapping_source], [2, null, 'remembered'])
      }
      const [latest] = await imports()
      assert.deepEqual([latest.ref, latest.source, latest.who, latest.added, latest.undone], [done.json.import, '五小门店.csv', '韩台账', 2, null])
    })

    test('what is wrong is told cell by cell, and nothing is half applied', async () => {
      let bad
      await world.changesNothing(async () => (bad = await bring(file('shops-bad.csv'))))
      assert.deepEqual([bad.json.applied, bad.json.errors], [false, found(bad).length])
      assert.deepEqual(found(bad), ['!B2 choice', '!E2 number', '!F2 code', '!G2 code', '!D4 scope', '!F5 digits_lost', '!G5 zero_lost'])
      assert.deepEqual(found(await bring(`${head}一店,salon,路1,${cell},1\n一 店,food,路1,${cell},2\n`)), ['!A3 key_twice'])
      await bring(file('shops-page.csv'), {}, { is: 422, code: 'sheet.html' })
      await bring(`${head}`, {}, { is: 422, code: 'import.empty' })
      await bring(head, { area: grid.city }, { is: 403 })
      await bring(head, { mapping: '{"没有":"name"}' }, { is: 422, code: 'import.mapping' })
      await bring(head, { crs: 'gcj02', mapping: 'none' }, { is: 400, code: 'json.malformed' })
      await world.clerk.post('/ledgers/nothing/imports', { query: { area }, body: head, type: 'text/csv', is: 404, code: 'ledger.unknown' })
    })

    test('a mapping given by hand is kept for the next sheet with these heads', async () => {
      const csv = `甲,乙,丙,丁\n二店,food,路2,${cell}\n`
      const mapping = JSON.stringify({ 甲: 'name', 乙: 'trade', 丙: 'address', 丁: '@area' })
      const unknown = await bring(csv, { dry_run: true })
      assert.deepEqual([unknown.json.heads[0].sample, found(unknown)], ['二店', ['!A1 column_missing', '!A1 column_missing']])
      const long = await bring(csv, { mapping: JSON.stringify({ [`甲${'长'.repeat(2000)}`]: 'name' }) }, { is: 414, code: 'http.target_long' })
      assert.match(long.headers['content-type'], /^application\/problem\+json/)
      assert.equal((await bring(csv, { columns: 'A:name,B:trade,C:address,D:@area', dry_run: true })).json.added, 1)
      await bring(csv, { columns: 'A:name,Z:trade' }, { is: 422, code: 'import.mapping' })
      assert.deepEqual([(await bring(csv, { mapping })).json.added, (await bring(csv)).json.mapping_source], [1, 'remembered'])
    })

    test('what is taken out goes back in as unchanged, in every format', async () => {
      for (const [format, type] of [['xlsx', XLSX], ['csv', 'text/csv'], ['csv_gb18030', 'text/csv']]) {
        const taken = await granted({ format })
        assert.match(taken.headers['content-disposition'], /^attachment; filename="shop-990101-\d{8}\.(xlsx|csv)"$/)
        const again = await bring(taken.bytes, {}, { type })
        const { rows, unchanged, changed, added, errors } = again.json
        assert.deepEqual([unchanged, changed, added, errors], [rows, 0, 0, 0], again.text)
        assert.ok(rows >= 3)
      }
    })

    test('restricted fields need their right, and every file is journalled', async () => {
      const plain = await world.inspector.post('/ledgers/shop/exports', { body: { area, format: 'csv' } })
      assert.ok(!plain.text.includes('13812345678') && !lines(plain)[0].includes('联系电话'))
      assert.match(lines(plain).at(-1), /^导出：冯检查，.*共 \d+ 条$/)
      assert.ok((await granted()).text.includes('13812345678'))
      await out({ secret: true }, { is: 409, code: 'export.approval' })
      await world.inspector.post('/ledgers/shop/export-requests', { body: { area, format: 'csv', reason: '看看' }, is: 403 })
      await out({ format: 'ods' }, { is: 422, code: 'export.format' })
      await out({ area: grid.abroad }, { is: 403 })
      const [row] = (await world.auditor.get('/journal', { query: { area } })).json.items.filter((r) => r.noun === 'ledger_export')
      assert.deepEqual([row.who, row.action], ['韩台账', 'export_secret'])
      const [after] = world.db.rows("SELECT after_doc FROM journal WHERE noun = 'ledger_export' ORDER BY id DESC LIMIT 1").map(JSON.parse)
      assert.deepEqual([after.rows >= 3, after.ledger, after.secret], [true, 'shop', true])
    })

    test('a file with restricted fields is asked for, granted by another and taken once', async () => {
      const asked = (await ask({ format: 'csv', facet: 'salon' })).json
      assert.deepEqual([asked.state, asked.own, asked.who, asked.reason, asked.facet], ['asked', true, '韩台账', '年底核对', 'salon'])
      const to = (what, who, more) => who.post(`/export-requests/${asked.ref}/${what}`, more)
      await to('file', world.clerk, { is: 409, code: 'export.not_granted' })
      await to('decide', world.clerk, { version: 1, body: { grant: true }, is: 403, code: 'export.own' })
      await to('decide', world.inspector, { version: 1, body: { grant: true }, is: 403 })
      await to('decide', world.supervisor, { version: 9, body: { grant: true }, is: 412 })
      const yes = (await to('decide', world.supervisor, { version: 1, body: { grant: true, answer: '限本次' } })).json
      assert.deepEqual([yes.state, yes.own, yes.answer, yes.version], ['granted', false, '限本次', 2])
      await to('decide', world.supervisor, { version: 2, body: { grant: false }, is: 409, code: 'export.decided' })
      await to('file', world.supervisor, { is: 409, code: 'export.not_yours' })
      assert.match((await to('file', world.clerk)).text, /联系电话/)
      await to('file', world.clerk, { is: 409, code: 'export.taken' })
      const listed = (await world.supervisor.get('/export-requests', { query: { area } })).json.items.find((r) => r.ref === asked.ref)
      assert.deepEqual([listed.state, listed.taken !== null], ['taken', true])
      const told = (await world.auditor.get('/journal', { query: { area } })).json.items.filter((r) => r.noun === 'ledger_export' && r.noun_ref === asked.ref)
      assert.deepEqual(told.map((r) => r.action).reverse().slice(-3), ['ask', 'grant', 'export_secret'])
      const no = (await ask()).json
      await world.supervisor.post(`/export-requests/${no.ref}/decide`, { version: 1, body: { grant: false } })
      await world.clerk.post(`/export-requests/${no.ref}/file`, { is: 409, code: 'export.not_granted' })
    })

    test('a formula stays a text, and a part of the ledger is taken out by its area and kind', async () => {
      await bring(`${head}"=1+1",salon,路9,${village},3\n`)
      const taken = await out({ area: village, facet: 'salon' })
      assert.match(lines(taken)[1], /,"'=1\+1",/)
      assert.deepEqual(lines(await out({ status: 'compliant', facet: 'bath' })).length, 2)
      assert.deepEqual(lines(await out({ as_of: '2020-01-01' })).length, 2)
    })

    test('a file has what the list shows, with who answers, since when, and what is due', async () => {
      const [, first] = (await world.clerk.get('/ledgers/shop/entries', { query: { area } })).json.items
      await world.admin.post('/posts', { body: { kind: 'grid_worker', area: cell, title: '分包一岗' }, is: 201 })
      const post = (await world.admin.get('/posts', { query: { area: cell } })).json.items.find((p) => p.title === '分包一岗').ref
      await bring(`编号,招牌名称,责任岗位\n${first.ref},${first.name},分包一岗\n`)
      assert.equal((await world.clerk.get(`/entries/${first.ref}`)).json.post, post)
      const [heads, only, ...rest] = lines(await out({ post }))
      assert.deepEqual([rest.length, only.includes(`分包一岗（${post}）`)], [1, true])
      assert.match(heads, /,责任岗位,.*,在册起始日,状态起始日,上次检查日,复查到期日,未销号项数$/)
      assert.ok((await bring(await out({ format: 'xlsx' }).then((r) => r.bytes), {}, { type: XLSX })).json.unchanged >= 3)
      assert.equal(lines(await out({ q: first.name })).length, 3)
      assert.equal(lines(await out({ post: 'none', q: first.name })).length, 2)
      assert.match(lines(await out({ stand: 'ever' }))[0], /,退出台账日,退出台账原因$/)
      assert.deepEqual(lines(await out({ review_before: '2020-01-01' })).length, 2)
      await out({ figures: 'year.2024' }, { is: 422, code: 'export.figures' })
      await out({ stand: 'left', review_before: '2020-01-01' }, { is: 422, code: 'ledger.filters' })
      const counted = (await world.clerk.get('/ledgers/shop/counts', { query: { area, by: 'post' } })).json
      assert.deepEqual(counted.parts.filter((p) => p.post).map((p) => [p.post, p.name, p.total]), [[post, '分包一岗', 1]])
      assert.equal(counted.parts.reduce((sum, p) => sum + p.total, 0), counted.total)
      const listed = async (of) => (await world.clerk.get('/ledgers/shop/entries', { query: { area, post: of } })).json.items.length
      assert.deepEqual([await listed(post), await listed('none')], [1, counted.total - 1])
    })

    test('the empty sheet has the heads, and a second one says what they are for', async () => {
      const csv = await world.clerk.get('/ledgers/shop/template', { query: { format: 'csv' } })
      assert.ok(lines(csv)[0].startsWith('招牌名称*,'))
      const xlsx = await world.clerk.get('/ledgers/shop/template')
      const other = await bring(xlsx.bytes, { dry_run: true, sheet: '别的' }, { type: XLSX, is: 422, code: 'sheet.unknown' })
      assert.match(other.json.detail, /填写说明/)
      await bring(xlsx.bytes, { dry_run: true }, { type: XLSX, is: 422, code: 'import.empty' })
      await world.clerk.get('/ledgers/shop/template', { query: { format: 'ods' }, is: 422, code: 'export.format' })
    })

    test('the command line brings in and takes out the same, and verify holds each import against its digest', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'sheets-'))
      const line = (...args) => wangge([...args, '--db', world.db.url])
      const csv = join(dir, 'shops.csv')
      const key = ['--key', join(dir, 'key')] // sealed fields of the server do not open with it: no sheet here has any
      writeFileSync(csv, `${head}七店,food,路7,${cell},1\n`)
      const looked = line('import', 'ledger', 'shop', csv, '--area', area, ...key, '--dry-run')
      assert.deepEqual([looked.status, looked.stdout], [0, '1 rows: 1 added, 0 changed, 0 unchanged; 0 errors, 0 warnings: dry run\n'])
      const done = line('import', 'ledger', 'shop', csv, '--area', area, ...key)
      assert.equal(done.status, 0, done.stderr)
      assert.match(done.stdout, /1 added.*: applied/)
      const taken = line('export', 'ledger', 'shop', join(dir, 'out.csv'), '--area', cell, '--as-of', '2099-01-01', ...key)
      assert.equal(taken.status, 0, taken.stderr)
      assert.match(readFileSync(join(dir, 'out.csv'), 'utf8'), /七店,小食品店,/)
      writeFileSync(csv, `${head}八店,nothing,路8,${cell},1\n`)
      const wrong = line('import', 'ledger', 'shop', csv, '--area', area, ...key)
      assert.deepEqual([wrong.status, wrong.stdout.split('\t')[2]], [1, 'choice'])
      assert.equal(line('export', 'ledger', 'shop', csv).status, 2)
      await world.sealed()
      const verified = wangge(['verify', '--db', world.db.url])
      assert.match(verified.stdout, /, 0 faults/)
      rmSync(dir, { recursive: true })
    })

    test('on the command line, too, restricted fields go out once, as one asked and another granted', async () => {
      const dir = mkdtempSync(join(tmpdir(), 'granted-'))
      const line = (...args) => wangge(['export', 'ledger', ...args, '--db', world.db.url, '--key', world.db.key])
      const file = join(dir, 'shops.csv')
      const { ref } = (await ask({ format: 'csv', facet: 'salon' })).json
      const refused = (code, ...args) => {
        const told = line(...args)
        assert.deepEqual([told.status, existsSync(file)], [code ? 1 : 2, false], told.stderr)
        if (code) assert.ok(told.stderr.includes(`[${code}]`), told.stderr)
      }
      refused(undefined, 'shop', file, '--area', area, '--secret')
      refused(undefined, 'shop', file, '--area', area, '--request', ref)
      refused(undefined, 'shop', file, '--facet', 'salon', '--request', ref)
      refused('export.not_granted', 'shop', file, '--request', ref)
      await world.supervisor.post(`/export-requests/${ref}/decide`, { version: 1, body: { grant: true } })
      refused('export.unknown', 'shop', file, '--request', '990101-ZZZZ')
      refused('export.unknown', 'shop', file, '--request', 'nothing')
      refused('export.format', 'shop', `${file}.xlsx`, '--request', ref)
      const taken = line('shop', file, '--request', ref)
      assert.equal(taken.status, 0, taken.stderr)
      assert.match(readFileSync(file, 'utf8'), /联系电话/)
      assert.equal(statSync(file).mode & 0o777, 0o600)
      rmSync(file)
      refused('export.taken', 'shop', file, '--request', ref)
      await world.clerk.post(`/export-requests/${ref}/file`, { is: 409, code: 'export.taken' })
      const told = (await world.auditor.get('/journal', { query: { area } })).json.items.filter((r) => r.noun === 'ledger_export' && r.noun_ref === ref)
      assert.deepEqual(told.map((r) => r.action).reverse(), ['ask', 'grant', 'export_secret'])
      rmSync(dir, { recursive: true })
    })

    test('an import is taken back as a whole, once', async () => {
      const done = await bring(`${head}四店,food,路4,${town},1\n`)
      const ref = done.json.import
      await undo(ref, undefined, { is: 428 })
      await undo(ref, 9, { is: 412, code: 'version.stale' })
      const undone = await undo(ref, 1)
      assert.deepEqual([undone.json.ref, undone.json.version], [ref, 2])
      assert.ok(undone.json.undone)
      await undo(ref, 2, { is: 409, code: 'import.undone' })
      assert.ok(!(await out()).text.includes('四店'))
      await world.clerk.post('/ledger-imports/990101-2XK9PQ7RT4MCW/undo', { version: 1, is: 404 })
    })

    test('an import whose entries were changed since is not taken back', async () => {
      const first = await bring(`${head}五店,food,路5,${cell},1\n`)
      await bring(`${head}五店,food,路5,${cell},2\n`)
      const refused = await undo(first.json.import, 1, { is: 409, code: 'import.changed_since' })
      assert.equal(refused.json.detail, '五店')
    })

    test('a preview twice and an import twice under one key are one', async () => {
      const csv = `${head}六店,food,路6,${cell},1\n`
      const key = 'import-six-shops'
      const first = await bring(csv, {}, { key })
      const second = await bring(csv, {}, { key })
      assert.deepEqual(second.json, first.json)
    })
  })
}
