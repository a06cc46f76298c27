// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'

export default function suite(world) {
  const { anyone, supervisor } = world
  const day = (n) => new Date(Date.now() + n * 86400000).toISOString().slice(0, 10)
  const period = { area: grid.home, from: day(-2), to: day(2) }
  const table = async (who, query = {}) => (await who.get('/indicators', { query: { ...period, ...query } })).json

  describe('indicators', () => {
    test('reports and closings are those of the cases, one passed up counted once', async () => {
      const cases = await supervisor.all('/cases', { area: grid.home })
      const above = Number(world.db.rows(`SELECT count(*) FROM casefile WHERE lower IS NOT NULL AND area LIKE '${grid.home}%'`)[0])
      assert.ok(above > 0)
      const { total, as_of } = await table(supervisor)
      assert.equal(total.values.report_count.n, cases.length - above)
      assert.equal(total.values.closure_rate.n, cases.filter((c) => ['closed', 'confirmed', 'struck_off'].includes(c.state)).length)
      assert.ok(Date.parse(as_of) <= Date.now())
    })

    test('the list behind each number sums to it', async () => {
      const { total, definitions } = await table(supervisor)
      for (const { id, denominator } of definitions)
        for (const part of denominator ? ['n', 'd'] : ['n']) {
          const list = await supervisor.all('/indicators/cases', { ...period, id, part })
          assert.equal(list.reduce((sum, item) => sum + item.counts, 0), total.values[id][part], `${id} ${part}`)
        }
    })

    test('rows sum to the total, however they are cut, and each opens its own list', async () => {
      for (const by of ['area', 'unit', 'post', 'kind']) {
        const { rows, total } = await table(supervisor, { by })
        for (const id of Object.keys(total.values))
          assert.equal(rows.reduce((sum, row) => sum + row.values[id].n, 0), total.values[id].n, `${by} ${id}`)
        const [{ key, values }] = rows
        const list = await supervisor.all('/indicators/cases', { ...period, by, key, id: 'report_count', part: 'n' })
        assert.equal(list.length, values.report_count.n)
      }
    })

    test('the public is told rates but no small numbers', async () => {
      const today = new Date(Date.now() + 8 * 3600000)
      const month = (n) => new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() + n)).toISOString().slice(0, 10)
      const { total, rows } = await table(anyone, { from: month(-1), to: month(0) })
      assert.doesNotMatch(JSON.stringify([total, rows]), /"(n|d)":[1-4][,}]/)
      for (const wrong of [{}, { from: month(0), to: month(1) }, { from: month(-2), to: month(0) }])
        await anyone.get('/indicators', { query: { ...period, ...wrong }, is: 422, code: 'indicator.month' })
      await anyone.get('/indicators/cases', { query: { ...period, id: 'report_count', part: 'n' }, is: 401 })
    })

    test('a period has an order and a bound', async () => {
      for (const wrong of [{ from: day(0), to: day(0) }, { from: day(-500), to: day(0) }])
        await anyone.get('/indicators', { query: { ...period, ...wrong }, is: 422, code: 'indicator.period' })
    })
  })

  describe('under the eyes of all', () => {
    test('tells of what is listed without a login, and of no person', async () => {
      const page = await anyone.get('/listed', { query: { area: grid.home } })
      assert.deepEqual(page.json.next, null)
      await anyone.get('/listed', { query: { area: '999999' }, is: 404 })
    })
  })

  describe('agenda', () => {
    test('without an open dispute there is nothing to talk about', async () => {
      assert.deepEqual((await supervisor.get('/agenda', { query: { area: grid.home } })).json.items, [])
      await anyone.get('/agenda', { query: { area: grid.home }, is: 401 })
    })
  })
}
