// SPDX-License-Identifier: Apache-2.0
// Whatever comes in: a clear problem, and nothing stored.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { raw } from '../lib/raw.mjs'
import { cell } from '../lib/world.mjs'

export default function suite(world) {
  const { anyone } = world
  const { base } = world.server
  const report = { kind: 'water_leak', body: '漏水', ...grid.point(cell) }
  const file = (body, expected) => anyone.post('/cases', { body, type: 'application/json', ...expected })

  describe('bad input', () => {
    test('what is not JSON is malformed', async () => {
      await world.changesNothing(async () => {
        for (const body of ['{', '{"kind":}', 'null', '[]', '"text"', '{"kind":"a"} x', "{'kind':'a'}", '{"kind":"a",}', '{"kind":"a","kind":"b"}', '\ufeff{}', 'NaN', '{"lon":1e999}'])
          await file(body, { is: undefined }).catch((error) => assert.match(error.message, /-> (400|422) .*"code":"(json|input)\./s, body))
      })
    })

    test('text that is not well-formed UTF-8, or holds a NUL, is refused', async () => {
      await world.changesNothing(async () => {
        for (const bytes of ['\xff', '\xc0\xaf', '\xed\xa0\x80', '\xe4\xb8', '\xf4\x90\x80\x80'])
          await file(Buffer.concat([Buffer.from('{"kind":"water_leak","area":"990101","body":"'), Buffer.from(bytes, 'latin1'), Buffer.from('xx"}')]), { is: 400, code: 'json.malformed' })
        await file('{"kind":"water_leak","area":"990101","body":"a\\u0000b"}', { is: undefined }).catch((error) => assert.match(error.message, /-> (400|422) /))
        await file('{"kind":"water_leak","area":"990101","body":"\\ud800 half"}', { is: 400, code: 'json.malformed' })
        await anyone.get('/areas?q=%ff%fe', { is: 400 })
      })
    })

    test('nesting without end is refused', async () => {
      await world.changesNothing(async () => {
        await file(`{"kind":${'['.repeat(5000)}${']'.repeat(5000)}}`, { is: 400 })
        await file(`{"kind":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`, { is: 400 })
      })
    })

    test('wrong types, unknown fields, missing fields and lengths are named', async () => {
      const bad = [
        [{ ...report, body: 7 }, 'input.type', 'body'],
        [{ ...report, body: null }, 'input.missing', 'body'],
        [{ ...report, lon: '113.6' }, 'input.type', 'lon'],
        [{ ...report, lat: true }, 'input.type', 'lat'],
        [{ ...report, uploads: {} }, 'input.type', 'uploads'],
        [{ ...report, kind: ['water_leak'] }, 'input.type', 'kind'],
        [{ ...report, priority: 1 }, 'input.unknown_field', 'priority'],
        [{ ...report, __proto__: 1, constructor: 1 }, 'input.unknown_field', 'constructor'],
        [{ body: '漏水', area: cell }, 'input.missing', 'kind'],
        [{ ...report, body: '漏' }, 'input.length', 'body'],
        [{ ...report, body: '漏'.repeat(2001) }, 'input.length', 'body'],
        [{ ...report, address: '号'.repeat(201) }, 'input.length', 'address'],
        [{ ...report, lon: 181 }, 'input.range', 'lon'],
        [{ ...report, lat: -91 }, 'input.range', 'lat'],
      ]
      await world.changesNothing(async () => {
        for (const [body, code, field] of bad) {
          const { json } = await file(JSON.stringify(body), { is: 422, code })
          assert.equal(json.field, field, code)
        }
      })
    })

    test('an unknown kind and a place beyond the grid are refused with their own words', async () => {
      await world.changesNothing(async () => {
        await file({ ...report, kind: 'dragon' }, { is: 422, code: 'case.kind_unknown' })
        await file({ ...report, lon: 2.35, lat: 48.85 }, { is: 422, code: 'place.outside_grid' })
        await file({ ...report, crs: 'bd09' }, { is: 422 })
      })
    })

    test('text is kept to the letter, whatever it looks like', async () => {
      for (const body of ["'; DROP TABLE casefile; --", '<script>alert("1")</script>', '零\u200b宽', '😀👨‍👩‍👧‍👦', '$1 %s {{7*7}} ../../etc', 'a\tb\nc']) {
        const { json } = await file({ ...report, body })
        const seen = await anyone.post('/follow', { body: { ref: json.ref, secret: json.secret } })
        assert.equal(seen.json.body, body)
      }
      await world.changesNothing(async () => {
        for (const body of ['\u202e反向', '响\u0007铃', '\u2066藏']) await file({ ...report, body }, { is: 422, code: 'input.characters' })
      })
    })

    test('a body too large is refused', async () => {
      await world.changesNothing(async () => {
        await file({ ...report, body: 'x'.repeat(70 << 10) }, { is: 413, code: 'body.too_large' })
        await file('['.repeat(1 << 20), { is: 413, code: 'body.too_large' })
      })
    })

    test('a body of another type is refused', async () => {
      await world.changesNothing(async () => {
        const body = JSON.stringify(report)
        for (const type of ['text/plain', 'application/x-www-form-urlencoded', 'multipart/form-data; boundary=x', 'application/xml']) await file(body, { type, is: 415, code: 'body.type' })
        await anyone.post('/cases', { is: undefined }).catch((error) => assert.match(error.message, /-> (400|415|422) /))
      })
      await file(JSON.stringify(report), { type: 'application/json; charset=utf-8', is: 201 })
    })

    test('a key or version that is none is refused', async () => {
      await world.changesNothing(async () => {
        for (const key of ['short', 'x'.repeat(65), 'with space here', 'semi;colon;key']) await file(report, { key, is: 400, code: 'idempotency.key' })
        const ref = (await world.intake.get('/cases', { query: { limit: 1 } })).json.items[0].ref
        for (const tag of ['*', 'v1', '"1"', '"v0"', '"v-1"', 'W/"v1"', '"v99999999999999999999"', '"v1", "v2"'])
          await world.intake.post(`/cases/${ref}/act`, { body: { action: 'accept' }, headers: { 'if-match': tag }, is: 400, code: 'http.header' })
      })
    })

    test('a path that tries to climb or hide leads nowhere but to the pages', async () => {
      for (const path of ['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/api/v1/areas/%2e%2e%2fmeta', '/api/v1/cases/1;DROP', '//evil.example/', '/api/v1//meta', '/.git/config', '/%00']) {
        const reply = await raw(base, `GET ${path} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n`)
        assert.match(reply, /^HTTP\/1\.1 (40[014] |200 OK\r\n[^]*<!doctype html>[^]*data-door=)/, path)
        assert.doesNotMatch(reply, /root:|\[core\]/)
      }
    })

    test('requests that two servers could read in two ways are refused', async () => {
      const body = JSON.stringify(report)
      const head = 'POST /api/v1/cases HTTP/1.1\r\nHost: a\r\nConnection: close\r\nContent-Type: application/json\r\n'
      await world.changesNothing(async () => {
        for (const lines of [
          `Content-Length: ${body.length}\r\nContent-Length: 5\r\n`,
          `Content-Length: 5\r\nTransfer-Encoding: chunked\r\n`,
          'Transfer-Encoding: chunked, identity\r\n',
          'Transfer-Encoding: xchunked\r\n',
          'Content-Length: -1\r\n',
          'Content-Length: +5\r\n',
          'Content-Length: 99999999999999999999\r\n',
          'Content-Length: 5\r\nBad Header: x\r\n',
          'Content-Length: 5\r\nX-A: \x01\r\n',
        ])
          assert.match(await raw(base, `${head}${lines}\r\n${body}`), /^(HTTP\/1\.1 4\d\d |$)/, lines)
        assert.match(await raw(base, `GET /api/v1/meta HTTP/1.1\r\nConnection: close\r\n\r\n`), /^HTTP\/1\.1 400 /)
        assert.match(await raw(base, `GET /${'a'.repeat(100000)} HTTP/1.1\r\nHost: a\r\n\r\n`), /^(HTTP\/1\.[01] 4\d\d |$)/)
        assert.match(await raw(base, `GET /api/v1/meta HTTP/1.1\r\nHost: a\r\n${'X-Much: y\r\n'.repeat(20000)}\r\n`), /^(HTTP\/1\.[01] 4\d\d |$)/)
        await raw(base, '\x16\x03\x01\x02\0\x01\0\x01\xfc\x03\x03', { leave: true })
      })
      await anyone.get('/health')
    })

    test('a caller who leaves in the middle leaves nothing', async () => {
      await world.changesNothing(async () => {
        const body = JSON.stringify(report)
        await raw(base, `POST /api/v1/cases HTTP/1.1\r\nHost: a\r\nContent-Type: application/json\r\nContent-Length: ${body.length + 50}\r\n\r\n${body}`, { leave: true })
        await anyone.get('/health')
      })
    })

    test('too many reports from one address are slowed down, others are not', async () => {
      const crowd = anyone.with({ peer: '203.0.113.9' })
      let refused
      for (let i = 0; i < 500 && !refused; i++) {
        const reply = await crowd.post('/follow', { body: { ref: '990101-AAAA', secret: `guess-${i}` }, is: undefined }).catch((error) => error)
        if (/-> 429 /.test(reply.message)) refused = reply.message
      }
      assert.match(refused ?? 'never refused', /"code":"limit\.rate"/)
      await file(report, { is: 201 })
    })
  })
}
