// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { cell, town, village } from '../lib/world.mjs'

export default function suite(world) {
  const ask = async (query, options) => (await world.anyone.get('/answer', { query, ...options })).json

  describe('who answers', () => {
    test('the nearest post of the matter\'s route answers, and the rest stand behind it', async () => {
      const json = await ask({ area: cell, kind: 'water_leak' })
      assert.equal(json.answer.post.ref, world.posts.warden)
      assert.deepEqual([json.answer.holder.name, json.answer.deputy.name], ['王网格', '孙副手'])
      assert.deepEqual(json.candidates.map((a) => a.post.ref), [world.posts.warden, world.posts.lead, world.posts.repair])
      assert.deepEqual(json.candidates[0], json.answer)
      assert.equal(json.chain[0].code, cell)
    })

    test('a point asks the same as its cell', async () => {
      const [first, second] = await Promise.all([ask({ area: cell, kind: 'water_leak' }), ask({ ...grid.point(cell), kind: 'water_leak' })])
      assert.deepEqual(first, second)
    })

    test('a team can answer', async () => {
      const { answer } = await ask({ area: town + '002001', kind: 'street_light' })
      assert.deepEqual([answer.holder.type, answer.holder.ref], ['team', world.team])
    })

    test('where nobody answers it is said', async () => {
      const { answer, candidates } = await ask({ area: grid.abroad + '002001001', kind: 'water_leak' })
      assert.deepEqual([answer.found, answer.post, answer.holder, candidates], [false, null, null, []])
    })

    test('the past keeps its answers', async () => {
      const area = town + '002002'
      const post = await world.root.post('/posts', { body: { kind: 'grid_worker', area } })
      const path = `/posts/${post.json.ref}/holdings`
      const { lead, warden } = world.persons
      const first = await world.root.post(path, { body: { person: lead, from: '2026-01-01T00:00:00+08:00' }, version: post.version })
      await world.root.post(path, { body: { person: warden, from: '2026-03-01T00:00:00+08:00' }, version: first.version })
      const at = async (time) => (await ask({ area, kind: 'neighbour_noise', at: time })).answer
      assert.equal((await at('2025-12-31T23:59:59+08:00')).found, false)
      assert.equal((await at('2026-01-01T00:00:00+08:00')).holder.ref, lead)
      assert.equal((await at('2026-02-28T23:59:59.999999+08:00')).holder.ref, lead)
      assert.equal((await at('2026-03-01T00:00:00+08:00')).holder.ref, warden)
      assert.equal((await at('2026-02-28T16:00:00Z')).holder.ref, warden)
    })

    test('a place shows who answers for each kind of matter', async () => {
      const { json: meta } = await world.anyone.get('/meta')
      const { json } = await world.anyone.get(`/areas/${cell}/answers`)
      assert.deepEqual(json.items.map((i) => i.case_kind), meta.case_kinds.map((k) => k.kind))
      for (const { case_kind, answer } of json.items) assert.deepEqual(answer, (await ask({ area: cell, kind: case_kind })).answer, case_kind)
      const past = await world.anyone.get(`/areas/${cell}/answers`, { query: { at: '2020-01-01T00:00:00+08:00' } })
      assert.ok(past.json.items.every((i) => !i.answer.found))
    })

    test('a question that makes no sense is refused', async () => {
      await ask({ area: cell }, { is: 422, code: 'input.missing' })
      await ask({ kind: 'water_leak' }, { is: 422 })
      await ask({ area: cell, kind: 'dragon' }, { is: 422, code: 'case.kind_unknown' })
      await ask({ area: '123456', kind: 'water_leak' }, { is: 404, code: 'area.unknown' })
      await ask({ lon: 0, lat: 0, kind: 'water_leak' }, { is: 404, code: 'locate.outside' })
      await ask({ area: village, kind: 'water_leak', at: '2026-13-01T00:00:00Z' }, { is: 422 })
      await world.anyone.get('/areas/123456/answers', { is: 404, code: 'area.unknown' })
    })
  })
}
