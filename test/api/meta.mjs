// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { document, operations } from '../lib/contract.mjs'
import { engine } from '../lib/server.mjs'

export default function suite(world) {
  describe('meta', () => {
    test('health names the engine', async () => {
      const { json } = await world.anyone.get('/health')
      assert.deepEqual([json.status, json.engine], ['ok', engine])
    })

    test('the server serves the document that the tests hold it to', async () => {
      const { json } = await world.anyone.get('/openapi.json')
      assert.deepEqual(json, document)
    })

    test('meta names every code that other replies use', async () => {
      const { json } = await world.anyone.get('/meta')
      assert.equal(json.demo, false)
      assert.deepEqual(json.demo_logins, [])
      assert.deepEqual(json.levels.map((l) => l.level), ['city', 'district', 'town', 'village', 'cell', ...json.levels.slice(5).map((l) => l.level)])
      assert.deepEqual(json.roles.map((r) => r.role), ['intake', 'handler', 'checker', 'supervisor', 'admin', 'auditor', 'dispatcher', 'duty_chief', 'grid_worker', 'grid_lead', 'clerk', 'inspector'])
      const flows = new Set(json.flows.map((f) => f.flow))
      const levels = new Set(json.levels.map((l) => l.level))
      for (const kind of json.case_kinds) assert.ok(flows.has(kind.flow), kind.kind)
      for (const kind of json.post_kinds) for (const level of kind.on) assert.ok(levels.has(level) || level === 'building', `${kind.kind} on ${level}`)
      for (const flow of json.flows) {
        assert.ok(flow.states.some((s) => s.final) && flow.states.some((s) => s.open))
        const clocks = new Set(flow.clocks.map((c) => c.clock))
        for (const s of flow.states) assert.ok(s.final ? s.clock === null : clocks.has(s.clock), `${flow.flow} ${s.state}`)
        const states = new Set(flow.states.map((s) => s.state))
        for (const a of flow.actions) for (const s of [...a.from, ...(a.to ? [a.to] : [])]) assert.ok(states.has(s), `${flow.flow} ${a.action}`)
      }
      for (const kind of json.case_kinds) assert.match(kind.limit, /^[0-9.]+ (urgent_hour|work_hour|work_day|natural_day)$/, kind.kind)
    })

    test('problem titles come in the language of the caller, codes do not change', async () => {
      const chinese = await world.anyone.get('/areas/123456', { is: 404 })
      const english = await world.anyone.with({ lang: 'en' }).get('/areas/123456', { is: 404 })
      const french = await world.anyone.with({ lang: 'fr, en;q=0.5' }).get('/areas/123456', { is: 404 })
      assert.match(chinese.json.title, /\p{Script=Han}/u)
      assert.match(english.json.title, /^[\x20-\x7e]+$/)
      assert.match(french.json.title, /^[\x20-\x7e]+$/)
      assert.equal(chinese.json.code, english.json.code)
    })

    test('an address that is not there is a problem, not a page', async () => {
      await world.anyone.get('/nothing', { is: 404, code: 'http.route' })
      await world.anyone.get('/areas/', { is: 404, code: 'http.route' })
      await world.anyone.get('/areas/%00', { is: 400 })
    })

    test('a wrong method is refused and the right ones are named', async () => {
      for (const path of ['/areas', '/meta', '/figures/cases']) {
        const { headers } = await world.anyone.delete(path, { is: 405, code: 'http.method' })
        assert.match(headers.allow, /\bGET\b/)
      }
    })

    test('HEAD answers like GET, without the body', async () => {
      const address = `${world.server.base}/api/v1/areas/9901`
      const [head, get] = await Promise.all([fetch(address, { method: 'HEAD' }), fetch(address)])
      assert.equal(head.status, 200)
      assert.equal(head.headers.get('etag'), get.headers.get('etag'))
      assert.equal(head.headers.get('content-type'), get.headers.get('content-type'))
      assert.equal((await head.arrayBuffer()).byteLength, 0)
    })

    test('replies with data are not kept by caches', async () => {
      const { headers } = await world.anyone.get('/meta')
      assert.match(headers['cache-control'], /no-store|no-cache/)
      assert.equal(headers['x-content-type-options'], 'nosniff')
    })

    test('an unknown query parameter is refused at every GET', async () => {
      for (const operation of operations.filter((o) => o.method === 'GET' && !o.path.includes('{') && o['x-right'] === 'public'))
        await world.anyone.get(operation.path, { query: { colour: 'red' }, is: 422, code: 'input.unknown_field' })
    })
  })
}
