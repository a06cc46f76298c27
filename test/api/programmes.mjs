// SPDX-License-Identifier: Apache-2.0
// What programmes say of themselves: rules, open to all, in the words of their files.
import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { wangge } from '../lib/server.mjs'

const file = JSON.parse(readFileSync(new URL('../../programmes/small-shops.json', import.meta.url)))

export default function suite(world) {
  describe('programmes', () => {
    test('the list names what each programme has', async () => {
      const { json } = await world.anyone.get('/programmes')
      const shops = json.items.find((p) => p.programme === 'small-shops')
      assert.deepEqual([shops.version, shops.name, shops.ledgers, shops.bulletin], [file.version, file.name, ['shop'], true])
      assert.deepEqual(shops.figures, file.figures.map((f) => f.figure))
      assert.deepEqual(shops.kinds, file.cases.map((k) => k.kind))
    })

    test('a programme is read in full, and not again while it stays as it is', async () => {
      const full = await world.anyone.get('/programmes/small-shops')
      assert.deepEqual(full.json.ledgers[0].statuses.map((s) => s.status), file.ledgers[0].statuses.map((s) => s.status))
      assert.equal(full.json.checklists[0].items.length, file.checklists[0].items.length)
      assert.equal(full.json.figures.find((f) => f.figure === 'rectification_rate').form, 'ratio')
      await world.anyone.get('/programmes/small-shops', { is: 304, headers: { 'if-none-match': full.headers.etag } })
      await world.anyone.get('/programmes/no-such', { is: 404, code: 'programme.unknown' })
    })

    test('a ledger says of each field its sort, who sees it, why it is asked and its schema', async () => {
      const { json } = await world.anyone.get('/ledgers')
      const shop = json.items.find((l) => l.ledger === 'shop')
      assert.deepEqual(shop.fields.map((f) => f.field), Object.keys(file.ledgers[0].fields))
      for (const ledger of json.items) {
        const fields = new Map(ledger.fields.map((f) => [f.field, f]))
        assert.ok(fields.get(ledger.title).needed)
        for (const f of ledger.fields) assert.deepEqual(f.schema.enum ?? f.schema.items?.enum ?? [], f.choices.map((c) => c.value), f.field)
        if (ledger.facet) assert.equal(fields.get(ledger.facet).type, 'choice')
      }
    })

    test('a checklist is read, in a version that was kept', async () => {
      const code = file.checklists[0].checklist
      const now = (await world.anyone.get(`/checklists/${code}`)).json
      assert.deepEqual(now.rules.map((r) => r.status), file.checklists[0].rules.map((r) => r.status))
      assert.deepEqual((await world.anyone.get(`/checklists/${code}`, { query: { version: now.version } })).json, now)
      await world.anyone.get(`/checklists/${code}`, { query: { version: 999 }, is: 404, code: 'checklist.version_unknown' })
      await world.anyone.get('/checklists/no-such', { is: 404, code: 'checklist.unknown' })
    })

    test('the text that served is kept, with its hash', async () => {
      const { json } = await world.anyone.get('/programmes/small-shops/versions')
      assert.deepEqual(json.items.map((v) => v.version), [file.version])
      const kept = (await world.anyone.get(`/programmes/small-shops/versions/${file.version}`)).json
      assert.deepEqual(JSON.parse(kept.text), file)
      assert.equal(kept.hash, json.items[0].hash)
      await world.anyone.get('/programmes/small-shops/versions/77', { is: 404, code: 'programme.version_unknown' })
      await world.anyone.get('/programmes/no-such/versions', { is: 404, code: 'programme.unknown' })
    })

    test('a changed file under the same version does not start, under the next one it does', () => {
      const dir = mkdtempSync(join(tmpdir(), 'programmes-'))
      const write = (change) => writeFileSync(join(dir, 'small-shops.json'), JSON.stringify({ ...file, ...change }))
      const check = () => wangge(['check', 'programmes', '--programmes', dir])
      write({ about: undefined })
      assert.equal(check().status, 0)
      const refused = wangge(['serve', '--db', world.db.url, '--programmes', dir, '--listen', '127.0.0.1:0'])
      assert.equal(refused.status, 3)
      assert.match(refused.stderr, new RegExp(`raise "version".*programme\\.version_kept.*small-shops ${file.version}`))
      write({ colour: 'red' })
      assert.match(check().stdout, /small-shops\.json:1: colour: input\.unknown_field/)
      assert.equal(check().status, 1)
    })
  })
}
