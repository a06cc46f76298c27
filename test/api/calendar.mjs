// SPDX-License-Identifier: Apache-2.0
// Calendars: what anybody may see and have worked out, and who changes them.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { wangge } from '../lib/server.mjs'
import { village } from '../lib/world.mjs'

const newYear = { year: 2027, days: [{ name: '元旦', date: '2027-01-01', isOffDay: true }, { name: '元旦', date: '2027-01-02', isOffDay: false }] }

export default function suite(world) {
  const area = grid.home
  const due = (limit, more = {}) => world.anyone.get('/calendar/due', { query: { area: village, start: '2014-09-30T17:00:00+08:00', limit, ...more } })

  describe('calendar', () => {
    test('anybody sees the hours and the holidays', async () => {
      const { json } = await world.anyone.get('/calendar', { query: { area: village, year: 2014 } })
      assert.deepEqual(json.rules, { work_day: 'nth_end', natural_day: 'rolling' })
      assert.deepEqual(json.hours, [{ from: null, days: [1, 2, 3, 4, 5], windows: '08:00-12:00,14:00-18:00' }])
      assert.deepEqual([json.known_years[0], json.known_years.at(-1)], [2007, 2026])
      assert.deepEqual(json.days.filter((d) => !d.is_off).map((d) => d.date), ['2014-01-26', '2014-02-08', '2014-05-04', '2014-09-28', '2014-10-11'])
    })

    test('the vectors of the rule book come out, with their derivation', async () => {
      const vectors = [
        ['2014-09-26T17:00:00+08:00', '2 work_hour', '2014-09-28T09:00:00+08:00'],
        ['2014-09-30T17:00:00+08:00', '4 work_hour', '2014-10-08T11:00:00+08:00'],
        ['2014-09-30T17:00:00+08:00', '2 urgent_hour', '2014-09-30T19:00:00+08:00'],
        ['2014-10-11T08:00:00+08:00', '8 work_hour', '2014-10-11T18:00:00+08:00'],
      ]
      for (const [start, limit, expected] of vectors) {
        const { json } = await due(limit, { start })
        assert.equal(json.due, expected, `${start} + ${limit}`)
        let at = start
        let sum = 0
        for (const step of json.steps) {
          assert.equal(step.from, at)
          sum += step.amount
          assert.equal(step.sum, sum)
          at = step.to
        }
        assert.deepEqual([at, sum], [json.due, json.need])
      }
    })

    test('pauses are measured in the clock of the limit', async () => {
      const pause = '2014-09-30T17:30:00+08:00/2014-10-08T09:00:00+08:00'
      assert.equal((await due('4 work_hour', { pause })).json.due, '2014-10-08T14:30:00+08:00')
      const stands = await due('4 work_hour', { pause: '2014-09-30T17:30:00+08:00/' })
      assert.deepEqual([stands.json.due, stands.json.left], [null, '3.5 work_hour'])
    })

    test('what cannot be worked out is refused by name', async () => {
      for (const [limit, more, code] of [
        ['4 hours', {}, 'calendar.limit'],
        ['1 work_day', { pause: 'then/now' }, 'calendar.pause'],
        ['1 work_day', { start: '1999-01-01' }, 'calendar.year'],
      ])
        await world.anyone.get('/calendar/due', { query: { start: '2014-09-30', limit, ...more }, is: 422, code })
      await world.anyone.get('/calendar', { query: { area: '999999' }, is: 404, code: 'area.unknown' })
    })

    test('a missing year makes due times provisional until it arrives', async () => {
      const late = () => world.anyone.get('/calendar/due', { query: { area, start: '2026-12-31T17:00:00+08:00', limit: '4 work_hour' } })
      const before = (await late()).json
      assert.deepEqual([before.due, before.provisional], ['2027-01-01T11:00:00+08:00', true])
      const report = await world.admin.post('/imports/holidays', { query: { area }, body: newYear })
      assert.deepEqual([report.json.applied, report.json.added, report.json.years], [true, 2, [2027]])
      const after = (await late()).json
      assert.deepEqual([after.due, after.provisional, after.version], ['2027-01-02T11:00:00+08:00', false, before.version + 1])
      assert.ok((await world.anyone.get('/calendar', { query: { area } })).json.known_years.includes(2027))
      const again = await world.admin.post('/imports/holidays', { query: { area }, body: 'date,name,is_off\n2027-01-01,元旦,1\n2027-01-02,元旦,0\n', type: 'text/csv' })
      assert.deepEqual([again.json.applied, again.json.unchanged, again.json.version], [true, 2, after.version])
      await world.admin.post('/imports/holidays/undo', { query: { area } })
      assert.equal((await late()).json.due, before.due)
      await world.admin.post('/imports/holidays/undo', { query: { area }, is: 409, code: 'calendar.nothing_to_undo' })
    })

    test('a file with one bad row changes nothing, and says which', async () => {
      await world.changesNothing(async () => {
        const days = [...newYear.days, { name: '春节', date: '2027-02-30', isOffDay: true }]
        const { json } = await world.admin.post('/imports/holidays', { query: { area }, body: { year: 2027, days } })
        assert.deepEqual([json.applied, json.errors, json.findings.map((f) => [f.row, f.rule])], [false, 1, [[3, 'date']]])
        const dry = await world.admin.post('/imports/holidays', { query: { area, dry_run: true }, body: newYear })
        assert.deepEqual([dry.json.applied, dry.json.added], [false, 2])
        await world.admin.post('/imports/holidays', { query: { area }, body: 'not,a,table\n', type: 'text/csv', is: 422, code: 'import.column' })
        await world.admin.post('/imports/holidays', { query: { area }, body: 'x', type: 'text/plain', is: 415 })
      })
    })

    test('only who may for all changes the calendar for all', async () => {
      await world.changesNothing(async () => {
        await world.admin.post('/imports/holidays', { body: newYear, is: 403, code: 'right.area' })
        await world.abroad.admin.post('/imports/holidays', { query: { area }, body: newYear, is: 403, code: 'right.area' })
        await world.intake.post('/imports/holidays', { query: { area }, body: newYear, is: 403, code: 'right.missing' })
      })
    })

    test('the operator brings a year from the command line, and the running server sees it', async () => {
      const run = (words, input) => wangge([...words, '--db', world.db.url], { input })
      const seen = async () => (await world.anyone.get('/calendar', { query: { area } })).json
      const known = async () => (await seen()).known_years.includes(2027)
      const { warning } = await seen()
      const check = run(['check', 'calendar', '--area', area])
      assert.equal(check.status, warning ? 1 : 0)
      if (warning) assert.equal(check.stdout.split('\n')[0], `${area}\tmissing_year\t${warning.missing_year}`)
      assert.equal(run(['import', 'holidays', '-', '--area', area, '--dry-run'], JSON.stringify(newYear)).status, 0)
      assert.equal(await known(), false)
      assert.equal(run(['import', 'holidays', '-', '--area', area], JSON.stringify(newYear)).status, 0)
      assert.equal(await known(), true)
      const bad = run(['import', 'holidays', '-', '--area', area], 'date,name,is_off\n2027-13-01,元旦,1\n')
      assert.deepEqual([bad.status, bad.stdout.split('\n')[0]], [1, '-:2\terror\tdate\t2027-13-01'])
      assert.equal(run(['import', 'holidays', '--undo', '--area', area]).status, 0)
      assert.equal(await known(), false)
      assert.equal(run(['import', 'holidays', '--undo', '--area', area]).status, 1)
      assert.equal(run(['import', 'holidays', '--undo', '--area', '12']).status, 1)
      assert.equal(run(['import', 'holidays']).status, 2)
    })

    test('hours are changed by whoever saw the present ones', async () => {
      const seen = await world.anyone.get('/calendar', { query: { area } })
      const hours = [{ days: [1, 2, 3, 4, 5, 6], windows: '09:00-17:00' }, { from: '2026-06-01', days: [1, 2, 3, 4, 5], windows: '08:00-12:00,15:00-18:30' }]
      await world.admin.patch('/calendar', { query: { area }, body: { hours }, is: 428 })
      const changed = await world.admin.patch('/calendar', { query: { area }, body: { hours, work_day: 'rolling' }, version: seen.version })
      assert.deepEqual([changed.json.rules.work_day, changed.json.hours.length, changed.json.version], ['rolling', 2, seen.version + 1])
      await world.admin.patch('/calendar', { query: { area }, body: { hours: [] }, version: seen.version, is: 412 })
      await world.admin.patch('/calendar', { query: { area }, body: { hours: [{ days: [1], windows: '17:00-09:00' }] }, version: changed.version, is: 422, code: 'calendar.hours' })
      const back = await world.admin.patch('/calendar', { query: { area }, body: { hours: [], work_day: 'inherit' }, version: changed.version })
      assert.deepEqual(back.json.hours, seen.json.hours)
    })
  })
}
