// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { cell, town, village } from '../lib/world.mjs'

export default function suite(world) {
  const { anyone, intake, warden, deputy, mechanic, checker, supervisor } = world
  const file = (more, client) => world.file(more, client)
  const act = (...args) => world.act(...args)
  const photo = async (client = anyone) => {
    const { json } = await client.post('/uploads', { body: png(), type: 'image/png' })
    return { upload: json.upload, token: json.token }
  }
  const refused = async (who, ref, action, more, expected) => {
    const seen = await (who === world.abroad.handler ? intake : who).get(`/cases/${ref}`)
    await world.changesNothing(() => who.post(`/cases/${ref}/act`, { body: { action, ...more }, version: seen.version, ...expected }))
  }
  // Brings a new case to a state of the short flow.
  const until = async (state, more) => {
    const { ref, secret } = await file(more)
    const steps = [
      ['accepted', intake, 'accept'],
      ['in_progress', warden, 'start'],
      ['disposed', warden, 'dispose', { note: '已换新阀门' }],
      ['checked', checker, 'pass'],
      ['closed', intake, 'close', { close_reason: 'fixed' }],
    ]
    let at = 'reported'
    for (const [to, who, action, body] of steps) {
      if (at === state) break
      await act(who, ref, action, body)
      at = to
    }
    return { ref, secret }
  }

  describe('the walk of a case', () => {
    test('from the report to the proof, by three different accounts, as the reporter sees it', async () => {
      const before = await figures()
      const receipt = await file({ address: '3号楼东侧', name: '居民甲', phone: '13700001111', uploads: [await photo()] })
      assert.deepEqual([receipt.state, receipt.area, receipt.answer.post.ref], ['reported', cell, world.posts.warden])
      const follow = async () => (await anyone.post('/follow', { body: { ref: receipt.ref, secret: receipt.secret } })).json
      assert.deepEqual([(await follow()).state, (await follow()).photos.length], ['reported', 1])

      const accepted = await act(intake, receipt.ref, 'accept')
      assert.equal(accepted.json.state, 'accepted')
      await act(warden, receipt.ref, 'start')
      const disposed = await act(warden, receipt.ref, 'dispose', { note: '已换新阀门', uploads: [await photo(warden)] })
      assert.deepEqual([disposed.json.state, disposed.json.handler_name], ['disposed', '王网格'])
      assert.deepEqual(disposed.json.photos.map((p) => p.moment), ['before', 'after'])
      await act(checker, receipt.ref, 'pass')
      const closed = await act(intake, receipt.ref, 'close', { close_reason: 'fixed' })
      assert.deepEqual([closed.json.state, closed.json.open], ['closed', false])
      assert.notEqual(closed.json.closed, null)

      const seen = await follow()
      assert.deepEqual(seen.history.map((h) => h.state_to), ['reported', 'accepted', 'in_progress', 'disposed', 'checked', 'closed'])
      assert.deepEqual(seen.state_name, { zh: '已结案', en: 'Closed' })
      assert.doesNotMatch(JSON.stringify(seen), /李受理|周核查|13700001111|居民甲/)
      assert.deepEqual(seen.actions.map((a) => a.action), ['confirm', 'dispute', 'reopen_with_evidence'])
      const after = await figures()
      assert.equal(after.all, before.all + 1)
      assert.equal(after.closed, before.closed + 1)
    })

    test('each step stands in the history with who, in which role, why', async () => {
      const { ref } = await until('closed')
      const { json } = await supervisor.get(`/cases/${ref}`)
      assert.deepEqual(json.history.map((h) => [h.who, h.role, h.action, h.state_from, h.state_to]), [
        ['居民', 'resident', 'file', null, 'reported'],
        ['李受理', 'intake', 'accept', 'reported', 'accepted'],
        ['王网格', 'handler', 'start', 'accepted', 'in_progress'],
        ['王网格', 'handler', 'dispose', 'in_progress', 'disposed'],
        ['周核查', 'checker', 'pass', 'disposed', 'checked'],
        ['李受理', 'intake', 'close', 'checked', 'closed'],
      ])
      assert.equal(json.history[3].note, '已换新阀门')
    })

    test('the actions shown are those that may be taken, and all others are refused', async () => {
      const flow = (await anyone.get('/meta')).json.flows.find((f) => f.flow === 'short')
      const needs = { reason: '原因', note: '说明', post: world.posts.repair }
      for (const state of ['reported', 'accepted', 'in_progress', 'disposed', 'checked', 'closed']) {
        const { ref } = await until(state)
        await world.changesNothing(async () => {
          for (const who of [intake, warden, checker, supervisor]) {
            const seen = await who.get(`/cases/${ref}`)
            const open = new Set(seen.json.actions.map((a) => a.action))
            for (const { action } of flow.actions.filter((a) => !open.has(a.action))) {
              const reply = await who.post(`/cases/${ref}/act`, { body: { action, ...needs }, version: seen.version, is: undefined }).catch((error) => error)
              assert.ok(reply instanceof Error, `${state} ${action} by another was accepted`)
              assert.match(reply.message, /-> (403|409) .*"code":"case\.\w+"/s)
            }
          }
        })
      }
    })

    test('the deputy and a member of the holding team may handle, a handler of another post may not', async () => {
      const first = await until('accepted')
      await act(deputy, first.ref, 'start')
      const second = await file()
      await act(intake, second.ref, 'route', { post: world.posts.repair })
      await refused(warden, second.ref, 'start', {}, { is: 403, code: 'case.role' })
      const started = await act(mechanic, second.ref, 'start')
      assert.equal(started.json.handler_name, null)
    })

    test('who did the work can neither check nor close it', async () => {
      const person = world.persons.warden
      const all = await world.account('everything', '身兼数职', [['handler', town], ['checker', town], ['intake', town]], person)
      const { ref } = await until('disposed')
      await refused(all, ref, 'pass', {}, { is: 403, code: 'case.checker_is_handler' })
      await refused(all, ref, 'rework', { reason: '不行' }, { is: 403, code: 'case.checker_is_handler' })
      await act(checker, ref, 'pass')
      await refused(all, ref, 'close', { close_reason: 'fixed' }, { is: 403, code: 'case.checker_is_handler' })
      await act(intake, ref, 'close', { close_reason: 'fixed' })
    })

    test('what an action needs must come with it', async () => {
      const { ref } = await file({ kind: 'sewage_overflow' })
      await refused(intake, ref, 'reject', {}, { is: 422, code: 'case.reason_needed' })
      await refused(intake, ref, 'reject', { reason: '   ' }, { is: 422, code: 'case.reason_needed' })
      await refused(intake, ref, 'route', {}, { is: 422, code: 'case.post_needed' })
      await refused(intake, ref, 'route', { post: '990101-AAAA' }, { is: 422 })
      await refused(intake, ref, 'merge', {}, { is: 422, code: 'case.into_needed' })
      await act(intake, ref, 'accept')
      await act(warden, ref, 'start')
      await refused(warden, ref, 'dispose', {}, { is: 422, code: 'case.note_needed' })
      await refused(warden, ref, 'dispose', { note: '疏通' }, { is: 422, code: 'case.photo_needed' })
      await refused(warden, ref, 'dance', {}, { is: 422, code: 'case.action_unknown' })
      const done = await act(warden, ref, 'dispose', { note: '疏通', uploads: [await photo(warden)] })
      assert.deepEqual(done.json.photos.map((p) => p.moment), ['after'])
    })

    test('a check that fails sends it back to the same handler; not mine sends it to the desk', async () => {
      const { ref } = await until('disposed')
      const back = await act(checker, ref, 'rework', { reason: '还在漏' })
      assert.equal(back.json.state, 'in_progress')
      await act(warden, ref, 'dispose', { note: '再修' })
      await act(checker, ref, 'pass')
      const other = await until('in_progress')
      const returned = await act(warden, other.ref, 'return', { reason: '不是我的' })
      assert.equal(returned.json.state, 'reported')
    })

    test('routing changes the post, within the district', async () => {
      const { ref } = await file()
      const routed = await act(intake, ref, 'route', { post: world.posts.repair })
      assert.deepEqual([routed.json.state, routed.json.post.ref, routed.json.post.holder_name], ['accepted', world.posts.repair, routed.json.answer.post ? routed.json.post.holder_name : null])
      await refused(intake, ref, 'route', { post: world.posts.stranger }, { is: 422, code: 'case.post_unknown' })
    })

    test('the reporter may reopen with a reason and a photo, and a new cycle begins', async () => {
      const { ref, secret } = await until('closed')
      const seen = await anyone.post('/follow', { body: { ref, secret } })
      await world.changesNothing(async () => {
        const evidence = [await photo()]
        const reopen = (more, expected) => anyone.post('/follow/act', { body: { ref, secret, action: 'reopen_with_evidence', ...more }, version: seen.version, ...expected })
        await reopen({ uploads: evidence }, { is: 422, code: 'case.reason_needed' })
        await reopen({ reason: '又漏' }, { is: 422, code: 'case.picture_needed' })
        await reopen({ secret: 'WRONG-SECRET', reason: '又漏' }, { is: 404, code: 'follow.unknown' })
        await reopen({ action: 'close' }, { is: 409, code: 'case.action_not_now' })
        await anyone.post('/follow/act', { body: { ref, secret, action: 'reopen_with_evidence', reason: '又漏', uploads: evidence }, is: 428, code: 'version.missing' })
        const stale = await anyone.post('/follow/act', { body: { ref, secret, action: 'reopen_with_evidence', reason: '又漏', uploads: evidence }, version: seen.version - 1, is: 412, code: 'version.stale' })
        assert.equal(stale.json.detail, 'closed, close, intake')
      })
      const reopened = await anyone.post('/follow/act', { body: { ref, secret, action: 'reopen_with_evidence', reason: '又漏了', uploads: [await photo()] }, version: seen.version })
      assert.deepEqual([reopened.json.state, reopened.json.open, reopened.json.photos.length], ['reported', true, 1])
      const { json } = await intake.get(`/cases/${ref}`)
      assert.deepEqual([json.cycle, json.handler_name, json.closed], [2, null, null])
      await act(intake, ref, 'accept')
    })

    test('a follower needs both the number and the secret', async () => {
      const { ref, secret } = await file()
      const other = await file()
      for (const body of [{ ref, secret: other.secret }, { ref: other.ref, secret }, { ref: '990101-ZZZZZZ', secret }, { ref: 'nothing', secret }])
        await anyone.post('/follow', { body, is: 404, code: 'follow.unknown' })
      const typed = { ref: ref.toLowerCase().replaceAll('1', 'l').replaceAll('0', 'o'), secret: ` ${secret.toLowerCase()} ` }
      assert.equal((await anyone.post('/follow', { body: { ref: typed.ref, secret } })).json.ref, ref)
    })
  })

  describe('duplicates', () => {
    test('similar open cases nearby are shown before filing, the nearest first, without text or contact', async () => {
      const at = town + '002001'
      const kind = 'road_damage'
      const spot = grid.point(at, 0.3, 0.3)
      const north = (metres) => ({ lon: spot.lon, lat: spot.lat + metres / 111195 })
      const near = await file({ at, kind, ...north(40), phone: '13712345678' })
      const nearer = await file({ at, kind, ...north(10) })
      const other = await file({ at, kind: 'street_light', ...spot })
      const { json } = await anyone.get('/cases/near', { query: { kind, ...spot } })
      assert.deepEqual(json.items.slice(0, 2).map((i) => [i.ref, Math.round(i.distance_m / 10)]), [[nearer.ref, 1], [near.ref, 4]])
      assert.ok(!json.items.some((i) => i.ref === other.ref))
      assert.doesNotMatch(JSON.stringify(json), /漏水|13712345678/)
      const byArea = await anyone.get('/cases/near', { query: { kind, area: at } })
      assert.deepEqual(new Set(byArea.json.items.map((i) => i.ref)), new Set([near.ref, nearer.ref]))
      const officer = await intake.get(`/cases/${near.ref}`)
      assert.ok(officer.json.duplicates.some((d) => d.ref === nearer.ref))
    })

    test('a stranger\'s photo is shown to strangers only once the report was accepted', async () => {
      const at = town + '002001'
      const { ref } = await file({ at, kind: 'street_light', uploads: [await photo()] })
      const shown = async (who) => (await who.get('/cases/near', { query: { kind: 'street_light', area: at } })).json.items.find((i) => i.ref === ref).photo_thumb
      assert.equal(await shown(anyone), null)
      assert.match(await shown(intake), /thumb$/)
      await act(intake, ref, 'accept')
      assert.match(await shown(anyone), /thumb$/)
    })

    test('strangers cannot use up the photos that closing a case needs', async () => {
      const { ref } = await file()
      const six = async () => Promise.all(Array.from({ length: 6 }, () => photo()))
      for (let i = 0; i < 2; i++) await anyone.post(`/cases/${ref}/still-there`, { body: { uploads: await six() } })
      await anyone.post(`/cases/${ref}/still-there`, { body: { uploads: await six() }, is: 422, code: 'media.too_many' })
    })

    test('a "me too" counts on an open case only', async () => {
      const { ref } = await file()
      assert.equal((await anyone.post(`/cases/${ref}/support`)).json.supports, 1)
      assert.equal((await anyone.post(`/cases/${ref}/support`)).json.supports, 2)
      const closed = await until('closed')
      await world.changesNothing(() => anyone.post(`/cases/${closed.ref}/support`, { is: 409, code: 'case.closed' }))
      await anyone.post('/cases/990101-AAAA/support', { is: 404 })
    })

    test('a case is merged into another open one of the district, not into itself', async () => {
      const [first, second] = [await file(), await file()]
      await refused(intake, first.ref, 'merge', { into: first.ref }, { is: 422, code: 'case.into_unknown' })
      const gone = await until('closed')
      await refused(intake, first.ref, 'merge', { into: gone.ref }, { is: 422, code: 'case.into_closed' })
      const { json } = await act(intake, first.ref, 'merge', { into: second.ref })
      assert.deepEqual([json.state, json.open, json.merged_into], ['merged', false, second.ref])
    })
  })

  describe('contact', () => {
    test('is masked in the case, whole only to a look that the journal remembers', async () => {
      const { ref } = await file({ name: '沈小姐', phone: '13687654321' })
      const { json } = await intake.get(`/cases/${ref}`)
      assert.equal(json.has_contact, true)
      assert.doesNotMatch(JSON.stringify(json), /13687654321|沈小姐/)
      const before = Number(world.counts().journal)
      const whole = await warden.post(`/cases/${ref}/contact`)
      assert.deepEqual(whole.json, { name: '沈小姐', phone: '13687654321' })
      assert.equal(Number(world.counts().journal), before + 1)
      const after = await intake.get(`/cases/${ref}`)
      assert.deepEqual([after.json.history.at(-1).who, after.json.history.at(-1).state_to], ['王网格', after.json.history.at(-1).state_to])
      await world.changesNothing(async () => {
        await checker.post(`/cases/${ref}/contact`, { is: 403, code: 'right.missing' })
        await world.abroad.intake.post(`/cases/${ref}/contact`, { is: 403, code: 'right.area' })
        await anyone.post(`/cases/${ref}/contact`, { is: 401, code: 'session.needed' })
      })
    })

    test('does not stand in the open anywhere in the database', async () => {
      await file({ name: '韩某某', phone: '13600009999' })
      for (const table of ['casefile', 'journal', 'replay', 'person', 'media'])
        assert.doesNotMatch(world.db.rows(`SELECT * FROM ${table}`).join('\n'), /13600009999|韩某某/, table)
    })
  })

  describe('retries', () => {
    const body = { kind: 'water_leak', body: '重复提交的报告', ...grid.point(cell) }

    test('the same key and request give the first answer, and one case', async () => {
      const before = world.counts()
      const first = await anyone.post('/cases', { body, key: 'retry-me-0001', is: 201 })
      const again = await anyone.post('/cases', { body, key: 'retry-me-0001', is: 201 })
      assert.deepEqual(again.json, first.json)
      assert.equal(again.headers['idempotent-replay'], 'true')
      assert.equal(first.headers['idempotent-replay'], undefined)
      assert.equal(again.headers.location, first.headers.location)
      assert.equal(Number(world.counts().casefile), Number(before.casefile) + 1)
    })

    test('neither secret, key nor token stands in the open in the database', async () => {
      const { json } = await anyone.post('/cases', { body, key: 'retry-me-in-the-dark' })
      for (const table of ['casefile', 'journal', 'replay', 'session', 'account']) {
        const rows = world.db.rows(`SELECT * FROM ${table}`).join('\n')
        for (const secret of [json.secret, json.secret.replace('-', ''), 'retry-me-in-the-dark', intake.token])
          assert.ok(!rows.includes(secret) && !rows.includes(Buffer.from(secret).toString('hex')), `${secret} in ${table}`)
      }
    })

    test('the same key with another request is refused', async () => {
      await anyone.post('/cases', { body, key: 'retry-me-0002' })
      await world.changesNothing(() => anyone.post('/cases', { body: { ...body, body: '另一件事' }, key: 'retry-me-0002', is: 422, code: 'idempotency.mismatch' }))
    })

    test('many at once with one key make one case', async () => {
      const before = Number(world.counts().casefile)
      const replies = await Promise.all(Array.from({ length: 12 }, () => anyone.post('/cases', { body, key: 'retry-me-0003', is: 201 })))
      assert.equal(new Set(replies.map((r) => r.json.ref)).size, 1)
      assert.equal(new Set(replies.map((r) => r.json.secret)).size, 1)
      assert.equal(replies.filter((r) => !r.headers['idempotent-replay']).length, 1)
      assert.equal(Number(world.counts().casefile), before + 1)
    })

    test('a refused request may be sent again under its key', async () => {
      await anyone.post('/cases', { body: { ...body, kind: 'dragon' }, key: 'retry-me-0004', is: 422 })
      await anyone.post('/cases', { body, key: 'retry-me-0004', is: 201 })
    })

    test('an action sent twice is one step, with one answer', async () => {
      const { ref } = await file()
      const seen = await intake.get(`/cases/${ref}`)
      const send = () => intake.post(`/cases/${ref}/act`, { body: { action: 'accept' }, version: seen.version, key: 'retry-act-0001' })
      const [first, second] = await Promise.all([send(), send()])
      assert.deepEqual(first.json, second.json)
      assert.equal((await intake.get(`/cases/${ref}`)).json.history.length, 2)
      const other = await intake.get(`/cases/${ref}`)
      await world.changesNothing(() => warden.post(`/cases/${ref}/act`, { body: { action: 'accept' }, version: other.version, key: 'retry-act-0001', is: 409, code: 'case.action_not_now' }))
    })

    test('of several officers who act on what they saw, one wins', async () => {
      const { ref } = await file()
      const seen = await intake.get(`/cases/${ref}`)
      const outcome = await Promise.all([1, 2, 3, 4, 5].map((n) =>
        intake.post(`/cases/${ref}/act`, { body: n % 2 ? { action: 'accept' } : { action: 'reject', reason: '重复' }, version: seen.version }).then(() => 200, (error) => Number(/-> (\d+)/.exec(error.message)[1]))))
      assert.deepEqual(outcome.sort(), [200, 412, 412, 412, 412])
      await world.changesNothing(() => intake.post(`/cases/${ref}/act`, { body: { action: 'accept' }, is: 428, code: 'version.missing' }))
    })
  })

  describe('places', () => {
    test('a report may name its area, its point or both, if they agree', async () => {
      assert.equal((await anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '半夜施工', area: village } })).json.area, village)
      const both = await anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '半夜施工', area: village, ...grid.point(cell) } })
      assert.ok(both.json.area.startsWith(village))
      await world.changesNothing(async () => {
        const report = (more, expected) => anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '半夜施工', ...more }, ...expected })
        await report({}, { is: 422, code: 'place.missing' })
        await report({ lon: 113.6 }, { is: 422 })
        await report({ lon: 113.9, lat: 35.9 }, { is: 422, code: 'place.outside_grid' })
        await report({ area: '990101999' }, { is: 422, code: 'area.unknown' })
        await report({ area: grid.abroad, ...grid.point(cell) }, { is: 422, code: 'place.mismatch' })
      })
    })

    test('a signed-in caller is recorded as who filed it', async () => {
      const { ref } = await file({}, warden)
      assert.equal((await intake.get(`/cases/${ref}`)).json.history[0].who, '王网格')
    })
  })

  // Public figures hide small numbers, so an officer asks; counts follow the sealed journal.
  async function figures() {
    await world.sealed()
    const { json } = await supervisor.get('/figures/cases', { query: { area: grid.home } })
    return json.totals
  }

  describe('figures', () => {
    test('totals are sums of their children, and of their states', async () => {
      await world.sealed()
      const { json } = await supervisor.get('/figures/cases', { query: { area: grid.home } })
      const sum = (list) => list.reduce((a, b) => a + b, 0)
      assert.equal(json.suppressed, false)
      assert.deepEqual(json.children.map((c) => c.code), [grid.home + '001', grid.home + '002'])
      for (const key of ['open', 'closed', 'all']) assert.equal(sum(json.children.map((c) => c[key])), json.totals[key], key)
      assert.equal(sum(Object.values(json.totals.by_state)), json.totals.all)
      assert.equal(json.totals.open + json.totals.closed, json.totals.all)
      const listed = await supervisor.all('/cases', { area: grid.home })
      assert.equal(json.totals.all, listed.length)
    })

    test('numbers from one to four are withheld from the public', async () => {
      const area = grid.abroad
      await anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '邻区噪声', area: area + '001001' } })
      await world.sealed()
      const { json } = await anyone.get('/figures/cases', { query: { area } })
      assert.equal(json.suppressed, true)
      const numbers = JSON.stringify([json.totals, json.children.map(({ open, closed, all }) => ({ open, closed, all }))])
      assert.doesNotMatch(numbers, /:[1-4][,}]/)
      const officer = await world.abroad.supervisor.get('/figures/cases', { query: { area } })
      assert.deepEqual([officer.json.totals.all, officer.json.suppressed], [1, false])
      const foreign = await supervisor.get('/figures/cases', { query: { area } })
      assert.equal(foreign.json.suppressed, true)
    })

    test('a figure names the chain\'s head that it stands on', async () => {
      const { json } = await supervisor.get('/figures/cases', { query: { area: grid.home } })
      const head = (await anyone.get('/chain')).json.items.find((h) => h.district === grid.home)
      assert.ok(json.chain_seq <= head.seq && json.chain_seq > 0)
      await anyone.get('/figures/cases', { query: { area: '123456' }, is: 404, code: 'area.unknown' })
      await anyone.get('/figures/cases', { is: 422, code: 'input.missing' })
    })
  })
}
