// SPDX-License-Identifier: Apache-2.0
// Holds requests and replies to api/openapi.json. Strict both ways: a reply must be as described, and a request that was
// accepted must be one that the document allows. Remembers which operations answered with which status.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import Ajv2020 from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'

export const document = JSON.parse(readFileSync(new URL('../../api/openapi.json', import.meta.url), 'utf8'))

const ROOT = 'https://wangge.invalid/api'
const moved = (value) => JSON.parse(JSON.stringify(value).replaceAll('"#/components/schemas/', `"${ROOT}#/$defs/`))

const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true })
addFormats(ajv)
ajv.addSchema({ $id: ROOT, $defs: moved(document.components.schemas) })

const compiled = new Map()
// What is wrong with a value, or null.
export function wrong(schema, value) {
  const text = JSON.stringify(schema)
  if (!compiled.has(text)) compiled.set(text, ajv.compile(moved(schema)))
  const validate = compiled.get(text)
  return validate(value) ? null : ajv.errorsText(validate.errors, { separator: '\n  ' })
}

function deref(item) {
  if (!item?.$ref) return item
  return item.$ref.slice(2).split('/').reduce((at, key) => at[key], document)
}

export const operations = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({
    ...operation,
    method: method.toUpperCase(),
    path,
    matches: new RegExp(`^${path.replaceAll('.', '\\.').replaceAll(/\{[^}]+\}/g, '([^/]+)')}$`),
    parameters: (operation.parameters ?? []).map(deref),
    success: Object.keys(operation.responses)[0],
  })),
)

// A path without parameters wins: /cases/near before /cases/{ref}.
export function find(method, path) {
  const hits = operations.filter((o) => o.method === method && o.matches.test(path))
  return hits.sort((a, b) => a.path.split('{').length - b.path.split('{').length)[0]
}

const problem = { $ref: '#/components/schemas/Problem' }
const isJson = (type) => /[/+]json$/.test(type)

function textAs(schema, text) {
  const type = deref(schema).type
  if (type === 'integer' || type === 'number') return text.trim() !== '' && Number.isFinite(+text) ? +text : text
  if (type === 'boolean') return text === 'true' ? true : text === 'false' ? false : text
  return text
}

export class Contract {
  seen = new Map()

  check(request, reply) {
    const where = `${request.method} ${request.path} -> ${reply.status}`
    assert.ok(reply.headers['x-request-id'], `${where}: no X-Request-Id`)
    const operation = find(request.method, request.path)
    if (!operation) return this.#unknown(where, reply)
    const key = `${operation.operationId} ${reply.status}`
    this.seen.set(key, (this.seen.get(key) ?? 0) + 1)
    const described = deref(operation.responses[reply.status])
    assert.ok(described, `${where}: status not in the document; ${reply.text.slice(0, 300)}`)
    this.#headers(where, described, reply)
    this.#body(where, described, reply)
    if (reply.status < 400) this.#request(where, operation, request)
  }

  #unknown(where, reply) {
    assert.ok([404, 405, 400].includes(reply.status), `${where}: not an operation of the document, yet answered`)
    assert.equal(reply.type, 'application/problem+json', where)
    assert.equal(wrong(problem, reply.json), null, where)
  }

  #headers(where, described, reply) {
    for (const [name, header] of Object.entries(described.headers ?? {})) {
      const { required, schema } = deref(header)
      const value = reply.headers[name.toLowerCase()]
      if (value === undefined) assert.ok(!required, `${where}: no header ${name}`)
      else assert.equal(wrong(schema, value), null, `${where}: header ${name}: ${value}`)
    }
  }

  #body(where, described, reply) {
    if (!described.content) {
      assert.equal(reply.bytes.length, 0, `${where}: has a body`)
      return
    }
    const content = described.content[reply.type]
    assert.ok(content, `${where}: type ${reply.type} is not ${Object.keys(described.content)}`)
    if (!isJson(reply.type)) return
    const said = wrong(content.schema, reply.json)
    assert.equal(said, null, `${where}:\n  ${said}\n${reply.text.slice(0, 1500)}`)
    if (reply.type === 'application/problem+json') {
      assert.equal(reply.json.status, reply.status, where)
      assert.equal(reply.json.type, `/problems/${reply.json.code}`, where)
      assert.equal(reply.json.instance, reply.headers['x-request-id'], where)
      assert.notEqual(reply.json.title, reply.json.code, `${where}: a code without words`)
    }
  }

  #request(where, operation, request) {
    const known = operation.parameters.filter((p) => p.in === 'query')
    for (const [name, value] of new URLSearchParams(request.query)) {
      const parameter = known.find((p) => p.name === name)
      assert.ok(parameter, `${where}: query ${name} is not in the document, yet accepted`)
      assert.equal(wrong(parameter.schema, textAs(parameter.schema, value)), null, `${where}: query ${name}=${value}`)
    }
    if (request.body === undefined) return
    const type = request.type.split(';')[0]
    const content = operation.requestBody?.content[type]
    assert.ok(content, `${where}: a body of type ${type} is not in the document, yet accepted`)
    if (type !== 'application/json') return
    const said = wrong(content.schema, JSON.parse(request.body))
    assert.equal(said, null, `${where}: accepted a body that the document forbids:\n  ${said}`)
  }

  // Operations that never answered with their success status.
  missing() {
    return operations.filter((o) => !this.seen.has(`${o.operationId} ${o.success}`)).map((o) => `${o.method} ${o.path}`)
  }
}
