// SPDX-License-Identifier: Apache-2.0
// Entries of the ledgers that the built-in programmes describe: the dated past, leaving, owners, figures per period.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { cell, town, village } from '../lib/world.mjs'

const DAY = 86400000
const days = (n) => new Date(Date.now() + n * DAY).toISOString()
const date = (n) => days(n + 8 / 24).slice(0, 10)
let made = 0

export default function suite(world) {
  const { clerk, warden, anyone } = world
  const abroad = world.abroad.supervisor
  const shop = (fields = {}, more = {}, options = {}) =>
    clerk.post('/ledgers/shop/entries', {
      body: { area: cell, fields: { name: `小店${++made}号`, address: `方格路${made}号`, trade: 'food', ...fields }, even_if_alike: true, ...more },
      is: 201,
      ...options,
    })
  const tenant = (fields = {}, more = {}) =>
    clerk.post('/ledgers/tenant/entries', {
      body: { area: village, fields: { name: `企业${++made}`, base: '孵化基地', business: 'catering', ...fields }, even_if_alike: true, ...more },
      is: 201,
    })

  describe('ledgers', () => {
    test('an entry is placed by its point, has a name that answers, and shows no secret', async () => {
      await world.post('shop_allotment', village, { person: world.persons.warden })
      const point = grid.point(cell)
      const { json, headers, version } = await shop({ phone: '138 1234 5678', keeper: '王老板', uscc: '91350100m000100y43' }, { area: undefined, point })
      assert.equal(headers.location, `/api/v1/entries/${json.ref}`)
      assert.deepEqual([json.area, json.status, json.sign, json.sealed, json.owner_code, version], [cell, 'unchecked', 'grey', true, false, 1])
      assert.deepEqual(json.point, { lat: point.lat, lon: point.lon })
      assert.equal(json.fields.uscc, '91350100M000100Y43')
      assert.equal(json.answer.holder.name, '王网格')
      assert.doesNotMatch(JSON.stringify(json), /1381234|王老板/)
      assert.doesNotMatch(world.db.rows('SELECT before_doc, after_doc FROM journal').join('\n'), /1381234|王老板/)
      assert.doesNotMatch(world.db.rows('SELECT fields FROM entry_version').join('\n'), /1381234/)
    })

    test('a map leads to the smallest area: the entry stands on the nearest level of its ledger, if the clerk may write there', async () => {
      const job = (place, who = clerk, options = { is: 201 }) =>
        who.post('/ledgers/job_opening/entries', { body: { ...place, fields: { name: `岗位${++made}`, employer: '小满', kind: 'full', places: 1 }, even_if_alike: true }, ...options })
      const point = grid.point(cell)
      for (const place of [{ area: cell }, { point }, { area: cell, point }]) assert.equal((await job(place)).json.area, village)
      const { json, version } = await job({ area: town })
      const moved = await clerk.patch(`/entries/${json.ref}`, { body: { area: cell, point }, version })
      assert.deepEqual([moved.json.area, moved.json.point], [village, point])
      const { json: applied } = await anyone.post('/ledgers/tenant/applications', { body: { area: cell, fields: { name: '格里来的', base: '孵化基地', business: 'catering' } }, is: 201 })
      assert.equal((await clerk.get(`/entries/${applied.ref}`)).json.area, village)
      const narrow = await world.account('clerk.cell', '格台账', [['clerk', cell]])
      await world.changesNothing(async () => {
        await job({ area: cell }, narrow, { is: 403, code: 'right.area' })
        await job({ area: grid.home }, clerk, { is: 422, code: 'ledger.level' })
      })
    })

    test('secrets are seen by a look that the journal remembers, and only by who may', async () => {
      const { json } = await shop({ phone: '13912345678', keeper: '李老板' })
      await warden.post(`/entries/${json.ref}/look`, { is: 403, code: 'right.missing' })
      const look = await clerk.post(`/entries/${json.ref}/look`)
      assert.deepEqual(look.json.fields, { keeper: '李老板', phone: '13912345678' })
      const { items } = (await clerk.get(`/entries/${json.ref}/history`)).json
      assert.deepEqual(items.map((one) => [one.action, one.who, one.role]), [['add', '韩台账', 'clerk'], ['look', '韩台账', 'clerk']])
    })

    test('fields are checked one by one, and nothing is kept of a bad entry', async () => {
      await world.changesNothing(async () => {
        const bad = (fields, code, field) => shop(fields, {}, { is: 422, code }).then(({ json }) => assert.equal(json.field, field))
        await bad({ name: null }, 'ledger.field_needed', 'fields.name')
        await bad({ trade: 'cinema' }, 'ledger.field', 'fields.trade')
        await bad({ floor_area: 'big' }, 'ledger.field', 'fields.floor_area')
        await bad({ uscc: '91350100M000100Y44' }, 'ledger.code', 'fields.uscc')
        await bad({ uscc: '12345' }, 'ledger.code', 'fields.uscc')
        await bad({ phone: 'call me' }, 'ledger.code', 'fields.phone')
        await bad({ licences: ['business', 'business'] }, 'ledger.field', 'fields.licences')
        await bad({ colour: 'red' }, 'ledger.field_unknown', 'fields')
        await shop({}, { area: grid.home }, { is: 422, code: 'ledger.level' })
        await shop({}, { area: grid.abroad + '001001' }, { is: 403, code: 'right.area' })
        await shop({}, { area: undefined }, { is: 422, code: 'place.missing' })
        await shop({}, { point: grid.point(grid.home + '002001001') }, { is: 422, code: 'place.mismatch' })
        await shop({}, { status: 'compliant' }, { is: 409, code: 'ledger.graded' })
        await shop({}, { at: days(1) }, { is: 422, code: 'ledger.at' })
        await clerk.post('/ledgers/ships/entries', { body: { area: cell, fields: {} }, is: 404, code: 'ledger.unknown' })
      })
    })

    test('one thing stands in a ledger once, however it is written, and what is like it is shown first', async () => {
      const { json } = await shop({ name: '老王烩面（方格店）', address: '一号路 1号' })
      const twice = await shop({ name: '老王 烩面(方格店)', address: '一号路１号' }, {}, { is: 409, code: 'ledger.twice' })
      assert.equal(twice.json.detail, json.ref)
      await world.changesNothing(() => shop({ name: '老王烩面(方格店)', address: '二号路' }, { even_if_alike: undefined }, { is: 409, code: 'ledger.alike' }))
      const alike = await clerk.get('/ledgers/shop/alike', { query: { name: '老王烩面 方格店', area: village } })
      assert.deepEqual(alike.json.items.map((one) => one.ref), [json.ref])
    })

    test('two who add the same thing at once: one wins, the others are told', async () => {
      const answers = await Promise.all([1, 2, 3, 4].map(() =>
        clerk.post('/ledgers/shop/entries', { body: { area: cell, fields: { name: '争先店', address: '同一处', trade: 'food' }, even_if_alike: true }, is: undefined })
          .then((r) => r.status, (e) => /-> (\d+)/.exec(e.message)[1])))
      assert.deepEqual(answers.map(String).sort(), ['201', '409', '409', '409'])
    })

    test('a change ends a version and begins another, and the past is still to be asked', async () => {
      const { json, version } = await shop({ floor_area: 20 }, { at: days(-30) })
      const path = `/entries/${json.ref}`
      const moved = await clerk.patch(path, { body: { fields: { floor_area: 35.5, name: '新招牌' }, area: village, at: days(-10) }, version })
      assert.deepEqual([moved.json.name, moved.json.area, moved.json.fields.floor_area, moved.version], ['新招牌', village, 35.5, version + 1])
      assert.equal(moved.json.misfit, null)
      assert.deepEqual((await clerk.get('/ledgers/shop/entries', { query: { area: town, fits: 'no' } })).json, { items: [], next: null })
      await clerk.get('/ledgers/shop/entries', { query: { area: town, fits: 'no', as_of: date(-1) }, is: 422, code: 'ledger.filters' })
      const then = await clerk.get(path, { query: { as_of: date(-20) } })
      assert.deepEqual([then.json.name, then.json.area, then.json.fields.floor_area], [json.name, cell, 20])
      assert.ok(then.json.as_of)
      await clerk.get(path, { query: { as_of: date(-40) }, is: 404, code: 'ledger.entry_unknown' })
      const { items } = (await clerk.get(`${path}/versions`)).json
      assert.deepEqual(items.map((one) => [one.why, one.area, one.valid_to === null]), [['added', cell, false], ['changed', village, true]])
      await world.changesNothing(async () => {
        await clerk.patch(path, { body: { fields: { floor_area: 1 } }, version, is: 412, code: 'version.stale' })
        await clerk.patch(path, { body: { fields: { floor_area: 1 } }, is: 428, code: 'version.missing' })
        await clerk.patch(path, { body: { fields: { floor_area: 1 }, at: days(-15) }, version: moved.version, is: 422, code: 'ledger.at' })
        await clerk.patch(path, { body: { area: grid.abroad + '001001' }, version: moved.version, is: 422, code: 'ledger.other_district' })
      })
      const same = await clerk.patch(path, { body: { fields: { floor_area: 35.5 } }, version: moved.version })
      assert.equal(same.version, moved.version)
    })

    test('leaving takes a reason and a date, and nothing is removed', async () => {
      const { json, version } = await shop({}, { at: days(-30) })
      const next = await shop({})
      const path = `/entries/${json.ref}`
      await world.changesNothing(async () => {
        await clerk.post(`${path}/leave`, { body: { reason: 'bored' }, version, is: 422, code: 'ledger.reason' })
        await clerk.post(`${path}/leave`, { body: { reason: 'replaced' }, version, is: 422, code: 'ledger.successor' })
        await clerk.post(`${path}/return`, { body: { reason: '没走' }, version, is: 409, code: 'ledger.stands' })
      })
      const left = await clerk.post(`${path}/leave`, { body: { reason: 'replaced', successor: next.json.ref, note: '换人', at: days(-5) }, version })
      assert.deepEqual([left.json.left.reason, left.json.left.successor, left.json.left.note], ['replaced', next.json.ref, '换人'])
      const lists = async (query) => (await clerk.all('/ledgers/shop/entries', { area: cell, limit: 200, ...query })).some((one) => one.ref === json.ref)
      assert.deepEqual([await lists({}), await lists({ stand: 'left' }), await lists({ stand: 'ever' }), await lists({ as_of: date(-7) }), await lists({ as_of: date(-2) })], [false, true, true, true, false])
      await clerk.patch(path, { body: { fields: { remarks: 'x' } }, version: left.version, is: 409, code: 'ledger.left' })
      const back = await clerk.post(`${path}/return`, { body: { reason: '又开门了' }, version: left.version })
      assert.deepEqual([back.json.left, await lists({}), await lists({ as_of: date(-2) })], [null, true, false])
    })

    test('pages, counts and parts agree, now and as of a date, each entry once', async () => {
      const all = await clerk.all('/ledgers/shop/entries', { limit: 200 })
      const paged = await clerk.all('/ledgers/shop/entries', { limit: 3 })
      assert.deepEqual(paged.map((one) => one.ref), all.map((one) => one.ref))
      assert.equal(new Set(all.map((one) => one.ref)).size, all.length)
      const count = async (query) => (await clerk.get('/ledgers/shop/counts', { query: { area: grid.home, ...query } })).json
      const now = await count({ by: 'area' })
      assert.equal(now.total, all.length)
      assert.equal(now.parts.reduce((sum, one) => sum + one.total, 0), now.total)
      assert.equal(now.statuses.reduce((sum, one) => sum + one.n, 0), now.total)
      const facets = await count({ by: 'facet' })
      assert.equal(facets.parts.reduce((sum, one) => sum + one.total, 0), now.total)
      const then = await count({ as_of: date(-20) })
      assert.equal(then.total, (await clerk.all('/ledgers/shop/entries', { as_of: date(-20) })).length)
      const found = (await clerk.get('/ledgers/shop/entries', { query: { q: '烩面', facet: 'food', status: 'unchecked' } })).json.items
      assert.ok(found.length > 0 && found.every((one) => one.name.includes('烩面')))
      await clerk.get('/ledgers/shop/entries', { query: { status: 'asleep' }, is: 422, code: 'ledger.status' })
      await clerk.get('/ledgers/shop/entries', { query: { as_of: date(-1), stand: 'left' }, is: 422, code: 'ledger.filters' })
      await clerk.get('/ledgers/shop/entries', { query: { cursor: 'x' }, is: 422, code: 'input.cursor' })
      assert.deepEqual((await abroad.get('/ledgers/shop/entries')).json.items, [])
      await abroad.get('/ledgers/shop/entries', { query: { area: town }, is: 403 })
    })

    test('anybody reads the directory of a public ledger: public fields, nothing else', async () => {
      await shop({ name: '公开店', keeper: '不公开', remarks: '内部话' })
      const { items } = (await anyone.get('/ledgers/shop/directory', { query: { area: town, q: '公开店' } })).json
      assert.equal(items.length, 1)
      assert.deepEqual(Object.keys(items[0].fields).sort(), ['address', 'name', 'trade'])
      assert.equal(items[0].facet_name.zh, '小食品店')
      const old = (await clerk.post('/ledgers/shop/entries', { body: { area: cell, fields: { name: '往年小店', address: '往年路 1 号', trade: 'food', keeper: '王老板' }, even_if_alike: true, at: days(-60) }, is: 201 })).json
      await clerk.post(`/entries/${old.ref}/leave`, { body: { reason: 'closed', at: days(-10) }, version: old.version })
      const then = async (query) => (await anyone.get('/ledgers/shop/directory', { query: { area: town, q: '往年小店', ...query } })).json.items.map((one) => [one.ref, one.status, Object.keys(one.fields).sort().join()])
      assert.deepEqual(await then({}), [])
      assert.deepEqual(await then({ as_of: date(-30) }), [[old.ref, 'unchecked', 'address,name,trade']], 'a past day, and no more fields than today')
      assert.deepEqual(await then({ as_of: date(-90) }), [])
      await anyone.get('/ledgers/policy_application/directory', { query: { area: town }, is: 404, code: 'ledger.not_public' })
      await anyone.get('/ledgers/shop/directory', { is: 422, code: 'input.missing' })
    })

    test('somebody applies without an account, and steps by hand let him in and out', async () => {
      const applied = await anyone.post('/ledgers/tenant/applications', { body: { area: village, fields: { name: '新公司', base: '孵化基地', business: 'catering', phone: '13812345678' } }, is: 201 })
      const path = `/entries/${applied.json.ref}`
      let entry = await clerk.get(path)
      assert.deepEqual([entry.json.status, entry.json.owner_code, entry.json.actions], ['applied', true, ['review', 'refuse']])
      await anyone.post('/ledgers/shop/applications', { body: { area: cell, fields: { name: 'a', address: 'b', trade: 'food' } }, is: 409, code: 'ledger.no_application' })
      const step = (action, more = {}, options = {}) => clerk.post(`${path}/steps`, { body: { action, ...more }, version: entry.version, ...options })
      await step('sign', {}, { is: 409, code: 'ledger.action_not_now' })
      await step('refuse', {}, { is: 422, code: 'ledger.reason_needed' })
      await step('fly', {}, { is: 422, code: 'ledger.action_unknown' })
      const told = (who = anyone) => who.get(`${path}/public`, { is: 404, code: 'ledger.entry_unknown' })
      const listed = async () => (await anyone.get('/ledgers/tenant/directory', { query: { area: town, q: '新公司' } })).json.items.length
      await told()
      assert.equal(await listed(), 0)
      await anyone.get('/ledgers/tenant/directory', { query: { area: town, status: 'applied' }, is: 422, code: 'ledger.status' })
      assert.equal((await anyone.post(`${path}/owner`, { body: { code: applied.json.code } })).json.status, 'applied')
      await anyone.post('/ledgers/tenant/applications', { body: { area: village, fields: { name: '多填的', base: '孵化基地', business: 'catering', entered: '2026-01-01' } }, is: 422, code: 'ledger.field_unknown' })
      entry = await step('review')
      await told()
      entry = await step('sign')
      assert.equal(entry.json.status, 'resident')
      assert.equal((await anyone.get(`${path}/public`)).json.status, 'resident')
      assert.equal(await listed(), 1)
      const again = (await clerk.post(`${path}/owner-code`)).json.code
      assert.match(again, /^.{5}-.{5}$/)
      assert.notEqual(again, applied.json.code)
    })

    test('an item of heritage tells its levels with their batches and days, and figures count the level of their day', async () => {
      const years = (n) => days(-365 * n)
      const made = await clerk.post('/ledgers/ich_item/entries', { body: { area: town, fields: { name: '沿革面塑', category: 'art', level: 'district', batch: '第一批', unit: '沿革馆' }, at: years(9), even_if_alike: true }, is: 201 })
      const path = `/entries/${made.json.ref}`
      let { version } = await clerk.post(`${path}/steps`, { body: { action: 'list', at: years(8) }, version: made.version })
      assert.deepEqual((await clerk.get(path)).json.history, [])
      for (const [n, fields] of [[6, { level: 'city', batch: '第二批' }], [3, { level: 'province', batch: '第三批' }], [2, { batch: '第三批（扩展）' }], [1, { summary: '改写简介' }]])
        ({ version } = await clerk.patch(path, { body: { fields, at: years(n) }, version }))
      const told = (one) => one.history.map((past) => [past.field, past.items.map((item) => [item.value, item.with, item.since.slice(0, 10)])])
      const on = (n) => new Date(Date.parse(years(n)) + 8 * 3600000).toISOString().slice(0, 10)
      const city = ['city', { batch: '第二批' }, on(6)]
      const province = ['province', { batch: '第三批（扩展）' }, on(3)]
      assert.deepEqual(told((await clerk.get(path)).json), [['level', [['district', { batch: '第一批' }, on(9)], city, province]]])
      const door = await anyone.get(`${path}/public`)
      assert.deepEqual(told(door.json), [['level', [['district', { batch: '第一批' }, on(9)], city, province]]])
      assert.deepEqual(told((await clerk.get(path, { query: { as_of: on(5) } })).json), [['level', [['district', { batch: '第一批' }, on(9)], city]]])
      const level = async (n) => (await anyone.get('/figures/ich_items', { query: { area: town, by: 'field', as_of: on(n) } })).json.parts.filter((part) => part.value && ['district', 'city', 'province'].includes(part.label)).map((part) => [part.label, part.value])
      assert.deepEqual([await level(7), await level(5), await level(2)], [[['district', 1]], [['city', 1]], [['province', 1]]])
    })

    test('strangers are told of a choice only what was so while they could know of the entry', async () => {
      const { json: applied } = await anyone.post('/ledgers/tenant/applications', { body: { area: village, fields: { name: '改行公司', base: '孵化基地', business: 'catering' } }, is: 201 })
      const path = `/entries/${applied.ref}`
      let { version } = await clerk.get(path)
      const business = async (word) => ({ version } = await clerk.patch(path, { body: { fields: { business: word } }, version }))
      await business('services')
      for (const action of ['review', 'sign']) ({ version } = await clerk.post(`${path}/steps`, { body: { action }, version }))
      await business('clothing')
      const values = (one) => one.json.history.map((past) => past.items.map((item) => item.value))
      assert.deepEqual(values(await clerk.get(path)), [['catering', 'services', 'clothing']])
      assert.deepEqual(values(await anyone.get(`${path}/public`)), [['services', 'clothing']])
    })

    test('a person who left is told to strangers no more: not at his address, not in a past directory, not by what names him', async () => {
      const add = async (ledger, fields) => (await clerk.post(`/ledgers/${ledger}/entries`, { body: { area: town, fields, at: days(-3), even_if_alike: true }, is: 201 })).json.ref
      const item = await add('ich_item', { name: '离开的面塑', category: 'art', level: 'district', unit: '面塑馆' })
      const ref = await add('ich_bearer', { name: '陆离', item, level: 'district', consent: 'shows' })
      const show = await add('ich_show', { name: '离开前的一站', tour: 'school', date: date(-2), venue: '学校', performers: [ref] })
      const directory = async (query) => (await anyone.get('/ledgers/ich_bearer/directory', { query: { area: town, q: '陆离', ...query } })).json.items.map((one) => one.name)
      const seen = async () => [await directory({}), await directory({ as_of: date(-1) }), (await anyone.get(`/entries/${show}/public`)).json.refs.map((one) => one.name)]
      assert.equal((await anyone.get(`/entries/${ref}/public`)).json.name, '陆离')
      assert.deepEqual(await seen(), [['陆离'], ['陆离'], ['陆离']])
      const { version } = await clerk.get(`/entries/${ref}`)
      await clerk.post(`/entries/${ref}/leave`, { body: { reason: 'erased' }, version })
      const gone = await anyone.get(`/entries/${ref}/public`, { is: 404, code: 'ledger.entry_forgotten' })
      assert.doesNotMatch(JSON.stringify(gone.json), /陆离/)
      assert.deepEqual(await seen(), [[], [], []])
      assert.equal((await clerk.get(`/entries/${ref}`)).json.left.reason, 'erased')
      const left = await clerk.get(`/entries/${item}`)
      await clerk.post(`/entries/${item}/leave`, { body: { reason: 'withdrawn' }, version: left.version })
      assert.equal((await anyone.get(`/entries/${item}/public`)).json.left.reason, 'withdrawn')
    })

    test('a policy is shown open within its window and over behind it', async () => {
      const add = async (name, closes) => (await clerk.post('/ledgers/policy/entries', { body: { area: town, fields: { name, topic: 'tax', department: '税务局', closes } } })).json
      const open = await add('还开着的政策', date(3))
      const over = await add('过了期的政策', date(-3))
      assert.deepEqual([open.status, open.shown_status, over.status, over.shown_status, over.status_name.zh], ['open', 'open', 'open', 'over', '已截止'])
      assert.equal((await anyone.get(`/entries/${over.ref}/public`)).json.sign, 'grey')
      const { parts } = (await anyone.get('/figures/policies_open', { query: { area: town, by: 'field' } })).json
      assert.equal(parts.find((part) => part.label === 'tax').value, 1)
      const was = (await anyone.get('/figures/policies_open', { query: { area: town, as_of: '2020-01-01' } })).json
      assert.equal(was.value, 0)
    })

    test('an owner proposes figures with the code; an officer confirms them', async () => {
      const { json } = await tenant()
      const path = `/entries/${json.ref}`
      const { code } = (await clerk.post(`${path}/owner-code`)).json
      const month = date(-40).slice(0, 7)
      const given = { series: 'headcount', period: month, fields: { staff: 12, interns: 2 } }
      await anyone.post(`${path}/owner/periods`, { body: { ...given, code: 'AAAAA-AAAAA' }, is: 404, code: 'ledger.owner' })
      const proposed = await anyone.post(`${path}/owner/periods`, { body: { ...given, code: code.toLowerCase().replace('-', ' ') } })
      assert.deepEqual(proposed.json, { state: 'proposed' })
      const decide = (more = {}, options = {}) => clerk.post(`${path}/periods/decide`, { body: { series: 'headcount', period: month, n: 1, confirm: true, ...more }, ...options })
      const confirmed = await decide()
      assert.deepEqual(confirmed.json.items.map((one) => [one.source, one.state, one.fields]), [['owner', 'confirmed', { staff: 12, interns: 2 }]])
      await decide({}, { is: 409, code: 'ledger.period_decided' })
      const corrected = await clerk.post(`${path}/periods`, { body: { ...given, fields: { staff: 13, interns: 2 } } })
      assert.deepEqual(corrected.json.items.map((one) => [one.n, one.fields.staff]), [[2, 13], [1, 12]])
      assert.equal((await clerk.get(`${path}/periods`)).json.items.length, 2)
      await world.changesNothing(async () => {
        const bad = (more, code) => clerk.post(`${path}/periods`, { body: { ...given, ...more }, is: 422, code })
        await bad({ period: '2025' }, 'ledger.period')
        await bad({ period: '2099-01' }, 'ledger.period')
        await bad({ series: 'moods' }, 'ledger.series')
        await bad({ fields: { interns: 1 } }, 'ledger.field_needed')
        await bad({ fields: { staff: -1, interns: 1 } }, 'ledger.field')
      })
    })

    test('an owner confirms the own entry in one press, or says what is wrong; the office sees who is overdue', async () => {
      const { json } = await tenant()
      const path = `/entries/${json.ref}`
      const { code } = (await clerk.post(`${path}/owner-code`)).json
      const own = async () => (await anyone.post(`${path}/owner`, { body: { code } })).json
      assert.deepEqual([(await own()).confirmed.at, (await own()).confirmed.overdue], [null, false])
      const { version } = await own()
      await anyone.post(`${path}/owner/confirm`, { version, body: { code: 'AAAAA-AAAAA' }, is: 404, code: 'ledger.owner' })
      await anyone.post(`${path}/owner/confirm`, { version: version + 1, body: { code }, is: 412, code: 'version.stale' })
      assert.equal((await anyone.post(`${path}/owner/confirm`, { version, body: { code } })).json.confirmed.by_owner, true)
      const shop = (await clerk.post('/ledgers/shop/entries', { body: { area: cell, even_if_alike: true, fields: { name: '确认小店', trade: 'salon', address: '确认路1号' } } })).json
      await clerk.post(`/entries/${shop.ref}/confirm`, { version: shop.version })
      const seen = (await anyone.get(`/entries/${shop.ref}/public`)).json.confirmed
      assert.deepEqual([seen.at !== null, seen.by_owner, seen.overdue], [true, false, false])
      const office = (await clerk.post(`${path}/confirm`, { version })).json
      assert.deepEqual([office.confirmed.by_owner, office.version], [false, version])
      const acts = (await clerk.get(`${path}/history`)).json.items.filter((one) => one.action === 'confirm').map((one) => one.role)
      assert.deepEqual(acts, ['owner', 'clerk'])
      const overdue = async (ledger, more = {}) => clerk.get(`/ledgers/${ledger}/entries`, { query: { area: town, confirmed: 'overdue' }, ...more })
      assert.ok(!(await overdue('tenant')).json.items.some((one) => one.ref === json.ref))
      await overdue('policy', { is: 422, code: 'ledger.filters' })
      await clerk.get('/ledgers/tenant/entries', { query: { area: town, confirmed: 'never' }, is: 422, code: 'input.range' })
      const wish = (await anyone.post(`${path}/owner/requests`, { body: { code, kind: 'correct', body: '地址写错了，是二楼' }, is: 201 })).json
      assert.equal((await clerk.post(`/entry-requests/${wish.ref}/decide`, { version: 1, body: { grant: true, answer: '已更正' } })).json.state, 'granted')
    })

    test('dates that come near are on the list, the earliest first, until the entry leaves', async () => {
      const late = await tenant({ contract_ends: date(20) })
      const soon = await tenant({ contract_ends: date(3) })
      await tenant({ contract_ends: date(200) })
      const list = async () => (await clerk.get('/ledgers/tenant/reminders', { query: { area: town } })).json.items.map((one) => [one.entry.ref, one.field, one.days])
      assert.deepEqual(await list(), [[soon.json.ref, 'contract_ends', 3], [late.json.ref, 'contract_ends', 20]])
      await clerk.post(`/entries/${soon.json.ref}/leave`, { body: { reason: 'expired' }, version: soon.version })
      assert.deepEqual(await list(), [[late.json.ref, 'contract_ends', 20]])
      const renewed = await clerk.patch(`/entries/${late.json.ref}`, { body: { fields: { contract_ends: date(-500) } }, version: late.version })
      assert.deepEqual(await list(), [[late.json.ref, 'contract_ends', -500]], 'what is overdue stays')
      await clerk.patch(`/entries/${late.json.ref}`, { body: { fields: { contract_ends: date(300) } }, version: renewed.version })
      assert.deepEqual(await list(), [])
    })

    test('a date is seen to when the entry comes into a status where it does not remind', async () => {
      const { json, version } = await clerk.post('/ledgers/job_opening/entries', { body: { area: village, fields: { name: `岗位${++made}`, employer: '小满', kind: 'full', places: 1, until: date(-20) }, even_if_alike: true }, is: 201 })
      const list = async () => (await clerk.get('/ledgers/job_opening/reminders', { query: { area: town } })).json.items.map((one) => [one.entry.ref, one.days])
      assert.deepEqual(await list(), [[json.ref, -20]])
      await clerk.post(`/entries/${json.ref}/steps`, { body: { action: 'fill' }, version })
      assert.deepEqual(await list(), [])
    })
  })
}
