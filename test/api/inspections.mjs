// SPDX-License-Identifier: Apache-2.0
// Inspections of shops by the checklist of the built-in programme: results, items to put right, rounds, the door, owners.
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { full, LIST, WELL } from '../lib/checklist.mjs'
import * as grid from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { cell, town, village } from '../lib/world.mjs'

const DAY = 86400000
const days = (n) => new Date(Date.now() + n * DAY).toISOString()
const date = (n) => days(n + 8 / 24).slice(0, 10)
let made = 0

export default function suite(world) {
  const { anyone, clerk, inspector, warden, supervisor } = world
  const recheck = (said, more = {}) => ({ checklist: LIST, checklist_version: 1, kind: 'recheck', result: 'done', answers: Object.entries(said).map(([item, answer]) => ({ item, answer })), ...more })
  const shop = async (area = cell) => {
    const name = `检查店${++made}号`
    return (await clerk.post('/ledgers/shop/entries', { body: { area, fields: { name, address: `检查路${made}号`, trade: 'salon' }, even_if_alike: true, at: days(-30) }, is: 201 })).json.ref
  }
  const inspect = (ref, body, options = {}) => (options.by ?? inspector).post(`/entries/${ref}/inspections`, { body, is: 201, ...options })
  const status = async (ref) => (await clerk.get(`/entries/${ref}`)).json.status
  const upload = async () => {
    const { json } = await anyone.post('/uploads', { body: png(), type: 'image/png', is: 201 })
    return { upload: json.upload, token: json.token }
  }

  describe('inspections', () => {
    test('a full inspection grades the shop and is told with names, answers and photos', async () => {
      const ref = await shop()
      const failing = { front_clean: { answer: false, note: '门前有油污', uploads: [await upload()] }, bins_covered: { answer: false, corrected: true } }
      const { json, headers } = await inspect(ref, full(failing, { note: '已告知', uploads: [await upload()] }))
      assert.equal(headers.location, `/api/v1/inspections/${json.ref}`)
      assert.deepEqual([json.status, json.failed, json.must_failed, json.who, json.round], ['rectifying', 2, 0, '冯检查', null])
      const front = json.answers.find((one) => one.item === 'front_clean')
      assert.deepEqual([front.name.zh, front.passed, front.note, front.photos.length, json.photos.length], ['门前“三包”:无垃圾、油污、乱堆放', false, '门前有油污', 1, 1])
      assert.equal((await fetch(world.server.base + front.photos[0].thumb)).status, 200)
      assert.deepEqual((await clerk.get(`/inspections/${json.ref}`)).json, json)
      const { items } = (await clerk.get(`/entries/${ref}/rectification`)).json
      assert.deepEqual(items.map((one) => [one.item, one.state, one.struck, one.relapses]), [['front_clean', 'ordered', null, 0]])
      const file = (await supervisor.get(`/cases/${items[0].case}`)).json
      assert.deepEqual([file.kind, file.area, file.photos.length], ['shop_rectification', cell, 1])
      assert.equal(await status(ref), 'rectifying')
      await anyone.get('/cases/near', { query: { kind: 'shop_rectification', area: cell }, is: 422, code: 'case.kind_unknown' })
      for (const say of ['support', 'still-there']) await anyone.post(`/cases/${items[0].case}/${say}`, { body: {}, is: 404, code: 'case.unknown' })
    })

    test('the post puts it right, another strikes it off, a relapse opens the same case', async () => {
      const ref = await shop()
      await inspect(ref, full({ towels: { answer: false } }))
      const [item] = (await clerk.get(`/entries/${ref}/rectification`)).json.items
      await world.act(warden, item.case, 'dispose', { note: '已换新毛巾', uploads: [await upload()] })
      const tasks = (await inspector.get('/inspection-tasks', { query: { area: cell } })).json.items
      assert.ok(tasks.some((one) => one.entry.ref === ref && one.why === 'recheck'))
      await inspect(ref, recheck({ towels: true }))
      assert.equal((await supervisor.get(`/cases/${item.case}`)).json.state, 'struck_off')
      assert.equal(await status(ref), 'compliant')
      await inspect(ref, full({ towels: { answer: false } }))
      const [again] = (await clerk.get(`/entries/${ref}/rectification`)).json.items
      assert.deepEqual([again.case, again.relapses, again.struck], [item.case, 1, null])
      const list = (await clerk.get(`/entries/${ref}/inspections`)).json.items
      assert.deepEqual(list.map((one) => one.kind), ['full', 'recheck', 'full'])
      const before = (await clerk.get(`/entries/${ref}/inspections`, { query: { as_of: date(-2) } })).json.items
      assert.deepEqual(before, [])
    })

    test('the ledger of rectification shows what was open then, page by page, and leaves as a sheet', async () => {
      const lines = async (query) => (await clerk.all('/ledgers/shop/rectification', { area: cell, ...query }))
      const ref = await shop()
      await inspect(ref, full({ towels: { answer: false }, tools: { answer: false } }, { done: days(-4) }))
      await inspect(ref, recheck({ towels: true }, { done: days(-2) }))
      const mine = async (query) => (await lines(query)).filter((one) => one.entry === ref)
      const now = await mine({ limit: 1 })
      assert.deepEqual(now.map((one) => [one.item, one.state, one.relapses]), [['tools', 'open', 0], ['towels', 'struck', 0]])
      assert.ok(now.every((one) => one.limit && one.due && one.name.zh && one.area === cell))
      assert.deepEqual((await mine({ as_of: date(-3) })).map((one) => [one.item, one.state, one.struck]), [['tools', 'open', null], ['towels', 'open', null]])
      assert.deepEqual(await mine({ as_of: date(-6) }), [])
      assert.deepEqual((await mine({ state: 'struck' })).map((one) => one.item), ['towels'])
      await clerk.get('/ledgers/shop/rectification', { query: { area: cell, state: 'done' }, is: 422, code: 'input.range' })
      await clerk.get('/ledgers/shop/rectification', { query: { area: cell, cursor: 'x.y' }, is: 422, code: 'input.cursor' })
      const out = (body, more = {}) => clerk.post('/ledgers/shop/rectification/exports', { body: { area: cell, format: 'csv', ...body }, ...more })
      const rows = (await out({ state: 'open' })).text.replace('\ufeff', '').trim().split('\r\n')
      assert.match(rows[0], /^所在区域,名称,编号,整改项目,状态,立账日期,整改期限,到期日,销号日期,反弹次数$/)
      assert.ok(rows.some((row) => row.includes(ref) && row.includes('整改中')) && !rows.some((row) => row.includes('已销号')))
      assert.match(rows.at(-1), /^导出：韩台账，.*共 \d+ 条/)
      assert.equal((await out({ format: 'xlsx', as_of: date(-3) })).headers['content-type'], 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      await out({ format: 'ods' }, { is: 422, code: 'export.format' })
      await out({ area: grid.abroad }, { is: 403 })
      const then = (await clerk.get(`/entries/${ref}`, { query: { as_of: date(-3) } })).json
      assert.deepEqual([then.open_items, then.last_inspected !== null, then.review_due !== null], [2, true, true])
      assert.equal((await clerk.get(`/entries/${ref}`, { query: { as_of: date(-6) } })).json.last_inspected, null)
    })

    test('what was put right on the spot counts as kept, and the score found stands beside it', async () => {
      const ref = await shop()
      const { json } = await inspect(ref, full({ bins_covered: { answer: false, corrected: true }, towels: { answer: false, corrected: true } }))
      assert.deepEqual([json.score, json.status, json.score_found < 100], [100, 'compliant', true])
      const [door] = (await anyone.get(`/entries/${ref}/public`)).json.inspections
      assert.deepEqual([door.score, door.score_found], [100, json.score_found])
    })

    test('what nobody ever inspected is a task and can be asked for; a page goes on where the last one ended', async () => {
      const refs = [await shop(), await shop(), await shop()]
      const never = (await clerk.all('/ledgers/shop/entries', { area: cell, inspected: 'never' })).map((one) => one.ref)
      assert.ok(refs.every((ref) => never.includes(ref)))
      await clerk.get('/ledgers/shop/entries', { query: { area: cell, inspected: 'never', as_of: date(-1) }, is: 422, code: 'ledger.filters' })
      await clerk.get('/ledgers/shop/entries', { query: { area: cell, inspected: 'once' }, is: 422, code: 'input.range' })
      const tasks = await inspector.all('/inspection-tasks', { area: cell, limit: 2 })
      for (const ref of refs) assert.deepEqual(tasks.filter((one) => one.entry.ref === ref).map((one) => one.why), ['first'])
      assert.equal(new Set(tasks.map((one) => `${one.why} ${one.entry.ref}`)).size, tasks.length)
      await inspect(refs[0], full())
      assert.ok(!(await inspector.all('/inspection-tasks', { area: cell })).some((one) => one.entry.ref === refs[0]))
      await inspector.get('/inspection-tasks', { query: { area: cell, cursor: '3.410105.1' }, is: 422, code: 'input.cursor' })
    })

    test('what was merged into another shop is told with its inspections, at the office and at the door', async () => {
      const [old, now] = [await shop(), await shop()]
      await inspect(old, full({ towels: { answer: false } }))
      const leave = async (ref, successor, more) => clerk.post(`/entries/${ref}/leave`, { version: (await clerk.get(`/entries/${ref}`)).json.version, body: { reason: 'merged', successor }, ...more })
      await leave(old, now)
      await leave(now, old, { is: 422, code: 'ledger.successor' })
      const { json } = await clerk.get(`/entries/${now}`)
      assert.deepEqual(json.predecessors.map((one) => one.ref), [old])
      const list = (await clerk.get(`/entries/${now}/inspections`)).json
      assert.deepEqual([list.items.length, list.predecessors[0].items.length], [0, 1])
      const door = (await anyone.get(`/entries/${now}/public`)).json.predecessors[0]
      assert.deepEqual([door.ref, door.reason_name.zh, door.inspections[0].failed[0].item], [old, '重复登记,并入', 'towels'])
      for (const note of ['看\u202e不见', '响\u0007铃']) await inspect(now, full({}, { note }), { is: 422, code: 'input.characters' })
    })

    test('a retry with the same key makes one inspection, and two inspectors at once make two', async () => {
      const ref = await shop()
      const body = full({ towels: { answer: false } }, { done: days(-2) })
      const first = await inspect(ref, body, { key: 'phone-0001' })
      const again = await inspect(ref, body, { key: 'phone-0001' })
      assert.equal(again.json.ref, first.json.ref)
      const second = await world.account(`inspector.${++made}`, '褚检查', [['inspector', grid.home]])
      await Promise.all([inspect(ref, full({ towels: { answer: false } })), inspect(ref, full({ tools: { answer: false } }), { by: second })])
      assert.equal((await clerk.get(`/entries/${ref}/inspections`)).json.items.length, 3)
      const { items } = (await clerk.get(`/entries/${ref}/rectification`)).json
      assert.equal(new Set(items.map((one) => one.item)).size, items.length)
      const open = items.filter((one) => !one.struck)
      assert.equal((await clerk.get(`/entries/${ref}`)).json.open_items, open.length)
      assert.equal(open.length, 1) // the later of the two found the other's item right
    })

    test('nothing is kept of answers that the list does not ask for', async () => {
      const ref = await shop()
      await world.changesNothing(async () => {
        const bad = (body, code, is = 422) => inspect(ref, body, { is, code })
        await bad(full({ towels: { answer: 'yes' } }), 'inspection.answers')
        await bad(full({ front_clean: { answer: false } }), 'inspection.photo_needed')
        await bad(full({}, { answers: [] }), 'inspection.answers')
        await bad(full({}, { answers: [...full().answers, { item: 'fridge_temp', answer: 4 }] }), 'inspection.answers')
        await bad(full({}, { checklist: 'other' }), 'inspection.unknown_checklist')
        await bad(full({}, { checklist_version: 9 }), 'inspection.checklist_changed', 409)
        await bad(full({}, { kind: 'quick' }), 'inspection.kind')
        await bad(full({}, { result: 'lost' }), 'inspection.result')
        await bad(full({}, { done: days(1) }), 'inspection.done_at')
        await bad(full({}, { done: days(-40) }), 'inspection.done_at')
        await bad(full({}, { result: 'refused' }), 'inspection.answers')
        await bad(recheck({ towels: true }), 'inspection.nothing_open')
        await bad(full({}, { round: ref }), 'round.unknown', 404)
        await bad(full({ towels: { answer: true, uploads: [{ upload: '1', token: 'no' }] } }), 'media.unknown')
        await inspect(ref, full(), { by: warden, is: 403, code: 'right.missing' })
      })
    })

    test('a closed door is a result; three in a row have a grade', async () => {
      const ref = await shop()
      const vain = (n, result) => inspect(ref, { checklist: LIST, checklist_version: 1, kind: 'full', result, done: days(-n) })
      await vain(9, 'door_closed')
      assert.equal((await vain(8, 'refused')).json.status, null)
      assert.equal((await vain(7, 'door_closed')).json.status, 'noncompliant')
      assert.equal(await status(ref), 'noncompliant')
    })
  })

  describe('the door', () => {
    let ref, code, found
    before(async () => {
      ref = await shop()
      found = (await inspect(ref, full({ towels: { answer: false } }))).json
      code = (await clerk.post(`/entries/${ref}/owner-code`)).json.code
    })

    test('anybody sees how the shop stands, what was found and what is being done, but no name and no secret', async () => {
      const { json } = await anyone.get(`/entries/${ref}/public`, { query: { paper: `compliant-${date(-9).replaceAll('-', '')}` } })
      assert.deepEqual([json.status, json.checklist.version, json.open.map((one) => one.item)], ['rectifying', 1, ['towels']])
      assert.deepEqual(json.inspections[0].failed.map((one) => one.item), ['towels'])
      assert.deepEqual(json.paper, { status: 'compliant', date: date(-9), current: false })
      assert.doesNotMatch(JSON.stringify(json), /冯检查|keeper|138/)
      const fresh = await anyone.get(`/entries/${ref}/public`, { query: { paper: `rectifying-${date(0).replaceAll('-', '')}` } })
      assert.equal(fresh.json.paper.current, true)
      assert.equal((await anyone.get(`/entries/${ref}/public`, { query: { paper: 'nonsense' } })).json.paper, null)
    })

    test('the door can be asked for a past day, and tells of nothing that came later', async () => {
      const then = await shop()
      await inspect(then, full({ towels: { answer: false }, tools: { answer: false } }, { done: days(-4) }))
      await inspect(then, recheck({ towels: true }, { done: days(-2) }))
      const door = async (query, more = {}) => (await anyone.get(`/entries/${then}/public`, { query, ...more })).json
      const seen = (one) => [one.as_of !== null, one.status, one.last_inspected !== null, one.inspections.length, one.open.map((item) => item.item)]
      assert.deepEqual(seen(await door({})), [false, 'rectifying', true, 2, ['tools']])
      assert.deepEqual(seen(await door({ as_of: date(-3) })), [true, 'rectifying', true, 1, ['tools', 'towels']])
      assert.deepEqual(seen(await door({ as_of: date(-10) })), [true, 'unchecked', false, 0, []])
      assert.deepEqual(seen(await door({ as_of: date(0) })), [false, 'rectifying', true, 2, ['tools']])
      assert.equal((await door({ as_of: date(-3), paper: `rectifying-${date(-3).replaceAll('-', '')}` })).paper, null)
      await door({ as_of: date(-40) }, { is: 404, code: 'ledger.entry_unknown' })
      await door({ as_of: 'yesterday' }, { is: 422 })
    })

    test('a sign with an old name, of a day to come or of no day at all is not current', async () => {
      const renamed = await shop()
      await inspect(renamed, full({}, { done: days(-5) }))
      const paper = async (text) => (await anyone.get(`/entries/${renamed}/public`, { query: { paper: text } })).json.paper
      const on = (n) => `compliant-${date(n).replaceAll('-', '')}`
      assert.equal((await paper(on(-3))).current, true)
      assert.equal((await paper(on(3))).current, false)
      assert.equal(await paper('compliant-20269940'), null)
      const { version } = (await clerk.get(`/entries/${renamed}`)).json
      await clerk.patch(`/entries/${renamed}`, { version, body: { fields: { name: `改名店${++made}号` } } })
      assert.deepEqual([(await paper(on(-3))).current, (await paper(on(0))).current], [false, true])
    })

    test('the owner speaks with the code; an appeal is decided by somebody who did not inspect', async () => {
      await anyone.post(`/entries/${ref}/owner`, { body: { code: 'AAAAA-AAAAA' }, is: 404, code: 'ledger.owner' })
      const ask = (body, more = {}) => anyone.post(`/entries/${ref}/owner/requests`, { body: { code, ...body }, is: 201, ...more })
      await ask({ kind: 'reply', body: '毛巾当天已换新，请看照片' })
      const wish = (await ask({ kind: 'recheck', body: '请尽快复查' })).json
      const appeal = (await ask({ kind: 'appeal', body: '检查当天毛巾刚送洗', inspection: found.ref })).json
      await ask({ kind: 'appeal', body: '再次申诉', inspection: found.ref }, { is: 409, code: 'request.open' })
      await ask({ kind: 'complaint', body: '不满意' }, { is: 422, code: 'request.kind' })
      const both = await world.account(`both.${++made}`, '冯检查', [['inspector', grid.home], ['clerk', grid.home]], world.persons.checker)
      const deciders = (await clerk.get('/entry-requests', { query: { area: town } })).json.items
      assert.ok(deciders.some((one) => one.ref === appeal.ref && one.body === '检查当天毛巾刚送洗'))
      const decide = (one, grant, by = clerk, more = {}) => by.post(`/entry-requests/${one.ref}/decide`, { body: { grant, answer: '已核实' }, version: 1, ...more })
      await decide(appeal, true, both, { is: 403, code: 'request.own_inspection' })
      await decide(wish, true)
      assert.ok((await inspector.get('/inspection-tasks', { query: { area: cell } })).json.items.some((one) => one.entry.ref === ref && one.why === 'review'))
      assert.equal((await decide(appeal, true)).json.state, 'granted')
      await decide(appeal, true, clerk, { is: 409, code: 'request.decided' })
      const { json } = await anyone.post(`/entries/${ref}/owner`, { body: { code } })
      assert.deepEqual(json.requests.map((one) => [one.kind, one.state, one.answer]), [['appeal', 'granted', '已核实'], ['recheck', 'granted', '已核实'], ['reply', 'open', null]])
      const all = (await clerk.get(`/entries/${ref}/requests`)).json.items
      assert.deepEqual(all.map((one) => [one.kind, one.state, one.answer, one.body !== '']), [['appeal', 'granted', '已核实', true], ['recheck', 'granted', '已核实', true], ['reply', 'open', null, true]])
      assert.deepEqual([json.status, json.inspections[0].annulled, json.inspections[0].answers.length], ['unchecked', true, WELL.length])
      assert.equal(json.rectification.items[0].state, 'void')
      const seen = await anyone.get(`/entries/${ref}/public`)
      assert.doesNotMatch(JSON.stringify(seen.json), /刚送洗|尽快复查/)
      assert.doesNotMatch(world.db.rows('SELECT before_doc, after_doc FROM journal').join('\n'), /刚送洗|尽快复查/)
    })
  })

  describe('rounds', () => {
    const team = async (name, area, person) => {
      const { json } = await world.root.post('/teams', { body: { name, kind: 'inspection_group', area } })
      await world.root.post(`/teams/${json.ref}/members`, { body: { person } })
      return json.ref
    }

    test('communities are shared out so that nobody inspects at home, and only a task is open to a team', async () => {
      const other = town + '002'
      const here = await shop(cell)
      const there = await shop(other + '001')
      const jia = await world.person('甲队员', village)
      const one = await team('甲队', village, jia)
      const two = await team('乙队', other, world.persons.checker)
      const body = { ledger: 'shop', checklist: LIST, area: town, name: '第一轮推磨', starts: days(-1), ends: days(3), teams: [{ team: one, home: village }, { team: two, home: other }, { team: world.team, home: grid.home + '002' }] }
      await clerk.post('/rounds', { body: { ...body, teams: body.teams.slice(2) }, is: 422, code: 'round.teams' })
      const { json } = await clerk.post('/rounds', { body, is: 201 })
      const [first, theirs] = json.tasks
      assert.ok(first.team && first.team !== one && theirs.team && theirs.team !== two)
      assert.ok(json.spread.most >= json.spread.least && json.entries > 0)
      const move = (to, more) => clerk.post(`/rounds/${json.ref}/move`, { body: { area: village, team: to, reason: '人手不够' }, version: 1, ...more })
      await move(one, { is: 403, code: 'round.home' })
      const { version } = await move(two)
      await move(two, { is: 412, code: 'version.stale' })
      await inspect(here, full({}, { round: json.ref }), { is: 409, code: 'round.state' })
      const open = await clerk.post(`/rounds/${json.ref}/state`, { body: { state: 'open' }, version })
      assert.equal(open.json.state, 'open')
      await clerk.post(`/rounds/${json.ref}/state`, { body: { state: 'open' }, version: open.version, is: 409, code: 'round.state' })
      const mine = (await inspector.get('/inspection-tasks', { query: { round: json.ref } })).json.items
      assert.ok(mine.some((task) => task.entry.ref === here && task.why === 'round' && task.round === json.ref))
      assert.ok(!mine.some((task) => task.entry.ref === there))
      await inspect(there, full({}, { round: json.ref }), { is: 403, code: 'inspection.not_your_task' })
      assert.equal((await inspect(here, full({}, { round: json.ref }))).json.team, two)
      const after = (await inspector.get('/inspection-tasks', { query: { round: json.ref } })).json.items
      assert.ok(!after.some((task) => task.entry.ref === here))
      const now = (await clerk.get(`/rounds/${json.ref}`)).json
      assert.equal(now.tasks[0].inspected, 1)
      assert.ok((await clerk.get('/rounds', { query: { area: town } })).json.items.some((round) => round.ref === json.ref && round.inspected === 1))
      await clerk.post(`/rounds/${json.ref}/state`, { body: { state: 'closed' }, version: open.version })
    })

    test('the list of what is to be looked at goes on from page to page and names each entry once', async () => {
      const seen = []
      let cursor
      do {
        const { json } = await inspector.get('/inspection-tasks', { query: { area: town, limit: 1, ...(cursor ? { cursor } : {}) } })
        seen.push(...json.items.map((one) => one.why + one.entry.ref))
        cursor = json.next
      } while (cursor)
      assert.ok(seen.length >= 1)
      assert.equal(new Set(seen).size, seen.length)
      await inspector.get('/inspection-tasks', { query: { cursor: 'nonsense' }, is: 422, code: 'input.cursor' })
      await inspector.get('/inspection-tasks', { query: { cursor: '界'.repeat(80) }, is: 422, code: 'input.cursor' })
    })
  })
}
