// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { cell, town, village } from '../lib/world.mjs'

export default function suite(world) {
  const { intake, warden, mechanic, checker } = world
  const refs = (list) => list.map((c) => c.ref)

  describe('lists', () => {
    test('cases come newest first, page by page, each once', async () => {
      const all = await intake.all('/cases')
      const paged = await intake.all('/cases', { limit: 3 })
      assert.deepEqual(refs(paged), refs(all))
      assert.equal(new Set(refs(all)).size, all.length)
      const opened = all.map((c) => Date.parse(c.opened))
      assert.deepEqual(opened, opened.toSorted((a, b) => b - a))
    })

    test('what is filed while somebody turns pages neither repeats nor hides a case', async () => {
      const before = refs(await intake.all('/cases'))
      const seen = []
      let cursor
      do {
        const { json } = await intake.get('/cases', { query: { limit: 4, ...(cursor ? { cursor } : {}) } })
        seen.push(...refs(json.items))
        cursor = json.next
        if (seen.length < 20) await world.file()
      } while (cursor)
      assert.deepEqual(seen, before)
    })

    test('the last page says so, and an exact page has nothing behind it', async () => {
      const all = await intake.all('/cases')
      const { json } = await intake.get('/cases', { query: { limit: Math.min(200, all.length) } })
      assert.equal(json.next, all.length > 200 ? json.next : null)
    })

    test('cases are found by area, state, kind, whether open, and post', async () => {
      const all = await intake.all('/cases')
      const only = async (query, keep) => assert.deepEqual(refs(await intake.all('/cases', query)), refs(all.filter(keep)), JSON.stringify(query))
      await only({ area: town }, (c) => c.area.startsWith(town))
      await only({ area: cell }, (c) => c.area === cell)
      await only({ state: 'accepted' }, (c) => c.state === 'accepted')
      await only({ kind: 'road_damage' }, (c) => c.kind === 'road_damage')
      await only({ open: 'true' }, (c) => c.open)
      await only({ open: 'false' }, (c) => !c.open)
      await only({ post: world.posts.repair }, (c) => c.post?.ref === world.posts.repair)
      await only({ area: village, open: 'true', kind: 'water_leak', state: 'reported' }, (c) => c.area.startsWith(village) && c.open && c.kind === 'water_leak' && c.state === 'reported')
    })

    test('"mine" are the cases of the posts that I hold, alone, in a team, or stand in for', async () => {
      const all = await intake.all('/cases')
      const of = (...posts) => refs(all.filter((c) => posts.includes(c.post?.ref)))
      assert.deepEqual(refs(await warden.all('/cases', { mine: 'true' })), of(world.posts.warden, world.posts.shops))
      assert.deepEqual(refs(await world.deputy.all('/cases', { mine: 'true' })), of(world.posts.warden))
      assert.deepEqual(refs(await mechanic.all('/cases', { mine: 'true' })), of(world.posts.repair))
      assert.deepEqual(await checker.all('/cases', { mine: 'true' }), [])
      assert.ok(of(world.posts.repair).length > 0 && of(world.posts.warden).length > 0)
    })

    test('nobody sees a case beyond their areas', async () => {
      const theirs = await world.abroad.intake.all('/cases')
      assert.ok(theirs.length > 0 && theirs.every((c) => c.area.startsWith(grid.abroad)))
      const ours = await intake.all('/cases')
      assert.ok(ours.every((c) => c.area.startsWith(grid.home)))
      const [first] = ours
      await world.changesNothing(async () => {
        await world.abroad.intake.get(`/cases/${first.ref}`, { is: 403, code: 'right.area' })
        await world.abroad.intake.post(`/cases/${first.ref}/act`, { body: { action: 'accept' }, version: first.version, is: 403, code: 'right.area' })
        await world.abroad.intake.get('/cases', { query: { area: grid.home }, is: 403, code: 'right.area' })
        await world.abroad.intake.get('/cases', { query: { area: grid.city }, is: 403, code: 'right.area' })
      })
      const local = await warden.all('/cases')
      assert.ok(local.every((c) => c.area.startsWith(town)))
    })

    test('a case in a list shows a cut text; whole it is whole', async () => {
      const body = '很长的报告。'.repeat(60)
      const { ref } = await world.file({ body })
      const listed = (await intake.get('/cases', { query: { limit: 1 } })).json.items[0]
      assert.equal(listed.ref, ref)
      assert.ok([...listed.body].length <= 81)
      assert.equal((await intake.get(`/cases/${ref}`)).json.body, body)
    })

    test('a page size, cursor or filter that makes no sense is refused', async () => {
      for (const query of [{ limit: 0 }, { limit: 201 }, { limit: 'ten' }, { cursor: 'zzz!' }, { open: 'maybe' }, { post: 'nothing' }, { area: 'north' }, { colour: 'red' }])
        await intake.get('/cases', { query, is: query.post ? undefined : 422 }).catch((error) => assert.match(error.message, /-> (404|422) /))
    })
  })
}
