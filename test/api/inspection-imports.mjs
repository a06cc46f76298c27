// SPDX-License-Identifier: Apache-2.0
// What an earlier system knew of inspections: brought in whole or not at all, graded by our checklist, taken back.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { cell } from '../lib/world.mjs'

const HEAD = '检查编号,招牌名称,门牌地址,检查日期,检查类型,关键项,关键项已改数,得分\n'
const FOUND = '检查编号,检查项目,整改期限,是否整改,整改日期,关键项\n'
const FULL = JSON.stringify(['年度检查'])

export default function suite(world) {
  const { clerk } = world
  const area = grid.home
  const bring = (part, body, query = {}, more = {}) =>
    clerk.post('/ledgers/shop/inspection-imports', { query: { area, part, full: FULL, ...query }, body, type: 'text/csv', ...more })
  const undo = (ref, version, more = {}) => clerk.post(`/inspection-imports/${ref}/undo`, { version, ...more })
  const found = (reply) => reply.json.findings.map((f) => `${f.severity === 'error' ? '!' : ''}${f.cell} ${f.rule}`)
  const shop = (name) => refs[name]
  const status = async (name, as_of) => (await clerk.get(`/entries/${shop(name)}`, as_of ? { query: { as_of } } : {})).json.status
  const refs = {}

  describe('inspections of an earlier system', () => {
    before(async () => {
      const csv = `招牌名称,门店类别,门牌地址,区划代码\n旧店一,salon,旧路1号,${cell}\n旧店二,salon,旧路2号,${cell}\n`
      const { json } = await clerk.post('/ledgers/shop/imports', { query: { area, since: '2024-01-01T00:00:00+08:00' }, body: csv, type: 'text/csv' })
      assert.equal(json.added, 2)
      for (const one of (await clerk.get('/ledgers/shop/entries', { query: { area, q: '旧店' } })).json.items) refs[one.name] = one.ref
    })

    test('a preview tells what would come of it and changes nothing', async () => {
      const csv = `${HEAD}A1,旧店一,旧路1号,2025-03-01,年度检查,1,0,90\nA2,旧店一,旧路1号,2025-04-01,投诉,0,0,95\n`
      let look
      await world.changesNothing(async () => (look = await bring('inspections', csv, { dry_run: true })))
      const { json } = look
      assert.deepEqual([json.applied, json.import, json.rows, json.added, json.errors], [false, null, 2, 2, 0])
      assert.deepEqual(json.heads.map((one) => one.meaning), ['@number', 'name', 'address', '@date', '@sort', '@must', '@must_corrected', '@score'])
      assert.deepEqual(json.sorts, [{ sort: '年度检查', n: 1, full: true }, { sort: '投诉', n: 1, full: false }])
      assert.deepEqual(json.statuses, [{ status: 'noncompliant', n: 1 }, { status: 'compliant', n: 1 }])
    })

    test('what is wrong is told cell by cell, and nothing is half applied', async () => {
      let bad
      const rows = ['B1,旧店一,旧路1号,昨天,年度检查,1,0,', 'B2,没有店,旧路1号,2025-03-01,投诉,1,2,', ',旧店二,旧路2号,2023-03-01,投诉,,,', 'B4,旧店二,旧路2号,2999-03-01,投诉,many,,101', 'B5,旧店二,旧路2号,2023-03-01,投诉,,,', 'B6,没有店,旧路2号,2025-03-01,投诉,,,']
      await world.changesNothing(async () => (bad = await bring('inspections', HEAD + rows.join('\n'))))
      assert.deepEqual(found(bad), ['!D2 date', '!G3 counts', '!A4 needed', '!D5 future', '!F5 number', '!B6 not_in_ledger', '!B7 entry_unknown'])
      await world.changesNothing(async () => (bad = await bring('inspections', '检查编号,检查日期\nB1,2025-01-01\n')))
      assert.deepEqual(found(bad), ['!A1 column_missing', '!A1 column_missing'])
      const notes = ['B1\u202e,旧店一,旧路1号,2025-03-01,年度检查,1,0,,好', 'B2,旧店一,旧路1号,2025-03-01,年度检查,1,0,,店主 41010519900307123X', 'B3,旧店一,旧路1号,2025-03-01,年度检查,1,0,,好\u2067坏']
      await world.changesNothing(async () => (bad = await bring('inspections', `${HEAD.trim()},备注\n${notes.join('\n')}`)))
      assert.deepEqual(found(bad), ['!A2 unseen', '!I3 id_number', '!I4 unseen'])
      assert.ok(!bad.text.includes('19900307'))
      await bring('everything', HEAD, {}, { is: 422, code: 'import.option' })
      await bring('inspections', HEAD, {}, { is: 422, code: 'import.empty' })
      await bring('inspections', HEAD, { columns: 'A:@nothing' }, { is: 422, code: 'import.mapping' })
      await bring('inspections', HEAD, { columns: 'Z:@number' }, { is: 422, code: 'import.mapping' })
      await bring('inspections', HEAD, { columns: 'A:@number,B:@number' }, { is: 422, code: 'import.mapping' })
      await bring('inspections', HEAD, { columns: '检查编号' }, { is: 422, code: 'import.mapping' })
      await bring('inspections', HEAD, { mapping: '{"没有":"@number"}' }, { is: 422, code: 'import.mapping' })
      await bring('inspections', HEAD, { full: '"年度检查"' }, { is: 422, code: 'import.option' })
      await bring('inspections', HEAD, { dates: 'ymd' }, { is: 422, code: 'import.option' })
      await clerk.post('/ledgers/nothing/inspection-imports', { query: { area, part: 'inspections' }, body: HEAD, type: 'text/csv', is: 404, code: 'ledger.unknown' })
    })

    test('columns are told apart by their letters, also where two heads are alike', async () => {
      const csv = '甲,甲,乙,丙,丁\nA1,旧店一,旧路1号,2025-03-01,年度检查\n'
      const { json } = await bring('inspections', csv, { dry_run: true, columns: 'A:@number,B:name,C:address,D:@date,E:@sort' })
      assert.deepEqual([json.added, json.errors], [1, 0])
      assert.deepEqual(json.heads.map((one) => [one.column, one.meaning]), [['A', '@number'], ['B', 'name'], ['C', 'address'], ['D', '@date'], ['E', '@sort']])
    })

    test('they are graded by our checklist, as of each day, and the same sheet again is nothing new', async () => {
      const csv = `${HEAD}A1,旧店一,旧路1号,2025-03-01,年度检查,1,0,90\nA2,旧店一,旧路1号,2025-04-01,投诉,0,0,95\n`
      const done = await bring('inspections', csv, { source: '老系统.csv' })
      assert.match(done.json.import, /^990101-/)
      assert.deepEqual([await status('旧店一', '2025-02-28'), await status('旧店一', '2025-03-01'), await status('旧店一')], ['unchecked', 'noncompliant', 'compliant'])
      const entry = (await clerk.get(`/entries/${shop('旧店一')}`)).json
      assert.equal(entry.last_inspected.slice(0, 10), '2025-03-01')
      const { items } = (await clerk.get(`/entries/${shop('旧店一')}/inspections`)).json
      assert.deepEqual(items.map((one) => [one.external_number, one.kind, one.status]), [['A2', 'visit', 'compliant'], ['A1', 'full', 'noncompliant']])
      const again = await bring('inspections', csv)
      assert.deepEqual([again.json.unchanged, again.json.added, again.json.import], [2, 0, null])
      assert.deepEqual(found(await bring('inspections', csv.replace('A2,旧店一,旧路1号,2025-04-01', 'A2,旧店一,旧路1号,2025-05-01'))), ['!A3 number_taken'])
      assert.deepEqual(found(await bring('inspections', `${csv}A2,旧店二,旧路2号,2025-04-01,投诉,0,0,95\n`)), ['!A4 number_taken', '!A4 number_twice'])
    })

    test('then what they found, by the items of the checklist', async () => {
      const rows = ['A1,towels,10,是,2025-03-05,是', 'A1,towels,10,否,,否']
      let bad
      await world.changesNothing(async () => (bad = await bring('answers', `${FOUND}A1,毛巾架子,10,是,,\nZ9,towels,ten,或,,\nZ9,towels,1,,,\n`)))
      assert.deepEqual(found(bad), ['!B2 item_unknown', '!C3 number', '!D3 bool', '!A4 number_unknown'])
      const { json } = await bring('answers', FOUND + rows.join('\n'))
      assert.deepEqual([json.added, json.corrections.in_time], [2, 1])
      assert.deepEqual(json.findings.map((one) => one.rule), ['counts_differ'])
      const [, first] = (await clerk.get(`/entries/${shop('旧店一')}/inspections`)).json.items
      const { answers, failed, must_failed, must_corrected } = (await clerk.get(`/inspections/${first.ref}`)).json
      // Its score was given, so it and the counts stay as they were said.
      assert.deepEqual([failed, must_failed, must_corrected], [1, 1, 0])
      assert.deepEqual(answers.map((one) => [one.item, one.n, one.corrected, one.days, one.corrected_at?.slice(0, 10)]), [['towels', 1, true, 10, '2025-03-05'], ['towels', 2, false, 10, undefined]])
      assert.equal((await bring('answers', FOUND + rows.join('\n'))).json.unchanged, 2)
      assert.deepEqual(found(await bring('answers', FOUND + rows[0])).filter((one) => one[0] === '!'), ['!A2 answers_differ'])
    })

    test('an import is taken back with all that it found, as if it had never been', async () => {
      const { items } = (await clerk.get('/ledgers/shop/inspection-imports', { query: { area } })).json
      assert.deepEqual(items.map((one) => [one.part, one.source, one.added, one.undone]), [['answers', null, 2, null], ['inspections', '老系统.csv', 2, null]])
      const [answers, inspections] = items
      await undo(answers.ref, 1, { is: 409, code: 'import.answers' })
      await undo(inspections.ref, undefined, { is: 428 })
      await undo(inspections.ref, 7, { is: 412, code: 'version.stale' })
      assert.ok((await undo(inspections.ref, 1)).json.undone)
      await undo(inspections.ref, 2, { is: 409, code: 'import.undone' })
      await undo('990101-2XK9PQ7RT4MCW', 1, { is: 404 })
      assert.deepEqual([await status('旧店一', '2025-03-01'), await status('旧店一')], ['unchecked', 'unchecked'])
      assert.deepEqual((await clerk.get(`/entries/${shop('旧店一')}/inspections`)).json.items, [])
      const again = await bring('inspections', `${HEAD}A1,旧店一,旧路1号,2025-03-01,年度检查,1,0,90\n`)
      assert.deepEqual([again.json.added, await status('旧店一')], [1, 'noncompliant'])
      const rows = (await world.auditor.get('/journal', { query: { area, noun: 'inspection_import' } })).json.items
      assert.deepEqual(rows.map((one) => one.action), ['import', 'undo', 'import', 'import'])
    })
  })
}
