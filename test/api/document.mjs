// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Validator } from '@seriousme/openapi-schema-validator'
import { document, operations, wrong } from '../lib/contract.mjs'
import { form } from '../lib/json-form.mjs'

const path = fileURLToPath(new URL('../../api/openapi.json', import.meta.url))

export default function suite() {
  test('api/openapi.json is an OpenAPI 3.1 document', async () => {
    const result = await new Validator().validate(path)
    assert.deepEqual(result.errors ?? [], [])
    assert.equal(document.openapi, '3.1.0')
  })

  test('api/openapi.json is in its form (node test/lib/json-form.mjs api/openapi.json)', () => {
    assert.equal(readFileSync(path, 'utf8'), form(document) + '\n')
  })

  test('every schema and parameter of the document says what it is', () => {
    const { schemas, parameters } = document.components
    const silent = Object.entries({ ...schemas, ...parameters }).filter(([, part]) => !part.description && !part.items)
    assert.deepEqual(silent.map(([name]) => name), [])
  })

  test('every object of the document is closed', () => {
    const open = []
    const walk = (value, at) => {
      if (value === null || typeof value !== 'object') return
      if (value.type === 'object' && value.properties && value.additionalProperties === undefined && !at.includes('allOf') && !at.endsWith('Facts')) open.push(at)
      for (const [key, member] of Object.entries(value)) walk(member, `${at}/${key}`)
    }
    walk(document.components.schemas, '')
    assert.deepEqual(open, [])
  })

  test('the examples of the document fit their schemas', () => {
    let seen = 0
    const contents = operations.flatMap((o) => [o.requestBody, ...Object.values(o.responses)].map((part) => part?.content ?? {}))
    for (const media of contents.flatMap((content) => Object.values(content))) {
      if (media.example === undefined) continue
      assert.equal(wrong(media.schema, media.example), null)
      seen++
    }
    for (const [name, schema] of Object.entries(document.components.schemas))
      for (const example of schema.examples ?? []) {
        assert.equal(wrong({ $ref: `#/components/schemas/${name}` }, example), null)
        seen++
      }
    assert.ok(seen >= 15, `${seen} examples`)
  })

  test('every schema of the document is strict', () => {
    for (const name of Object.keys(document.components.schemas)) wrong({ $ref: `#/components/schemas/${name}` }, null)
    for (const o of operations)
      for (const part of [o.requestBody, ...Object.values(o.responses)])
        for (const { schema } of Object.values(part?.content ?? {})) wrong(schema, null)
  })
}
