// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { wrong } from '../lib/contract.mjs'
import { Listener } from '../lib/events.mjs'

export default function suite(world) {
  const of = (ref) => (e) => e.event === 'case' && e.data.ref === ref

  describe('events', () => {
    test('a case that is filed is heard by those who may read it, without a word of it', async () => {
      const listener = await Listener.open(world.intake)
      const file = await world.file({ body: '井盖翘起，夜里看不见', name: '何先生', phone: '13800138000' })
      const heard = await listener.until(of(file.ref))
      assert.equal(wrong({ $ref: '#/components/schemas/Event' }, heard.data), null)
      assert.deepEqual([heard.data.version, heard.data.action, heard.data.state_from], [1, 'file', null])
      assert.doesNotMatch(JSON.stringify(listener.events), /井盖|何先生|138/)
      await listener.close()
    })

    test('whoever comes back with the last id gets what was missed', async () => {
      const before = await Listener.open(world.intake)
      const first = await world.file()
      await before.until(of(first.ref))
      await before.close()
      const missed = await world.file()
      const again = await Listener.open(world.intake, { last: before.last })
      await again.until(of(missed.ref))
      assert.equal(again.events.filter(of(first.ref)).length, 0)
      await again.close()
    })

    test('an unknown place is told to read again', async () => {
      const listener = await Listener.open(world.intake, { query: { last: 'long ago' } })
      await listener.until((e) => e.event === 'reload')
      await listener.close()
    })
  })
}
