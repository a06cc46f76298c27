// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { cell, town, village } from '../lib/world.mjs'

export default function suite(world) {
  const { anyone, clerk, supervisor, abroad } = world
  const figure = async (who, name, query = {}, rest = '') => (await who.get(`/figures/${name}${rest}`, { query: { area: town, ...query } })).json
  const sum = (list, key) => list.reduce((all, item) => all + item[key], 0)

  describe('figures', () => {
    let start
    before(async () => {
      start = (await figure(anyone, 'shops_total')).value
      const shops = [['早点铺', 'food', cell], ['理发店', 'salon', cell], ['小卖部', 'food', village]]
      for (const [name, trade, area] of shops)
        await clerk.post('/ledgers/shop/entries', { body: { area, fields: { name: `指标${name}`, trade, address: '指标路1号' } } })
    })

    test('anybody is told public figures, each with its definition, numerator and denominator', async () => {
      const { items, area, as_of } = (await anyone.get('/programmes/small-shops/figures', { query: { area: town } })).json
      assert.equal(area, town)
      assert.ok(Date.parse(as_of) <= Date.now())
      const of = Object.fromEntries(items.map((item) => [item.figure, item]))
      assert.equal(of.shops_total.value, start + 3)
      assert.equal(of.rectification_rate.over, of.shops_rectified.value)
      assert.equal(of.rectification_rate.under, of.shops_total.value)
      assert.match(of.rectification_rate.text, /^\d+\.\d\d%$/)
      for (const item of items) assert.ok(item.definition.zh && item.definition.en && item.public)
    })

    test('parts by area and by field sum to the whole', async () => {
      for (const by of ['area', 'field']) {
        const { parts, value } = await figure(anyone, 'shops_total', { by })
        assert.equal(sum(parts, 'value'), value)
        assert.ok(parts.every((part) => part.name.zh))
      }
      const { parts } = await figure(anyone, 'shops_total', { area: village, by: 'area' })
      assert.ok(parts.some((part) => part.label === village && part.value >= 1))
      await anyone.get('/figures/shops_total', { query: { area: town, by: 'colour' }, is: 422, code: 'figure.by' })
      await anyone.get('/figures/show_items', { query: { area: town, by: 'field' }, is: 422, code: 'figure.no_parts' })
    })

    test('the rows behind a figure sum exactly to it, on both sides of a ratio', async () => {
      for (const side of ['over', 'under']) {
        const whole = await figure(clerk, 'rectification_rate')
        const first = await figure(clerk, 'rectification_rate', { side, limit: 2 }, '/rows')
        const rows = await clerk.all('/figures/rectification_rate/rows', { area: town, side, limit: 2 })
        assert.equal(sum(rows, 'adds'), whole[side])
        assert.equal(first.sum, whole[side])
      }
      await anyone.get('/figures/shops_total/rows', { query: { area: town }, is: 401 })
      await abroad.supervisor.get('/figures/shops_total/rows', { query: { area: town }, is: 403 })
      await clerk.get('/figures/shops_total/rows', { query: { area: town, side: 'left' }, is: 422, code: 'figure.side' })
      await clerk.get('/figures/shops_total/rows', { query: { area: town, cursor: '9.x' }, is: 422, code: 'input.cursor' })
    })

    test('what one enterprise adds to a restricted sum is told to those who may look at it', async () => {
      const inspector = await world.account('figures_inspector', '图检查', [['inspector', town]])
      for (const name of ['culture_revenue', 'culture_revenue_per_head', 'culture_revenue_growth']) {
        await inspector.get(`/figures/${name}/rows`, { query: { area: town }, is: 403, code: 'right.missing' })
        await clerk.get(`/figures/${name}/rows`, { query: { area: town } })
      }
      await inspector.get('/figures/culture_employees/rows', { query: { area: town } })
      await inspector.get('/figures/culture_revenue_per_head/rows', { query: { area: town, side: 'under' } })
    })

    test('a figure of fields that are not public tells the public nothing of fewer than three entries', async () => {
      const year = new Date(Date.now() + 8 * 3600000).getUTCFullYear() - 1
      const add = async (name, employees, uscc) => {
        const fields = { name: `指标${name}`, uscc, industry: 'film', stat_class: '02', address: '指标路2号' }
        const { ref } = (await clerk.post('/ledgers/enterprise/entries', { body: { area: village, fields, at: `${year}-01-02T00:00:00+08:00` } })).json
        await clerk.post(`/entries/${ref}/periods`, { body: { series: 'year', period: `${year}`, fields: { revenue: 100, employees, tax_profit: 10 } } })
        return ref
      }
      await add('影视甲', 20, '91410103MA4000000Y')
      await add('影视乙', 30, '91410103MA4007919H')
      const asked = { area: village, by: 'field', field: 'industry' }
      const few = await figure(anyone, 'culture_employees', asked)
      assert.equal(few.withheld, true)
      assert.deepEqual([few.value, few.text, few.entries, few.reported], [null, '—', null, null])
      assert.ok(few.parts.every((part) => part.withheld))
      assert.equal((await figure(clerk, 'culture_employees', asked)).value, 50)
      await add('影视丙', 40, '91410103MA40158384')
      const enough = await figure(anyone, 'culture_employees', asked)
      assert.deepEqual([enough.value, enough.entries, enough.reported, enough.period], [90, 3, 3, `${year}`])
      const percent = await figure(anyone, 'culture_profit_rate', asked)
      assert.deepEqual([percent.text, percent.over, percent.under], ['10.0%', null, null])
      assert.equal((await figure(clerk, 'culture_profit_rate', asked)).under, 300)
      assert.deepEqual((await figure(anyone, 'culture_employees', { ...asked, as_of: `${year}-12-31` })).value, 90)
    })

    test('a show names its items and bearers, and each counts once however often it is shown', async () => {
      const add = async (ledger, fields) => (await clerk.post(`/ledgers/${ledger}/entries`, { body: { area: town, fields, even_if_alike: true } })).json.ref
      const items = [await add('ich_item', { name: '指标面塑', category: 'art', level: 'district', unit: '指标馆' }), await add('ich_item', { name: '指标香包', category: 'art', level: 'city', unit: '指标馆' })]
      const show = async (name, shown_items) => {
        const ref = await add('ich_show', { name, tour: 'school', date: '2026-01-05', venue: '学校', shown_items })
        const { version } = await clerk.get(`/entries/${ref}`)
        return (await clerk.post(`/entries/${ref}/steps`, { body: { action: 'hold' }, version })).json
      }
      const first = await show('指标首站', items)
      await show('指标二站', items.slice(0, 1))
      assert.deepEqual(first.refs.map((one) => one.name), ['指标面塑', '指标香包'])
      assert.deepEqual((await anyone.get(`/entries/${first.ref}/public`)).json.refs.length, 2)
      assert.equal((await figure(anyone, 'show_items')).value, 2)
      const rows = await clerk.all('/figures/show_items/rows', { area: town, limit: 1 })
      assert.deepEqual(rows.map((row) => row.name), ['指标面塑', '指标香包'])
      const bad = { name: '指标三站', tour: 'school', date: '2026-01-05', venue: '学校' }
      await clerk.post('/ledgers/ich_show/entries', { body: { area: town, fields: { ...bad, shown_items: [items[0], items[0]] } }, is: 422, code: 'ledger.field' })
      await clerk.post('/ledgers/ich_show/entries', { body: { area: town, fields: { ...bad, performers: [items[0]] } }, is: 422, code: 'ledger.ref' })
    })

    test('consultations are counted by channel and by topic, and each can be looked up', async () => {
      const clerks = world.intake
      const ask = (kind, source) => world.file({ kind, source, external: undefined }, clerks)
      for (let i = 0; i < 5; i++) await ask('consult_policy', 'hotline')
      await ask('consult_legal', 'desk')
      const whole = await figure(clerk, 'consultations', { by: 'field' })
      assert.equal(whole.value, 6)
      assert.deepEqual(Object.fromEntries(whole.parts.map((part) => [part.name.zh, part.value])), { 热线: 5, 窗口: 1 })
      const topics = await figure(clerk, 'consultations', { by: 'field', field: 'kind' })
      assert.deepEqual(Object.fromEntries(topics.parts.map((part) => [part.name.zh, part.value])), { 政策咨询: 5, 法律咨询: 1 })
      const open = await figure(anyone, 'consultations', { by: 'field' })
      assert.ok(open.parts.every((part) => part.withheld)) // one asker alone, and what would give him away
      const rows = await clerk.all('/figures/consultations/rows', { area: town, limit: 2 })
      assert.equal(sum(rows, 'adds'), 6)
      assert.ok(rows.every((row) => row.what === 'case'))
      assert.equal((await figure(clerk, 'consultations', { as_of: '2020-01-01' })).value, 0)
    })

    test('parts come by each field that the programme names', async () => {
      const { by } = await figure(anyone, 'enterprises_total')
      assert.deepEqual(by.map((one) => one.field), ['industry', 'stat_class', 'second_industry'])
      for (const { field } of by) {
        const { parts, value } = await figure(anyone, 'enterprises_total', { by: 'field', field })
        assert.equal(sum(parts, 'value'), value)
      }
      await anyone.get('/figures/enterprises_total', { query: { area: town, by: 'field', field: 'address' }, is: 422, code: 'figure.no_parts' })
    })

    test('a past day gives the figures of that day', async () => {
      assert.equal((await figure(anyone, 'shops_total', { as_of: '2020-01-01' })).value, 0)
      const { text } = await figure(anyone, 'rectification_rate', { as_of: '2020-01-01' })
      assert.equal(text, '—')
    })

    test('a series has a point for each month that has begun', async () => {
      const year = new Date(Date.now() + 8 * 3600000).getUTCFullYear()
      const months = await figure(anyone, 'shops_total', { every: 'month', from: `${year - 1}-01-01`, to: `${year}-12-31` }, '/series')
      assert.equal(months.points[0].period, `${year - 1}-01`)
      assert.equal(months.points[0].value, 0)
      assert.equal(months.points.at(-1).value, start + 3)
      const years = await figure(anyone, 'shops_total', { every: 'year', from: `${year - 1}-01-01`, to: `${year}-12-31` }, '/series')
      assert.deepEqual(years.points.map((point) => point.period), [`${year - 1}`, `${year}`])
      const asked = { area: town, every: 'month', from: '2020-01-01', to: '2020-12-31' }
      await anyone.get('/figures/shops_total/series', { query: { ...asked, every: 'day' }, is: 422, code: 'figure.every' })
      await anyone.get('/figures/shops_total/series', { query: { ...asked, from: '1990-01-01' }, is: 422, code: 'figure.span' })
    })

    test('the bulletin is the sentence of the page with the figures of the day', async () => {
      const { text, area_name } = (await anyone.get('/programmes/small-shops/bulletin', { query: { area: town } })).json
      assert.ok(text.zh.includes(`${area_name}${start + 3}家`), text.zh)
      assert.match(text.zh, /^截至\d{4}年\d{1,2}月\d{1,2}日.*整改率\d+\.\d\d%。$/)
      assert.match(text.en, new RegExp(`of ${start + 3} small shops`))
      await anyone.get('/programmes/grid/bulletin', { query: { area: town }, is: 404, code: 'figure.no_bulletin' })
    })

    test('what is not public is for who reads ledgers there', async () => {
      const hidden = '/figures/tenants_applied'
      await anyone.get(hidden, { query: { area: town }, is: 401 })
      await abroad.supervisor.get(hidden, { query: { area: town }, is: 403 })
      assert.equal((await clerk.get(hidden, { query: { area: town } })).json.public, false)
      const names = async (who) => (await who.get('/programmes/incubator/figures', { query: { area: town } })).json.items.map((item) => item.figure)
      assert.ok((await names(clerk)).includes('tenants_applied'))
      assert.ok(!(await names(anyone)).includes('tenants_applied'))
    })

    test('what does not exist is not found', async () => {
      await supervisor.get('/figures/no_such', { query: { area: town }, is: 404, code: 'figure.unknown' })
      await supervisor.get('/figures/shops_total', { query: { area: '99' }, is: 404, code: 'area.unknown' })
      await supervisor.get('/programmes/no_such/figures', { query: { area: grid.home }, is: 404, code: 'programme.unknown' })
      await supervisor.get('/programmes/no_such/bulletin', { query: { area: grid.home }, is: 404, code: 'programme.unknown' })
    })
  })
}
