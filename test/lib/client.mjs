// SPDX-License-Identifier: Apache-2.0
// A caller of the API. Every reply is held to the contract; an unexpected status fails with the whole reply.
import assert from 'node:assert/strict'

const API = '/api/v1'

// The server believes a proxy on its own machine: so every call can come from an address of its own, and limits by
// address bind only where a test names one.
let calls = 0
const address = () => `10.${(++calls >> 16) & 255}.${(calls >> 8) & 255}.${calls & 255}`

export class Client {
  constructor(base, contract, { token, cookie, lang = 'zh-CN', peer } = {}) {
    Object.assign(this, { base, contract, token, cookie, lang, peer })
  }

  with(more) {
    return new Client(this.base, this.contract, { token: this.token, cookie: this.cookie, lang: this.lang, peer: this.peer, ...more })
  }

  // options: query, body (object: JSON; text or bytes need type), type, headers, key, version, is, code
  async call(method, path, { query, body, type, headers = {}, key, version, is, code } = {}) {
    const search = query ? `?${new URLSearchParams(query)}` : ''
    const raw = typeof body === 'string' || body instanceof Uint8Array
    const sent = body === undefined ? undefined : raw ? body : JSON.stringify(body)
    const contentType = sent === undefined ? undefined : (type ?? 'application/json')
    const where = path.startsWith('/') && !path.startsWith(API) && !path.startsWith('/tiles/') ? API + path : path
    const response = await fetch(this.base + where + search, {
      method,
      redirect: 'manual',
      body: sent,
      headers: {
        'accept-language': this.lang,
        'x-forwarded-for': this.peer ?? address(),
        ...(contentType ? { 'content-type': contentType } : {}),
        ...(this.token ? { authorization: `Bearer ${this.token}` } : {}),
        ...(this.cookie ? { cookie: this.cookie } : {}),
        ...(this.cookie && method !== 'GET' ? { 'x-requested-with': 'wangge' } : {}),
        ...(key ? { 'idempotency-key': key } : {}),
        ...(version ? { 'if-match': `"v${version}"` } : {}),
        ...headers,
      },
    })
    const reply = await read(response)
    this.contract?.check({ method, path: where, query: search, body: sent, type: contentType }, reply)
    const said = `${method} ${where}${search} -> ${reply.status} ${reply.text.slice(0, 600)}`
    if (is !== undefined) assert.equal(reply.status, is, said)
    else if (!code) assert.ok(reply.status < 300, said)
    if (code) assert.equal(reply.json?.code, code, said)
    return reply
  }

  get(path, options) {
    return this.call('GET', path, options)
  }
  post(path, options) {
    return this.call('POST', path, options)
  }
  patch(path, options) {
    return this.call('PATCH', path, options)
  }
  delete(path, options) {
    return this.call('DELETE', path, options)
  }

  // Walks all pages of a list.
  async all(path, query = {}) {
    const items = []
    let cursor
    do {
      const page = await this.get(path, { query: { ...query, ...(cursor ? { cursor } : {}) } })
      items.push(...page.json.items)
      cursor = page.json.next
    } while (cursor)
    return items
  }
}

// Of an answer that stays open, what comes first.
async function first(response) {
  const reader = response.body.getReader()
  const { value } = await reader.read()
  await reader.cancel()
  return value
}

async function read(response) {
  const stays = /^text\/event-stream/.test(response.headers.get('content-type') ?? '')
  const bytes = Buffer.from(stays ? await first(response) : await response.arrayBuffer())
  const headers = Object.fromEntries(response.headers)
  const type = (headers['content-type'] ?? '').split(';')[0].trim()
  const text = bytes.toString('utf8')
  const json = /[/+]json$/.test(type) ? JSON.parse(text) : undefined
  const version = /^"v(\d+)"$/.exec(headers.etag ?? '')?.[1]
  return { status: response.status, headers, type, bytes, text, json, version: version && Number(version) }
}
