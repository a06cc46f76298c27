// SPDX-License-Identifier: Apache-2.0
// The closed loop over HTTP: the full flow and its turnings, each step by the account whose role it is.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { cell, town, village } from '../lib/world.mjs'

const DAY = 86_400_000
const later = (ms) => stamp(Math.floor((Date.now() + ms) / 1000) * 1000)

export default function suite(world) {
  const { anyone, intake, dispatcher, chief, patrol, gridLead, mechanic, warden, checker, supervisor } = world
  const act = (...args) => world.act(...args)
  const refused = async (who, ref, action, more, expected) => {
    const { json } = await supervisor.get(`/cases/${ref}`)
    await world.changesNothing(() => who.post(`/cases/${ref}/act`, { body: { action, ...more }, version: json.version, ...expected }))
  }
  const photo = async (place = {}) => {
    const { json } = await anyone.post('/uploads', { body: png(), type: 'image/png' })
    return { upload: json.upload, token: json.token, ...place }
  }
  const spot = grid.point(cell)
  const metres = (m) => ({ lon: spot.lon, lat: spot.lat + m / 111195 })

  // What filing needs: a standard where the catalogue has some for this kind.
  async function filing(ref) {
    const { json } = await intake.get(`/cases/${ref}`)
    if (!json.actions.find((a) => a.action === 'file_case').needs.includes('standard')) return {}
    const catalogue = (await intake.get('/catalogue', { query: { area: grid.home } })).json
    const row = rowsOf(catalogue).find((r) => r.key === 'c0137')
    return { standard: { district: catalogue.district, id: row.id } }
  }

  // Brings a new dark street light to a state of the full flow; the unit is the repair team.
  async function until(state, { co_posts, ...more } = {}) {
    const { ref, secret } = await world.file({ kind: 'street_light', body: '路灯整排不亮', uploads: [await photo(metres(0))], ...more })
    const steps = [
      ['accepted', intake, 'accept', () => ({})],
      ['filed', intake, 'file_case', () => filing(ref)],
      ['dispatched', dispatcher, 'dispatch', () => ({ post: world.posts.repair, ...(co_posts ? { co_posts } : {}) })],
      ['in_progress', mechanic, 'sign', () => ({})],
      ['disposed', mechanic, 'feedback', async () => ({ note: '换了灯泡', uploads: [await photo(metres(30))] })],
      ['checking', dispatcher, 'send_check', () => ({})],
      ['checked', checker, 'pass', () => ({})],
      ['closed', intake, 'close', () => ({ close_reason: 'fixed' })],
    ]
    let seen
    for (const [to, who, action, body] of steps) {
      if (state === 'reported') break
      seen = (await act(who, ref, action, await body())).json
      assert.equal(seen.state, to)
      if (to === state) break
    }
    return { ref, secret, seen }
  }

  const follow = async ({ ref, secret }) => (await anyone.post('/follow', { body: { ref, secret } })).json
  const reporter = async ({ ref, secret }, action, more = {}, expected = {}) => {
    const seen = await follow({ ref, secret })
    return anyone.post('/follow/act', { body: { ref, secret, action, ...more }, version: seen.version, ...expected })
  }

  describe('the full flow', () => {
    test('from the report to the reporter\'s word, each step by its own role, with clocks and proof', async () => {
      const one = await until('closed')
      const { json } = await supervisor.get(`/cases/${one.ref}`)
      assert.deepEqual(json.history.map((h) => [h.role, h.action]), [
        ['resident', 'file'], ['intake', 'accept'], ['intake', 'file_case'], ['dispatcher', 'dispatch'], ['handler', 'sign'],
        ['handler', 'feedback'], ['dispatcher', 'send_check'], ['checker', 'pass'], ['intake', 'close'],
      ])
      assert.deepEqual(json.clocks.map((c) => c.clock), ['accept', 'dispatch', 'handle', 'arrange', 'check', 'close'])
      for (const clock of json.clocks) {
        assert.notEqual(clock.ended, null, clock.clock)
        assert.ok(clock.runs.every((r) => r.to !== null), clock.clock)
      }
      const handle = json.clocks.find((c) => c.clock === 'handle')
      assert.deepEqual([handle.rule.source, handle.extensions, handle.late], [json.standard ? 'standard' : 'kind', 0, false])
      assert.deepEqual([json.clock, json.closed_as, json.verdict, json.rating, json.late], [null, 'fixed', null, null, false])
      assert.deepEqual([json.proof.before, json.proof.after, Math.round(json.proof.distance_m)], [1, 1, 30])
      assert.ok(json.confirm_until > json.closed && json.reopen_until > json.confirm_until)

      const seen = await follow(one)
      assert.deepEqual([seen.closed_as.code, seen.closed_as.fixed, seen.confirm_until, seen.proof.after], ['fixed', true, json.confirm_until, 1])
      const said = await reporter(one, 'confirm', { rating: 5, note: '亮了' })
      assert.deepEqual([said.json.verdict, said.json.rating, said.json.state], ['confirmed', 5, 'closed'])
    })

    test('a running clock says when it is due, by which rule, and how that comes about', async () => {
      const { ref, secret, seen } = await until('in_progress')
      assert.equal(seen.clock.clock, 'handle')
      const running = seen.clocks.find((c) => c.clock === 'handle')
      assert.deepEqual([running.due, running.limit_text], [seen.clock.due, seen.clock.limit_text])
      const { json } = await intake.get(`/cases/${ref}/clocks/${running.n}`)
      assert.deepEqual([json.ref, json.clock.n, json.derivation.due], [ref, running.n, seen.clock.due])
      const steps = json.derivation.steps
      assert.deepEqual([steps[0].kind, steps.at(-1).kind, steps.at(-1).sum], ['start', 'due', json.derivation.need])
      for (let i = 1; i < steps.length; i++) assert.equal(steps[i].from, steps[i - 1].to, `step ${i}`)
      const own = await anyone.post('/follow/clocks', { body: { ref, secret } })
      assert.deepEqual(own.json.items.map((i) => i.clock.clock), seen.clocks.map((c) => c.clock))
      assert.equal((await follow({ ref, secret })).clock.due, seen.clock.due)
      await intake.get(`/cases/${ref}/clocks/99`, { is: 404, code: 'case.clock_unknown' })
      await intake.get(`/cases/${ref}/clocks/last`, { is: 404, code: 'case.clock_unknown' })
      await anyone.post('/follow/clocks', { body: { ref, secret: 'WRONG-SECRET' }, is: 404, code: 'follow.unknown' })
    })

    test('a case whose version stands is sent anew all the same', async () => {
      const { ref, seen } = await until('accepted')
      await anyone.post(`/cases/${ref}/still-there`, { body: {} })
      const again = await intake.get(`/cases/${ref}`, { headers: { 'if-none-match': `"v${seen.version}"` }, is: 200 })
      assert.deepEqual([again.version, again.json.still_there], [seen.version, 1])
    })

    test('an exported case is computed again by hand', async () => {
      const { ref } = await until('in_progress')
      const leak = await world.file()
      await act(intake, leak.ref, 'accept')
      const units = new Set()
      for (const one of [ref, leak.ref]) {
        const { json, headers } = await supervisor.post(`/cases/${one}/export`, { body: { reason: '复议材料' } })
        assert.equal(json.case.ref, one)
        assert.match(headers['content-disposition'], new RegExp(`${one}\\.json`))
        for (const { clock, derivation } of json.clocks.filter((c) => c.clock.due)) {
          assert.equal(byHand(clock, json.calendars.find((c) => c.version === clock.calendar)), Date.parse(derivation.due), `${clock.clock} ${clock.limit_text}`)
          units.add(clock.unit)
        }
      }
      assert.deepEqual([...units].sort(), ['urgent_hour', 'work_day'])
    })

    test('who did the work neither checks nor closes it; who checks did not work', async () => {
      const all = await world.account('full.everything', '身兼数职', [['handler', grid.home], ['checker', grid.home], ['intake', grid.home], ['dispatcher', grid.home]], world.persons.mechanic)
      const { ref } = await until('checking')
      await refused(all, ref, 'pass', {}, { is: 403, code: 'case.checker_is_handler' })
      await act(checker, ref, 'fail', { reason: '还是不亮' })
      const again = await act(mechanic, ref, 'feedback', { note: '换线', uploads: [await photo()] })
      assert.deepEqual([again.json.state, again.json.reworks], ['disposed', 1])
      await act(dispatcher, ref, 'send_check')
      await act(checker, ref, 'pass')
      await refused(all, ref, 'close', { close_reason: 'fixed' }, { is: 403, code: 'case.checker_is_handler' })
      await refused(intake, ref, 'close', {}, { is: 422, code: 'case.close_reason_needed' })
      await refused(intake, ref, 'close', { close_reason: 'bored' }, { is: 422, code: 'case.close_reason_unknown' })
      const closed = await act(intake, ref, 'close', { close_reason: 'planned' })
      assert.equal(closed.json.closed_as, 'planned')
    })

    test('nobody grants what he asked for himself, whatever other roles he has', async () => {
      const roles = ['handler', 'dispatcher', 'duty_chief'].map((role) => [role, grid.home])
      const all = await world.account('grants.all', '自批自', roles, world.persons.mechanic)
      const { ref } = await until('in_progress')
      await act(mechanic, ref, 'ask_extension', { reason: '等材料' })
      await refused(all, ref, 'grant_extension', {}, { is: 403, code: 'case.checker_is_handler' })
      await act(chief, ref, 'grant_extension')
      await act(mechanic, ref, 'ask_extension', { reason: '还等' })
      await refused(all, ref, 'grant_second_extension', { note: '同意' }, { is: 403, code: 'case.checker_is_handler' })
      await act(chief, ref, 'refuse_request', { reason: '不必' })
      await act(mechanic, ref, 'ask_suspension', { reason: '等道路大修', until: later(9 * DAY) })
      await refused(all, ref, 'grant_suspension', {}, { is: 403, code: 'case.checker_is_handler' })
      assert.equal((await act(chief, ref, 'grant_suspension')).json.state, 'suspended')
    })

    test('what an action does not take is refused by name', async () => {
      const { ref } = await until('reported')
      for (const [field, value] of Object.entries({ post: world.posts.repair, into: ref, person: world.persons.mechanic, until: later(DAY), close_reason: 'fixed', finding: 'confirmed', rating: 3, kind: 'street_light', area: village, co_posts: [world.posts.repair], standard: { id: '1' }, referral: { to: '110' } })) {
        const { json } = await supervisor.get(`/cases/${ref}`)
        const reply = await intake.post(`/cases/${ref}/act`, { body: { action: 'accept', [field]: value }, version: json.version, is: 422, code: 'input.unknown_field' })
        assert.equal(reply.json.field, field)
      }
      await refused(intake, ref, 'accept', { colour: 'red' }, { is: 422, code: 'input.unknown_field' })
      await refused(intake, ref, 'accept', { rating: 6 }, { is: 422, code: 'input.range' })
      await refused(intake, ref, 'accept', { co_posts: [] }, { is: 422, code: 'input.range' })
      await refused(intake, ref, 'accept', { standard: { id: 'x' } }, { is: 422, code: 'case.standard_unknown' })
      await refused(intake, ref, 'accept', { until: 'tomorrow' }, { is: 422 })
    })
  })

  describe('turnings', () => {
    test('returned twice, a case is the duty chief\'s, who may insist', async () => {
      const { ref } = await until('dispatched')
      await act(mechanic, ref, 'return', { reason: '不归我们' })
      await act(dispatcher, ref, 'redispatch', { post: world.posts.repair })
      const twice = await act(mechanic, ref, 'return', { reason: '真的不归我们' })
      assert.deepEqual([twice.json.state, twice.json.returns], ['returned', 2])
      const { holder_name } = twice.json.post
      assert.deepEqual(twice.json.ping_pong.map((p) => [p.who, p.from_holder, p.reason]), [['钱师傅', holder_name, '不归我们'], ['钱师傅', holder_name, '真的不归我们']])
      await refused(dispatcher, ref, 'redispatch', { post: world.posts.repair }, { is: 409, code: 'case.guard_returns' })
      const listed = await dispatcher.all('/cases', { returned: 'true', area: grid.home })
      assert.ok(listed.some((c) => c.ref === ref && c.returns === 2))
      const insisted = await act(chief, ref, 'insist', { post: world.posts.repair, reason: '属市政职责' })
      assert.deepEqual([insisted.json.state, insisted.json.insisted], ['dispatched', true])
      await refused(mechanic, ref, 'return', { reason: '还是不归' }, { is: 409, code: 'case.insisted' })
    })

    test('more time is asked for before it is over, granted once by the dispatcher, again by the chief, no more after', async () => {
      const { ref, seen } = await until('in_progress')
      await refused(dispatcher, ref, 'grant_extension', {}, { is: 409, code: 'case.not_asked' })
      const asked = await act(mechanic, ref, 'ask_extension', { reason: '等配件' })
      assert.equal(asked.json.request, 'extension')
      await refused(mechanic, ref, 'ask_suspension', { reason: '等', until: later(9 * DAY) }, { is: 409, code: 'case.request_open' })
      assert.ok((await dispatcher.all('/cases', { request: 'extension', area: town })).some((c) => c.ref === ref))
      const no = await act(dispatcher, ref, 'refuse_request', { reason: '有备件' })
      assert.deepEqual([no.json.request, no.json.requests[0].decision], [null, 'refused'])
      await act(mechanic, ref, 'ask_extension', { reason: '备件坏了' })
      const once = await act(dispatcher, ref, 'grant_extension')
      assert.ok(once.json.clock.due > seen.clock.due)
      assert.deepEqual([once.json.extensions, once.json.requests[1].decision, once.json.requests[1].decided_by], [1, 'granted', '陈派遣'])
      assert.equal(once.json.clocks.find((c) => c.n === once.json.clocks.at(-1).n).extensions, 1)
      await act(mechanic, ref, 'ask_extension', { reason: '下雨' })
      await refused(dispatcher, ref, 'grant_extension', {}, { is: 409, code: 'case.extension_second' })
      await act(chief, ref, 'grant_second_extension', { note: '同意' })
      await refused(mechanic, ref, 'ask_extension', { reason: '再来' }, { is: 409, code: 'case.extensions_used' })
    })

    test('a suspended case waits until its date, the handling clock stands, and resumes', async () => {
      const { ref } = await until('in_progress')
      await refused(mechanic, ref, 'ask_suspension', { reason: '等管线迁改' }, { is: 422, code: 'case.until_needed' })
      await refused(mechanic, ref, 'ask_suspension', { reason: '等', until: later(-DAY) }, { is: 422, code: 'case.until_range' })
      await refused(mechanic, ref, 'ask_suspension', { reason: '等', until: later(800 * DAY) }, { is: 422, code: 'case.until_range' })
      await act(mechanic, ref, 'ask_suspension', { reason: '等管线迁改', until: later(20 * DAY) })
      await refused(dispatcher, ref, 'grant_suspension', {}, { is: 403, code: 'case.role' })
      const hung = await act(chief, ref, 'grant_suspension')
      assert.deepEqual([hung.json.state, hung.json.clock.clock, hung.json.suspensions], ['suspended', 'suspension', 1])
      assert.equal(Date.parse(hung.json.clock.due), Date.parse(hung.json.requests[0].until))
      const stands = hung.json.clocks.find((c) => c.clock === 'handle')
      assert.deepEqual([stands.due, stands.ended, stands.runs.at(-1).to !== null], [null, null, true])
      const shown = await intake.get(`/cases/${ref}/clocks/${stands.n}`)
      assert.equal(shown.json.derivation.due, null)
      const back = await act(dispatcher, ref, 'resume')
      assert.deepEqual([back.json.state, back.json.clock.clock, back.json.clocks.find((c) => c.n === stands.n).runs.length], ['in_progress', 'handle', 2])
      await refused(mechanic, ref, 'ask_suspension', { reason: '再等', until: later(9 * DAY) }, { is: 409, code: 'case.suspension_used' })
    })

    test('units that help answer before the leading one is done', async () => {
      const { ref } = await until('in_progress', { co_posts: [world.posts.warden] })
      await refused(mechanic, ref, 'feedback', { note: '好了', uploads: [] }, { is: 409, code: 'case.joint_open' })
      const mine = await warden.all('/cases', { joint: 'true' })
      assert.ok(mine.some((c) => c.ref === ref))
      const answered = await act(warden, ref, 'joint_answer', { note: '居民已通知' })
      assert.deepEqual(answered.json.joint.map((j) => [j.post.ref, j.post.holder_name, j.note]), [[world.posts.warden, '王网格', '居民已通知']])
      assert.ok(!(await warden.all('/cases', { joint: 'true' })).some((c) => c.ref === ref))
      const done = await act(mechanic, ref, 'feedback', { note: '好了', uploads: [await photo()] })
      assert.equal(done.json.state, 'disposed')
    })

    test('the unit names who is to do it, one of its own', async () => {
      const { ref } = await until('in_progress')
      await refused(mechanic, ref, 'assign', { person: world.persons.warden }, { is: 422, code: 'case.person_unknown' })
      assert.deepEqual((await mechanic.get(`/cases/${ref}`)).json.crew, [{ ref: world.persons.mechanic, name: '钱师傅' }])
      const { json } = await act(mechanic, ref, 'assign', { person: world.persons.mechanic })
      assert.equal(json.assigned_name, '钱师傅')
      const listed = (await mechanic.all('/cases', { mine: 'true', order: 'due' })).find((c) => c.ref === ref)
      assert.equal(listed.assigned_name, '钱师傅')
      const more = await act(mechanic, ref, 'progress', { note: '已到场' })
      assert.equal(more.json.state, 'in_progress')
    })

    test('a report is verified on site; a small matter is settled there', async () => {
      const { ref } = await until('reported')
      await act(intake, ref, 'ask_verify', { note: '请看看' })
      await refused(patrol, ref, 'submit_verify', { note: '看过了' }, { is: 422, code: 'case.finding_needed' })
      await refused(patrol, ref, 'submit_verify', { note: '看过了', finding: 'maybe' }, { is: 422, code: 'case.finding_unknown' })
      const found = await act(patrol, ref, 'submit_verify', { note: '确实不亮', finding: 'confirmed', uploads: [await photo()] })
      assert.equal(found.json.state, 'reported')
      await refused(patrol, ref, 'self_handle', { note: '修好', uploads: [] }, { is: 409, code: 'case.not_minor' })
      const ad = await world.file({ kind: 'illegal_ads', body: '电线杆上小广告' })
      await refused(patrol, ad.ref, 'self_handle', { note: '清除' }, { is: 422, code: 'case.photo_needed' })
      await refused(patrol, ad.ref, 'self_handle', { note: '清除', uploads: [await photo()] }, { is: 422, code: 'case.both_photos_needed' })
      const settled = await act(patrol, ad.ref, 'self_handle', { note: '清除', uploads: [await photo(), await photo()] })
      assert.deepEqual([settled.json.state, settled.json.handler_name], ['checking', '徐巡查'])
    })

    test('what is not ours is referred with its number', async () => {
      const { ref } = await until('reported')
      await act(intake, ref, 'accept')
      await refused(intake, ref, 'refer', { reason: '涉警' }, { is: 422, code: 'case.referral_needed' })
      await refused(intake, ref, 'refer', { reason: '涉警', referral: { to: '911' } }, { is: 422, code: 'case.referral_unknown' })
      const { json } = await act(intake, ref, 'refer', { reason: '涉警', referral: { to: '110', number: 'JJ-7' } })
      assert.deepEqual([json.state, json.open, json.external], ['referred', false, { to: '110', number: 'JJ-7', due: null }])
      const due = later(2 * DAY)
      await refused(intake, ref, 'note_external', { referral: { to: '110' } }, { is: 422, code: 'case.referral_number_needed' })
      await refused(intake, ref, 'note_external', { referral: { to: '110', number: 'JJ-8', due: later(-DAY) } }, { is: 422, code: 'case.referral_due' })
      const noted = await act(intake, ref, 'note_external', { referral: { to: '110', number: 'JJ-8', due } })
      assert.deepEqual([noted.json.state, noted.json.external.number, Date.parse(noted.json.external.due)], ['referred', 'JJ-8', Date.parse(due)])
    })

    test('a wrong kind or place is corrected, and that is one step of its history', async () => {
      const one = await until('reported')
      await refused(intake, one.ref, 'correct', { kind: 'manhole_cover' }, { is: 422, code: 'case.reason_needed' })
      await refused(intake, one.ref, 'correct', { reason: '是井盖', kind: 'dragon' }, { is: 422, code: 'case.kind_unknown' })
      await refused(intake, one.ref, 'correct', { reason: '在邻区', area: grid.abroad + '001001' }, { is: 422, code: 'case.place_district' })
      const { json } = await act(intake, one.ref, 'correct', { reason: '是井盖', kind: 'manhole_cover', ...grid.point(town + '002001') })
      assert.deepEqual([json.kind, json.area.startsWith(town + '002'), json.state, json.version], ['manhole_cover', true, 'reported', 2])
      assert.deepEqual(json.history.map((h) => [h.action, h.state_from, h.state_to]), [['file', null, 'reported'], ['correct', 'reported', 'reported']])
      assert.deepEqual((await follow(one)).history.map((h) => h.action), ['file', 'correct'])
      assert.ok((await intake.all('/cases', { area: town + '002', kind: 'manhole_cover' })).some((c) => c.ref === one.ref))
    })

    test('a merge is undone', async () => {
      const [one, other] = [await until('reported'), await until('reported')]
      await act(intake, one.ref, 'merge', { into: other.ref })
      assert.equal((await intake.get(`/cases/${other.ref}`)).json.supports, 1)
      const back = await act(intake, one.ref, 'unmerge', { reason: '不是一回事' })
      assert.deepEqual([back.json.state, back.json.open, back.json.merged_into], ['reported', true, null])
      assert.equal((await intake.get(`/cases/${other.ref}`)).json.supports, 0)
    })

    test('passed up, a case waits for the one above and comes back with it', async () => {
      const { ref } = await until('accepted')
      const up = await act(gridLead, ref, 'escalate', { reason: '超出社区权限' })
      assert.deepEqual([up.json.state, up.json.clock.clock], ['escalated', 'upper'])
      const above = await intake.get(`/cases/${up.json.upper}`)
      assert.deepEqual([above.json.lower, above.json.state, above.json.area.length < up.json.area.length], [ref, 'reported', true])
      await act(intake, up.json.upper, 'reject', { reason: '社区可自行解决' })
      const back = await supervisor.get(`/cases/${ref}`)
      assert.deepEqual([back.json.state, back.json.upper], ['accepted', null])
    })

    test('pressure from above is seen by the unit and answered', async () => {
      const { ref } = await until('in_progress')
      await refused(dispatcher, ref, 'supervise', { reason: '快', until: later(DAY) }, { is: 403, code: 'case.role' })
      await refused(mechanic, ref, 'answer_mark', { note: '在办' }, { is: 409, code: 'case.not_marked' })
      await act(dispatcher, ref, 'urge', { reason: '居民来电' })
      const pressed = await act(supervisor, ref, 'supervise', { reason: '拖延', until: later(DAY) })
      assert.deepEqual([pressed.json.supervised, pressed.json.marks.map((m) => [m.level, m.by, m.area])], [2, [[1, '陈派遣', village], [2, '吴督查', village]]])
      assert.ok((await supervisor.all('/cases', { supervised: 'true', area: village })).some((c) => c.ref === ref))
      assert.ok((await anyone.get('/listed', { query: { area: grid.home } })).json.items.every((c) => c.ref !== ref))
      const answered = await act(mechanic, ref, 'answer_mark', { note: '明日完成' })
      assert.ok(answered.json.marks.every((m) => m.answer === '明日完成'))
    })
  })

  describe('after closing', () => {
    test('the reporter disputes; upheld, that stays, and time is over for another word', async () => {
      const one = await until('closed')
      await reporter(one, 'dispute', {}, { is: 422, code: 'case.reason_needed' })
      const said = await reporter(one, 'dispute', { reason: '还是不亮', uploads: [await photo()] })
      assert.deepEqual([said.json.state, said.json.verdict], ['disputed', 'disputed'])
      assert.ok((await chief.all('/cases', { disputed: 'true', area: grid.home })).some((c) => c.ref === one.ref))
      await refused(dispatcher, one.ref, 'uphold', { reason: '已修' }, { is: 403, code: 'case.role' })
      const upheld = await act(chief, one.ref, 'uphold', { reason: '已实地查看' })
      assert.deepEqual([upheld.json.state, upheld.json.verdict], ['closed', 'upheld'])
      await reporter(one, 'dispute', { reason: '不服' }, { is: 409, code: 'case.verdict_given' })
      await reporter(one, 'confirm', {}, { is: 409, code: 'case.verdict_given' })
    })

    test('a dispute that holds opens a new cycle', async () => {
      const one = await until('closed')
      await reporter(one, 'dispute', { reason: '还是不亮' })
      const again = await act(supervisor, one.ref, 'reopen', { reason: '属实' })
      assert.deepEqual([again.json.state, again.json.cycle, again.json.verdict, again.json.closed_as], ['accepted', 2, null, null])
      assert.ok(again.json.clocks.some((c) => c.cycle === 2 && c.ended === null))
    })

    test('once the time is over nobody confirms, disputes or wakes it', async () => {
      const one = await until('closed')
      const id = idOf(one.ref)
      world.db.run(`UPDATE casefile SET confirm_until = 1, reopen_until = 1 WHERE ${id}`)
      await reporter(one, 'confirm', { rating: 1 }, { is: 409, code: 'case.confirm_over' })
      await reporter(one, 'dispute', { reason: '晚了' }, { is: 409, code: 'case.confirm_over' })
      await reporter(one, 'reopen_with_evidence', { reason: '晚了', uploads: [await photo()] }, { is: 409, code: 'case.too_late' })
      await anyone.post(`/cases/${one.ref}/still-there`, { body: {}, is: 409, code: 'case.too_late' })
    })

    test('a late unit appeals: two reviews, by others than the hand', async () => {
      const one = await until('in_progress')
      const old = 40 * DAY * 1000
      const id = idOf(one.ref)
      world.db.run(`UPDATE case_clock SET started = started - ${old}, due = due - ${old} WHERE ${id.replace('id =', 'casefile =')} AND clock = 'handle'`)
      world.db.run(`UPDATE case_run SET since = since - ${old} WHERE ${id.replace('id =', 'casefile =')} AND until IS NULL`)
      world.db.run(`UPDATE casefile SET due = due - ${old}, handle_due = handle_due - ${old} WHERE ${id}`)
      await refused(mechanic, one.ref, 'ask_extension', { reason: '晚了才说' }, { is: 409, code: 'case.extension_late' })
      await act(mechanic, one.ref, 'feedback', { note: '迟了', uploads: [await photo()] })
      await act(dispatcher, one.ref, 'send_check')
      await act(checker, one.ref, 'pass')
      const closed = await act(intake, one.ref, 'close', { close_reason: 'fixed' })
      assert.equal(closed.json.late, true)
      await act(mechanic, one.ref, 'appeal', { reason: '暴雨停工' })
      assert.ok((await dispatcher.all('/cases', { request: 'appeal', area: grid.home })).some((c) => c.ref === one.ref))
      await refused(intake, one.ref, 'appeal_grant', {}, { is: 409, code: 'case.not_asked' })
      await act(dispatcher, one.ref, 'appeal_pass')
      const granted = await act(intake, one.ref, 'appeal_grant', { note: '属实' })
      assert.deepEqual([granted.json.exempt, granted.json.late, granted.json.requests.at(-1).decision, granted.json.requests.at(-1).reviewed_by], [true, true, 'granted', '陈派遣'])
      await refused(mechanic, one.ref, 'appeal', { reason: '再来' }, { is: 409, code: 'case.appealed' })
    })

    test('"still there" wakes whoever has it, open or closed, and does not make their page old', async () => {
      const one = await until('in_progress')
      const first = await anyone.post(`/cases/${one.ref}/still-there`, { body: { note: '昨晚还黑着', uploads: [await photo()] } })
      assert.deepEqual(first.json, { still_there: 1, state: 'in_progress' })
      await mechanic.post(`/cases/${one.ref}/act`, { body: { action: 'progress', note: '收到' }, version: one.seen.version })
      const { json } = await mechanic.get(`/cases/${one.ref}`)
      assert.deepEqual([json.still_there, json.marks.map((m) => [m.level, m.by, m.reason]), json.photos.length], [1, [[0, '居民', '昨晚还黑着']], 2])
      assert.ok((await dispatcher.all('/cases', { still_there: 'true', area: grid.home })).some((c) => c.ref === one.ref))
      assert.doesNotMatch(world.db.rows('SELECT * FROM journal').join('\n'), /昨晚还黑着/)
      await act(mechanic, one.ref, 'answer_still', { note: '明早来修' })
      assert.ok(!(await dispatcher.all('/cases', { still_there: 'true', area: grid.home })).some((c) => c.ref === one.ref))
      await refused(mechanic, one.ref, 'answer_still', { note: '再答' }, { is: 409, code: 'case.not_woken' })
      const closed = await until('closed')
      const woken = await anyone.post(`/cases/${closed.ref}/still-there`, { body: {} })
      assert.deepEqual(woken.json, { still_there: 1, state: 'closed' })
      await anyone.post(`/cases/${closed.ref}/still-there`, { body: { note: '' }, is: 422, code: 'input.length' })
      await anyone.post('/cases/990101-AAAA/still-there', { body: {}, is: 404 })
    })
  })

  describe('several at once', () => {
    test('one action on many cases is one step each', async () => {
      const refs = [(await until('reported')).ref, (await until('reported')).ref, (await world.file()).ref]
      const items = await Promise.all(refs.map(async (ref) => ({ ref, version: (await intake.get(`/cases/${ref}`)).json.version })))
      const { json } = await intake.post('/cases/act', { body: { action: 'accept', items } })
      assert.deepEqual(json.items.map((i) => [i.ref, i.state, i.version]), refs.map((ref) => [ref, 'accepted', 2]))
    })

    test('the first that fails is named, and nothing is kept', async () => {
      const [one, two] = [await until('reported'), await until('accepted')]
      const abroad = await anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '邻区噪声', area: grid.abroad + '001001' } })
      const send = async (items, expected, more = {}) => {
        const reply = await intake.post('/cases/act', { body: { action: 'accept', ...more, items }, ...expected })
        return reply.json.field
      }
      await world.changesNothing(async () => {
        assert.equal(await send([{ ref: one.ref, version: 1 }, { ref: two.ref, version: 2 }], { is: 409, code: 'case.action_not_now' }), 'items[1]')
        assert.equal(await send([{ ref: one.ref, version: 1 }, { ref: two.ref, version: 1 }], { is: 412, code: 'version.stale' }), 'items[1]')
        assert.equal(await send([{ ref: one.ref, version: 1 }, { ref: one.ref, version: 1 }], { is: 422, code: 'case.items_twice' }), 'items[1]')
        assert.equal(await send([{ ref: one.ref, version: 1 }, { ref: abroad.json.ref, version: 1 }], { is: 403, code: 'right.area' }), 'items[1]')
        assert.equal(await send([{ ref: one.ref, version: 1 }, { ref: '990101-ZZZZ', version: 1 }], { is: 404 }), 'items[1]')
        assert.equal(await send([], { is: 422, code: 'input.range' }), 'items')
        assert.equal(await send([{ ref: one.ref, version: 1 }], { is: 422, code: 'input.unknown_field' }, { uploads: [] }), 'uploads')
        await warden.post('/cases/act', { body: { action: 'accept', items: [{ ref: one.ref, version: 1 }] }, is: 403, code: 'case.role' })
        await world.abroad.intake.post('/cases/act', { body: { action: 'accept', items: [{ ref: one.ref, version: 1 }] }, is: 403, code: 'right.area' })
      })
    })

    test('an old page is told what happened meanwhile', async () => {
      const { ref } = await until('reported')
      await act(intake, ref, 'accept')
      const late = await intake.post(`/cases/${ref}/act`, { body: { action: 'reject', reason: '重复' }, version: 1, is: 412, code: 'version.stale' })
      assert.equal(late.json.detail, 'accepted, accept, intake')
    })
  })

  describe('desks', () => {
    test('a list by due has the soonest first, over pages, and the lights as filters', async () => {
      await until('in_progress')
      await until('reported')
      for (const query of [{ area: grid.home }, { area: town }, { area: village }, { area: grid.home, state: 'in_progress' }, { mine: 'true' }]) {
        const who = query.mine ? mechanic : supervisor
        const items = await who.all('/cases', { ...query, order: 'due', limit: '7' })
        const keys = items.map((c) => Date.parse(c.clock.due))
        assert.deepEqual(keys, [...keys].sort((a, b) => a - b), JSON.stringify(query))
        assert.equal(new Set(items.map((c) => c.ref)).size, items.length)
        assert.ok(items.length > 0 && items.every((c) => c.open && c.clock.due))
        const plain = (await who.all('/cases', { ...query, open: 'true' })).filter((c) => c.clock)
        assert.equal(plain.length, items.length, JSON.stringify(query))
      }
      for (const light of ['yellow', 'red'])
        for (const c of await supervisor.all('/cases', { light, area: grid.home })) assert.equal(c.clock.light, light)
      await supervisor.get('/cases', { query: { order: 'due', request: 'any' }, is: 422, code: 'case.list_order' })
      await supervisor.get('/cases', { query: { order: 'due', open: 'false' }, is: 422, code: 'case.list_order' })
      await supervisor.get('/cases', { query: { order: 'oldest' }, is: 422, code: 'input.range' })
      await supervisor.get('/cases', { query: { order: 'due', cursor: '17' }, is: 422, code: 'input.cursor' })
      await supervisor.get('/cases', { query: { cursor: '5.17' }, is: 422, code: 'input.cursor' })
    })

    test('a desk counts what waits, as its lists show it', async () => {
      await until('in_progress')
      const { json } = await supervisor.get('/desk', { query: { area: grid.home } })
      for (const { flow, state, n, more } of json.states) {
        const listed = await supervisor.all('/cases', { area: grid.home, flow, state, order: 'due' })
        assert.deepEqual([flow, state, n, more], [flow, state, listed.length, false])
      }
      const names = json.states.map(({ state }) => state)
      assert.ok(names.some((state, i) => names.indexOf(state) < i), 'two flows have a state of the same name, each with its own count')
      const both = await supervisor.all('/cases', { area: grid.home, flow: 'full,short', order: 'due' })
      assert.equal(both.length, json.states.filter(({ flow }) => flow === 'full' || flow === 'short').reduce((sum, { n }) => sum + n, 0))
      const flags = Object.fromEntries(json.flags.map((f) => [f.flag, f.n]))
      assert.equal(flags.request, (await supervisor.all('/cases', { area: grid.home, request: 'any' })).length)
      assert.equal(flags.returned, (await supervisor.all('/cases', { area: grid.home, returned: 'true' })).length)
      const own = await mechanic.get('/desk', { query: { mine: 'true' } })
      const mine = await mechanic.all('/cases', { mine: 'true', order: 'due' })
      assert.equal(own.json.states.reduce((sum, s) => sum + s.n, 0), mine.length)
    })

    test('staff say where a report came from, residents do not', async () => {
      const external = { to: '12345', number: 'RX-2026-11-25-001', due: later(DAY) }
      const { ref } = await world.file({ source: 'hotline', external }, intake)
      const { json } = await intake.get(`/cases/${ref}`)
      assert.deepEqual([json.source, json.external.number, Date.parse(json.external.due)], ['hotline', external.number, Date.parse(external.due)])
      assert.equal((await intake.get(`/cases/${(await until('reported')).ref}`)).json.source, 'resident')
      const body = { kind: 'water_leak', body: '水管漏水', ...spot }
      const online = await world.clerk.post('/cases', { body: { ...body, source: 'online' } })
      assert.equal((await world.clerk.get(`/cases/${online.json.ref}`)).json.source, 'online')
      await world.changesNothing(async () => {
        await anyone.post('/cases', { body: { ...body, source: 'leader' }, is: 403, code: 'case.source_staff' })
        await anyone.post('/cases', { body: { ...body, external }, is: 403, code: 'case.source_staff' })
        await world.abroad.intake.post('/cases', { body: { ...body, source: 'hotline' }, is: 403, code: 'case.source_staff' })
        await intake.post('/cases', { body: { ...body, source: 'rumour' }, is: 422, code: 'input.range' })
        await intake.post('/cases', { body: { ...body, external: { to: '12345' } }, is: 422, code: 'input.missing' })
        await intake.post('/cases', { body: { ...body, external: { to: '911', number: '1' } }, is: 422, code: 'case.referral_unknown' })
      })
    })
  })
}

// The standards of a catalogue, each with the key of its sub-class.
function rowsOf(catalogue) {
  return catalogue.groups.flatMap((g) => g.classes.flatMap((c) => c.subs.flatMap((s) => s.standards.map((r) => ({ key: s.key, ...r })))))
}

// "district = ... AND id = ..." of a reference, for looking behind the API's back.
function idOf(ref) {
  const [district, text] = ref.split('-')
  const digits = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  const n = [...text.slice(0, -1)].reduce((sum, ch) => sum * 32n + BigInt(digits.indexOf(ch)), 0n)
  return `district = ${district} AND id = ${n}`
}

// A due time (ms) from what the export holds alone: limit, runs and days.
function byHand(clock, { days, work_day } = { days: [] }) {
  const [amount, unit] = clock.limit_text.split(' ')
  const runs = clock.runs.map((r) => [Date.parse(r.from), r.to === null ? Infinity : Date.parse(r.to)])
  const at = (day, time) => Date.parse(`${day.date}T${time}:00+08:00`)
  const office = days.flatMap((d) => d.hours.map((h) => h.split('-').map((time) => at(d, time))))
  if (unit === 'work_day' && work_day === 'nth_end') {
    const behind = days.filter((d) => d.hours.length && d.date > clock.started.slice(0, 10))
    const closes = behind.map((d) => at(d, d.hours.at(-1).split('-')[1]))
    const counted = office.filter(([open]) => open >= at(behind[0], '00:00'))
    const ran = (spans, by) => counted.reduce((sum, [open, close]) => sum + spans.reduce((n, [from, to]) => n + Math.max(0, Math.min(close, to, by) - Math.max(open, from)), 0), 0)
    const need = ran([[0, Infinity]], closes[amount - 1])
    return closes.find((t) => ran(runs, t) >= need && runs.some(([from, to]) => from < t && t <= to))
  }
  const counted = unit === 'work_hour' ? office : [[Date.parse(clock.started), Infinity]]
  let left = amount * 3_600_000
  for (const [open, close] of counted)
    for (const [from, to] of runs) {
      const [a, b] = [Math.max(open, from), Math.min(close, to)]
      if (b <= a) continue
      if (b - a >= left) return a + left
      left -= b - a
    }
  return undefined
}

function stamp(ms) {
  const text = new Date(ms + 8 * 3_600_000).toISOString()
  return (text.endsWith('.000Z') ? text.slice(0, 19) : text.slice(0, -1)) + '+08:00'
}
