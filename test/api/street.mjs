// SPDX-License-Identifier: Apache-2.0
// The street of the page, over the wire: 673 small shops of which 606 were put right print 90.04 %, and still do as of that
// day after ten relapsed.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'

const STREET = `${grid.home}002`
const [SHOPS, RIGHT, RELAPSED] = [673, 606, 10]

export default function suite(world) {
  const { anyone, clerk } = world
  const query = { area: grid.home }
  const rate = async (as_of) => (await anyone.get('/figures/rectification_rate', { query: { area: STREET, ...(as_of && { as_of }) } })).json
  const bulletin = async (as_of) => (await anyone.get('/programmes/small-shops/bulletin', { query: { area: STREET, ...(as_of && { as_of }) } })).json.text
  const shops = (n) => Array.from({ length: n }, (_, i) => [`街店${i + 1}`, `街路${i + 1}号`])
  const inspected = (day, list, score) =>
    clerk.post('/ledgers/shop/inspection-imports', {
      query: { ...query, part: 'inspections' },
      body: `检查编号,名称,地址,检查日期,得分\n${list.map(([name, address], i) => `${day}-${i},${name},${address},${day},${score(i)}`).join('\n')}\n`,
      type: 'text/csv',
    })

  describe('the street', () => {
    test('673 shops of which 606 were put right are 90.04 percent, and still were after ten relapsed', async () => {
      const cell = grid.cells.find((code) => code.startsWith(STREET))
      const sheet = `名称,门店类别,地址,区划代码\n${shops(SHOPS).map(([name, address]) => `${name},salon,${address},${cell}`).join('\n')}\n`
      const brought = await clerk.post('/ledgers/shop/imports', { query: { ...query, since: '2025-01-01T00:00:00+08:00' }, body: sheet, type: 'text/csv' })
      assert.equal(brought.json.added, SHOPS, JSON.stringify(brought.json.findings.slice(0, 3)))
      const first = await inspected('2025-03-01', shops(SHOPS), (i) => (i < RIGHT ? 95 : 50))
      assert.deepEqual(first.json.statuses, [{ status: 'compliant', n: RIGHT }, { status: 'noncompliant', n: SHOPS - RIGHT }])
      assert.deepEqual([(await rate('2025-02-28')).over, (await rate('2025-02-28')).under], [0, SHOPS])
      const said = await rate('2025-04-01')
      assert.deepEqual([said.over, said.under, said.text], [RIGHT, SHOPS, '90.04%'])

      await inspected('2025-05-01', shops(RELAPSED), () => 55)
      const now = await rate()
      assert.deepEqual([now.over, now.under, now.text], [RIGHT - RELAPSED, SHOPS, '88.56%'])
      assert.deepEqual(await rate('2025-04-01'), said)
      const then = await bulletin('2025-04-01')
      assert.match(then.zh, /673家“五小”门店已整改到位606家,整改率90\.04%/)
      assert.match(then.en, /606 of 673 small shops .*: 90\.04%/)
      assert.match((await bulletin()).zh, /整改到位596家,整改率88\.56%/)
    })
  })
}
