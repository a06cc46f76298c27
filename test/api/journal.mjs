// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { recompute } from '../lib/chain.mjs'
import * as grid from '../lib/grid.mjs'
import { wangge } from '../lib/server.mjs'
import { town } from '../lib/world.mjs'

export default function suite(world) {
  const { auditor, anyone } = world

  describe('journal', () => {
    test('it lists who did what, newest first, within the reader\'s areas', async () => {
      await world.sealed()
      const rows = await auditor.all('/journal', { limit: 40 })
      assert.ok(rows.length > 100)
      assert.ok(rows.every((r) => r.area.startsWith(grid.home)))
      const ids = rows.map((r) => BigInt(r.id))
      assert.ok(ids.every((id, i) => i === 0 || id < ids[i - 1]))
      const cases = await auditor.all('/journal', { noun: 'casefile', area: town })
      assert.ok(cases.length > 0 && cases.every((r) => r.noun === 'casefile' && r.area.startsWith(town)))
      await auditor.get('/journal', { query: { area: grid.abroad }, is: 403, code: 'right.area' })
    })

    test('the head that the public sees is the last row that the auditor sees', async () => {
      await world.sealed()
      const rows = (await auditor.all('/journal')).filter((r) => r.district === grid.home)
      const head = (await anyone.get('/chain')).json.items.find((h) => h.district === grid.home)
      const last = rows.reduce((a, b) => (a.seq > b.seq ? a : b))
      assert.deepEqual([last.seq, last.hash], [head.seq, head.hash])
    })

    test('an independent recomputation of the chains comes to the public heads', async () => {
      await world.sealed()
      const { heads, faults } = recompute(world.db)
      assert.deepEqual(faults, [])
      const shown = (await anyone.get('/chain')).json.items
      assert.deepEqual(shown.map((h) => [h.district, h.seq, h.hash]), [...heads].map(([district, { seq, hash }]) => [String(district).padStart(6, '0'), seq, hash]))
    })

    test('wangge verify finds no fault, and names a row that was changed behind its back', async () => {
      const verify = () => wangge(['verify', '--db', world.db.url])
      await world.sealed()
      const sound = verify()
      assert.equal(sound.status, 0, sound.stdout + sound.stderr)
      const [id] = world.db.rows("SELECT max(id) FROM journal WHERE noun = 'casefile' AND action = 'reject' OR noun = 'casefile' AND action = 'return'")
      const [reason] = world.db.rows(`SELECT reason FROM journal WHERE id = ${id}`)
      world.db.run(`UPDATE journal SET reason = 'nothing happened' WHERE id = ${id}`)
      const broken = verify()
      assert.equal(broken.status, 1)
      assert.ok(broken.stdout.includes(`row ${id}\tchanged`), broken.stdout)
      assert.equal(recompute(world.db).faults.length, 1)
      world.db.run(`UPDATE journal SET reason = '${reason}' WHERE id = ${id}`)
      assert.equal(verify().status, 0)
    })

    test('heads that somebody kept are held against the chains', async () => {
      await world.sealed()
      const { json: kept } = await anyone.get('/chain')
      const verify = (text) => wangge(['verify', '--head', '-', '--db', world.db.url], { input: text })
      await world.file()
      await world.sealed()
      const grown = verify(JSON.stringify(kept))
      assert.equal(grown.status, 0, grown.stdout + grown.stderr)
      const [first, ...rest] = kept.items
      const other = verify(JSON.stringify({ items: [{ ...first, hash: 'ab'.repeat(32) }, ...rest] }))
      assert.equal(other.status, 1)
      assert.ok(other.stdout.includes(`${first.district}\tseq ${first.seq}\trow 0\thead\t`), other.stdout)
      assert.equal(verify(JSON.stringify({ items: [{ ...first, seq: 1000000 }] })).status, 1)
      for (const bad of ['{}', '{"items":[]}', '{"items":[{}]}', JSON.stringify({ items: [{ ...first, hash: 'xyz' }] })]) assert.equal(verify(bad).status, 2)
      assert.notEqual(verify('not json').status, 0)
    })
  })
}
