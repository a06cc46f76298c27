// SPDX-License-Identifier: Apache-2.0
// A listener to GET /events: keeps what it hears, and waits for more.
import assert from 'node:assert/strict'

export class Listener {
  events = []
  #waiting = []

  // last: the id seen last
  static async open(client, { query, last } = {}) {
    const listener = new Listener()
    listener.end = new AbortController()
    const search = query ? `?${new URLSearchParams(query)}` : ''
    const response = await fetch(`${client.base}/api/v1/events${search}`, {
      headers: { authorization: `Bearer ${client.token}`, ...(last ? { 'last-event-id': last } : {}) },
      signal: listener.end.signal,
    })
    assert.equal(response.status, 200)
    assert.equal(response.headers.get('content-type'), 'text/event-stream')
    listener.done = listener.#read(response.body).catch(() => {})
    return listener
  }

  async #read(body) {
    let text = ''
    for await (const piece of body.pipeThrough(new TextDecoderStream())) {
      text += piece
      const blocks = text.split('\n\n')
      text = blocks.pop()
      for (const block of blocks) this.#take(block)
    }
  }

  #take(block) {
    const field = (name) => new RegExp(`^${name}: (.*)$`, 'm').exec(block)?.[1]
    this.last = field('id') ?? this.last
    if (!field('event')) return
    this.events.push({ id: field('id'), event: field('event'), data: JSON.parse(field('data')) })
    this.#waiting = this.#waiting.filter((wait) => !wait())
  }

  // The first event, heard or to come, for which `is` holds.
  until(is) {
    return new Promise((resolve) => {
      const look = () => {
        const found = this.events.find(is)
        if (found) resolve(found)
        return Boolean(found)
      }
      if (!look()) this.#waiting.push(look)
    })
  }

  close() {
    this.end.abort()
    return this.done
  }
}
