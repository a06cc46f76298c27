// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { town } from '../lib/world.mjs'

const programme = JSON.parse(readFileSync(new URL('../../programmes/small-shops.json', import.meta.url), 'utf8'))
const [list] = programme.checklists

export default function suite(world) {
  const { anyone, clerk, inspector, supervisor, abroad } = world
  // An area of its own: what other suites add does not count here.
  const area = grid.cells.filter((code) => code.startsWith(town)).at(-1)
  const text = (reply) => Buffer.from(reply.bytes).toString('latin1')
  const count = (reply, what) => text(reply).split(what).length - 1

  // All that is asked of a food shop, well but for the items named.
  const answers = (failing) =>
    list.items
      .filter((item) => !item.only || item.only.includes('food'))
      .map((item) => {
        const fails = failing.includes(item.item)
        if (item.type === 'number') return { item: item.item, answer: fails ? item.max + 1 : item.max }
        return { item: item.item, answer: !fails }
      })
  const inspect = (ref, failing = []) =>
    inspector.post(`/entries/${ref}/inspections`, {
      body: { checklist: list.checklist, checklist_version: list.version, kind: 'full', result: 'done', answers: answers(failing) },
    })
  const shop = async (name) =>
    (await clerk.post('/ledgers/shop/entries', { body: { area, fields: { name, trade: 'food', address: '纸张路1号' } } })).json.ref

  describe('signs and notices', () => {
    let fine, failed, fresh
    before(async () => {
      ;[fine, failed, fresh] = [await shop('𬭬记小吃'), await shop('整改小吃'), await shop('未检小吃')]
      await inspect(fine)
      await inspect(failed, ['bins_covered', 'trained'])
    })

    test('a sign is a page with its fonts inside, on A4 or A3', async () => {
      const a4 = await clerk.get(`/entries/${fine}/sign.pdf`)
      assert.equal(a4.type, 'application/pdf')
      assert.match(text(a4), /^%PDF-/)
      assert.equal(count(a4, '/FontFile3'), 2)
      assert.match(a4.headers['content-disposition'], new RegExp(`sign-${fine}\\.pdf`))
      const a3 = await clerk.get(`/entries/${fine}/sign.pdf`, { query: { size: 'a3' } })
      assert.match(text(a3), /\/MediaBox \[ 0 0 841\.8/)
      await clerk.get(`/entries/${fine}/sign.pdf`, { query: { size: 'a2' }, is: 422, code: 'print.size' })
    })

    test('what nobody inspected has no sign', async () => {
      await clerk.get(`/entries/${fresh}/sign.pdf`, { is: 422, code: 'print.not_on_sign' })
    })

    test('a street is one file, a page for each sign', async () => {
      const all = await clerk.get('/ledgers/shop/signs.pdf', { query: { area } })
      assert.match(text(all), /\/Count 2\b/)
      const right = await clerk.get('/ledgers/shop/signs.pdf', { query: { area, status: 'compliant', facet: 'food' } })
      assert.match(text(right), /\/Count 1\b/)
      await clerk.get('/ledgers/shop/signs.pdf', { query: { area, status: 'noncompliant' }, is: 422, code: 'print.none' })
      await clerk.get('/ledgers/shop/signs.pdf', { query: { area, as_of: '2020-01-01' }, is: 422, code: 'print.none' })
      await clerk.get('/ledgers/tenant/signs.pdf', { query: { area }, is: 422, code: 'print.no_signs' })
    })

    test('a notice brings a new code for the owner, and only the last one holds', async () => {
      const before = (await clerk.get(`/entries/${failed}`)).json
      const notice = await clerk.post(`/entries/${failed}/notice`)
      assert.equal(notice.type, 'application/pdf')
      assert.match(text(notice), /^%PDF-/)
      const after = (await clerk.get(`/entries/${failed}`)).json
      assert.deepEqual([before.owner_code, after.owner_code], [false, true])
      await clerk.post(`/entries/${fresh}/notice`, { is: 409, code: 'print.not_inspected' })
      assert.equal((await clerk.get(`/entries/${fresh}`)).json.owner_code, false)
    })

    test('a retried notice has the code of the first one', async () => {
      const codes = () => Number(world.db.rows("SELECT count(*) FROM journal WHERE noun = 'entry' AND action = 'owner_code'")[0])
      const before = codes()
      for (const key of ['notice-0001', 'notice-0001', 'notice-0002', 'notice-0002']) await clerk.post(`/entries/${failed}/notice`, { key })
      assert.equal(codes() - before, 2)
    })

    test('paper is for the officers of the place', async () => {
      await anyone.get(`/entries/${fine}/sign.pdf`, { is: 401 })
      await abroad.clerk.get(`/entries/${fine}/sign.pdf`, { is: 403 })
      await abroad.clerk.get('/ledgers/shop/signs.pdf', { query: { area }, is: 403 })
      await supervisor.post(`/entries/${failed}/notice`, { is: 403, code: 'right.missing' })
    })
  })
}
