// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { cell, town, village } from '../lib/world.mjs'

export default function suite(world) {
  const { admin } = world

  describe('persons', () => {
    test('a phone is shown masked, and whole only to a look that the journal remembers', async () => {
      const ref = await world.person('褚一', village, { phone: '13912345678' })
      const { json } = await admin.get(`/persons/${ref}`)
      assert.doesNotMatch(JSON.stringify(json), /13912345678/)
      assert.match(json.phone, /\*/)
      const whole = await admin.post(`/persons/${ref}/contact`)
      assert.equal(whole.json.phone, '13912345678')
      const [look] = (await world.auditor.get('/journal', { query: { noun: 'person' } })).json.items
      assert.deepEqual([look.noun_ref, look.who], [ref, '郑管理'])
      assert.doesNotMatch(world.db.rows('SELECT before_doc, after_doc FROM journal').join('\n'), /13912345678/)
      await admin.post(`/persons/${await world.person('无号', village)}/contact`, { is: 404, code: 'person.no_phone' })
    })

    test('a change needs the current version and touches only what is given', async () => {
      const made = await admin.post('/persons', { body: { name: '卫二', area: village, phone: '13900000000' }, is: 201 })
      const path = `/persons/${made.json.ref}`
      assert.equal(made.headers.location, `/api/v1${path}`)
      const renamed = await admin.patch(path, { body: { name: '卫二妹' }, version: made.version })
      assert.deepEqual([renamed.json.name, renamed.json.area, renamed.version], ['卫二妹', village, made.version + 1])
      await world.changesNothing(async () => {
        await admin.patch(path, { body: { name: '迟' }, version: made.version, is: 412, code: 'version.stale' })
        await admin.patch(path, { body: { name: '无' }, is: 428, code: 'version.missing' })
        await admin.patch(path, { body: { area: grid.abroad }, version: renamed.version, is: undefined }).catch((e) => assert.match(e.message, /-> (403|422) /))
      })
      const erased = await admin.patch(path, { body: { phone: '' }, version: renamed.version })
      assert.equal(erased.json.phone, null)
    })

    test('two changes from one version: one wins, the other is told', async () => {
      const made = await admin.post('/persons', { body: { name: '并行', area: village } })
      const answers = await Promise.all([1, 2, 3, 4].map((n) =>
        admin.patch(`/persons/${made.json.ref}`, { body: { name: `并行${n}` }, version: made.version }).then((r) => r.status, () => 412)))
      assert.deepEqual(answers.sort(), [200, 412, 412, 412])
    })

    test('bad persons are refused', async () => {
      await world.changesNothing(async () => {
        const add = (body, expected) => admin.post('/persons', { body, ...expected })
        await add({ name: '', area: village }, { is: 422 })
        await add({ name: '长'.repeat(61), area: village }, { is: 422 })
        await add({ name: '无处' }, { is: 422, code: 'input.missing' })
        await add({ name: '何处', area: '990101999' }, { is: 422, code: 'area.unknown' })
        await add({ name: '邻区', area: grid.abroad }, { is: 403, code: 'right.area' })
        await add({ name: '号', area: village, phone: 'call me' }, { is: 422, code: 'person.phone' })
        await add({ name: '愿', area: village, contact_public: true }, { is: 422, code: 'person.consent' })
        await add({ name: '多', area: village, age: 61 }, { is: 422, code: 'input.unknown_field' })
      })
    })

    test('persons are found by area and part of the name', async () => {
      const inside = await admin.all('/persons', { area: village })
      assert.ok(inside.every((p) => p.area.startsWith(village)))
      assert.deepEqual((await admin.all('/persons', { area: grid.home, q: '周核' })).map((p) => p.name), ['周核查'])
      await admin.get('/persons', { query: { area: grid.abroad }, is: 403, code: 'right.area' })
      await admin.get('/persons/410105-AAAA', { is: 404, code: 'ref.unknown' })
    })
  })

  describe('teams', () => {
    test('members come and go with dates, and all of them stay on record', async () => {
      const made = await admin.post('/teams', { body: { name: '志愿队', kind: 'volunteer_team', area: village }, is: 201 })
      const path = `/teams/${made.json.ref}`
      const person = world.persons.deputy
      await admin.post(`${path}/members`, { body: { person, from: '2026-01-01T00:00:00+08:00' }, is: 201 })
      await world.changesNothing(() => admin.post(`${path}/members`, { body: { person }, is: 409, code: 'team.member_already' }))
      const ended = await admin.post(`${path}/members/end`, { body: { person, at: '2026-03-01T00:00:00+08:00' } })
      assert.deepEqual(ended.json.members, [{ person: { ref: person, name: '孙副手' }, from: '2026-01-01T00:00:00+08:00', to: '2026-03-01T00:00:00+08:00' }])
      await world.changesNothing(async () => {
        await admin.post(`${path}/members/end`, { body: { person }, is: 409, code: 'team.not_member' })
        await admin.post(`${path}/members`, { body: { person: world.persons.stranger }, is: 404, code: 'person.unknown' })
        await admin.post(`${path}/members`, { body: { person, from: '2026-05-01T00:00:00+08:00', to: '2026-04-01T00:00:00+08:00' }, is: 422, code: 'team.period' })
      })
      const again = await admin.post(`${path}/members`, { body: { person, from: '2026-03-01T00:00:00+08:00' } })
      assert.equal(again.json.members.length, 2)
    })

    test('teams are listed and renamed', async () => {
      const [team] = (await admin.get('/teams', { query: { area: grid.home } })).json.items
      const renamed = await admin.patch(`/teams/${team.ref}`, { body: { name: `${team.name}一队` }, version: team.version })
      assert.equal((await admin.get(`/teams/${team.ref}`)).json.name, renamed.json.name)
      await world.changesNothing(() => admin.patch(`/teams/${team.ref}`, { body: { name: '迟' }, version: team.version, is: 412, code: 'version.stale' }))
      await world.changesNothing(() => admin.post('/teams', { body: { name: '帮', kind: 'gang', area: village }, is: 422, code: 'team.kind' }))
    })
  })

  describe('posts', () => {
    test('a post is given, handed on, left and abolished, and its history tells all of it', async () => {
      const { lead, warden, deputy } = world.persons
      const made = await admin.post('/posts', { body: { kind: 'building_lead', area: cell, title: '3号楼' }, is: 201 })
      assert.deepEqual([made.json.holder, made.json.ended, made.json.history], [null, null, []])
      const path = `/posts/${made.json.ref}`
      const first = await admin.post(`${path}/holdings`, { body: { person: lead, from: '2026-01-01T00:00:00+08:00' }, version: made.version })
      const second = await admin.post(`${path}/holdings`, { body: { person: warden, deputy, from: '2026-02-01T00:00:00+08:00' }, version: first.version })
      assert.equal(second.json.holder.ref, warden)
      assert.equal(second.json.deputy.ref, deputy)
      const left = await admin.post(`${path}/vacate`, { body: { at: '2026-03-01T00:00:00+08:00' }, version: second.version })
      assert.equal(left.json.holder, null)
      assert.deepEqual(left.json.history.map((h) => [h.holder.ref, h.from.slice(0, 10), h.to.slice(0, 10)]), [
        [lead, '2026-01-01', '2026-02-01'],
        [warden, '2026-02-01', '2026-03-01'],
      ])
      await world.changesNothing(() => admin.post(`${path}/vacate`, { body: {}, version: left.version, is: 409, code: 'post.vacant' }))
      const ended = await admin.post(`${path}/end`, { body: {}, version: left.version })
      assert.notEqual(ended.json.ended, null)
      await world.changesNothing(() => admin.post(`${path}/holdings`, { body: { person: lead }, version: ended.version, is: 409, code: 'post.ended' }))
    })

    test('the phone of a holder is published only with consent', async () => {
      const open = await world.auditor.get(`/posts/${world.posts.lead}`)
      assert.equal(open.json.holder.phone, '13800000001')
      const shut = await world.auditor.get(`/posts/${world.posts.warden}`)
      assert.equal(shut.json.holder.phone, null)
    })

    test('posts are listed by area, kind and moment', async () => {
      const now = await admin.all('/posts', { area: village, kind: 'grid_worker' })
      assert.deepEqual(now.map((p) => p.ref), [world.posts.warden])
      assert.deepEqual(await admin.all('/posts', { area: village, kind: 'grid_worker', at: '2020-01-01T00:00:00+08:00' }), [])
      await admin.get('/posts', { query: { area: grid.abroad }, is: 403, code: 'right.area' })
      await admin.get('/posts', { query: { at: 'yesterday' }, is: 422 })
    })

    test('posts and holders that cannot be are refused', async () => {
      const made = await admin.post('/posts', { body: { kind: 'grid_worker', area: cell } })
      const path = `/posts/${made.json.ref}`
      const { warden, stranger } = world.persons
      const held = await admin.post(`${path}/holdings`, { body: { person: warden, from: '2026-06-01T00:00:00+08:00' }, version: made.version })
      await world.changesNothing(async () => {
        const hold = (body, expected) => admin.post(`${path}/holdings`, { body, version: held.version, ...expected })
        await hold({}, { is: 422, code: 'post.holder' })
        await hold({ person: warden, team: world.team }, { is: 422, code: 'post.holder' })
        await hold({ person: stranger }, { is: 404, code: 'person.unknown' })
        await hold({ person: warden, from: '2026-01-01T00:00:00+08:00' }, { is: 409, code: 'post.overlap' })
        await hold({ person: warden, from: '2026-08-01T00:00:00+08:00', to: '2026-07-01T00:00:00+08:00' }, { is: 422, code: 'post.period' })
        await admin.post(`${path}/holdings`, { body: { person: warden }, is: 428, code: 'version.missing' })
        await admin.post(`${path}/holdings`, { body: { person: warden }, version: made.version, is: 412, code: 'version.stale' })
        await admin.post('/posts', { body: { kind: 'mayor', area: cell }, is: 422, code: 'post.kind_unknown' })
        await admin.post('/posts', { body: { kind: 'town_duty', area: cell }, is: 422, code: 'post.level' })
        await admin.post('/posts', { body: { kind: 'town_duty', area: grid.abroad + '001' }, is: 403, code: 'right.area' })
      })
      const left = await admin.post(`${path}/vacate`, { body: {}, version: held.version })
      await admin.post(`${path}/end`, { body: {}, version: left.version })
    })

    test('coverage names each cell where a needed post is not held', async () => {
      const { json } = await admin.get('/checks/coverage', { query: { area: town } })
      assert.deepEqual(json.required_kinds.toSorted(), ['community_duty', 'grid_lead'])
      assert.equal(json.leaves, 4)
      assert.equal(json.covered, 0)
      const gaps = json.items.filter((g) => g.kind === 'grid_lead').map((g) => g.area)
      assert.deepEqual(gaps, [town + '002001', town + '002002'])
      const duty = await world.post('community_duty', village, { team: world.team })
      const better = await admin.get('/checks/coverage', { query: { area: town } })
      assert.equal(better.json.covered, 2)
      const seen = await admin.get(`/posts/${duty}`)
      const left = await admin.post(`/posts/${duty}/vacate`, { body: {}, version: seen.version })
      await admin.post(`/posts/${duty}/end`, { body: {}, version: left.version })
    })
  })
}
