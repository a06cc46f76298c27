// SPDX-License-Identifier: Apache-2.0
// kill -9 under load. Many writers file cases and act on them, each request under a key of its own; after a random number
// of answers the server is killed and started again. What was acknowledged is there exactly once; what was not is there
// whole or not at all, and its retry makes it so. WANGGE_TEST_SEED repeats a run, WANGGE_KILL_ROUNDS makes it longer.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import * as grid from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { killServers, Server, wangge } from '../lib/server.mjs'
import { World } from '../lib/world.mjs'

after(killServers)

const WRITERS = 24
const ROUNDS = Number(process.env.WANGGE_KILL_ROUNDS ?? 30)
const seed = Number(process.env.WANGGE_TEST_SEED ?? Date.now() % 1e9)

// xorshift: the same seed gives the same kills.
function dice(state) {
  return (below) => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return (state >>> 0) % below
  }
}

class Load {
  constructor(world, roll) {
    Object.assign(this, { world, roll, cases: new Map(), pending: [], acknowledged: 0, replayed: 0, names: 0 })
  }

  // Sends one request; an answer is remembered, a missing one comes back in the next round with its key.
  async #send(request) {
    const { who, path, body, key, version } = request
    const reply = await this.world[who].post(path, { body, key, version })
    this.acknowledged++
    if (reply.headers['idempotent-replay']) this.replayed++
    request.done(reply)
  }

  async #file() {
    const number = ++this.names
    const name = `第${number}件`
    const uploads = []
    if (this.roll(4) === 0) {
      const { json } = await this.world.anyone.post('/uploads', { body: png(), type: 'image/png' })
      uploads.push({ upload: json.upload, token: json.token })
    }
    const at = grid.point(grid.cells[this.roll(8)], 0.2 + this.roll(60) / 100, 0.5)
    return {
      who: 'anyone',
      path: '/cases',
      key: `file-${seed}-${number}`,
      body: { kind: 'water_leak', body: name, ...at, ...(uploads.length ? { uploads } : {}) },
      done: ({ json }) => this.cases.set(name, { ref: json.ref, secret: json.secret, version: 1, photos: uploads.length }),
    }
  }

  #act() {
    const open = [...this.cases.values()].filter((c) => c.version === 1 && !c.taken)
    if (open.length === 0) return undefined
    const file = open[this.roll(open.length)]
    file.taken = true
    return {
      who: 'intake',
      path: `/cases/${file.ref}/act`,
      key: `act-${file.ref}`,
      version: 1,
      body: { action: 'accept' },
      done: ({ json }) => (file.version = json.version),
    }
  }

  async #writer(stop) {
    while (!stop.now) {
      const request = this.pending.pop() ?? (this.roll(3) === 0 ? this.#act() : undefined) ?? (await this.#file().catch(() => undefined))
      if (!request) return
      try {
        await this.#send(request)
      } catch (error) {
        if (!stop.now && !/fetch failed|terminated|other side closed/.test(error.message)) throw error
        this.pending.push(request)
        return
      }
      if (this.acknowledged >= stop.at && !stop.now) {
        stop.now = true
        stop.killed = this.world.server.kill()
      }
    }
  }

  async round() {
    const stop = { at: this.acknowledged + 1 + this.roll(120), now: false }
    const again = this.pending
    this.pending = []
    for (const request of again) await this.#send(request)
    await Promise.all(Array.from({ length: WRITERS }, () => this.#writer(stop)))
    assert.ok(stop.now, 'the writers ended before the kill')
    await stop.killed
  }

  // Every acknowledged case is there, once, as it was acknowledged.
  async lost() {
    let lost = 0
    for (const [name, file] of this.cases) {
      if (file.seen) continue
      const { json } = await this.world.anyone.post('/follow', { body: { ref: file.ref, secret: file.secret } })
      if (json.body !== name || json.version < file.version || json.photos.length !== file.photos) lost++
      file.seen = file.version > 1
    }
    return lost
  }
}

async function restart(world) {
  world.server = await Server.start(world.db)
  for (const client of Object.values(world)) if (client?.base) client.base = world.server.base
}

// No half: each line counts what must not be.
const HALVES = `
SELECT 'case twice', count(*) FROM (SELECT body FROM casefile GROUP BY body HAVING count(*) > 1) AS t
UNION ALL SELECT 'case without its journal row', count(*) FROM casefile c WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.district = c.district AND j.noun = 'casefile' AND j.noun_id = c.id AND j.state_from IS NULL)
UNION ALL SELECT 'journal row without its case', count(*) FROM journal j WHERE j.noun = 'casefile' AND NOT EXISTS (SELECT 1 FROM casefile c WHERE c.district = j.district AND c.id = j.noun_id)
UNION ALL SELECT 'version that is not its journal', count(*) FROM casefile c WHERE c.version <> (SELECT count(*) FROM journal j WHERE j.district = c.district AND j.noun = 'casefile' AND j.noun_id = c.id AND j.state_to IS NOT NULL)
UNION ALL SELECT 'photos that are not counted', count(*) FROM casefile c WHERE c.photos <> (SELECT count(*) FROM media m WHERE m.district = c.district AND m.casefile = c.id)
UNION ALL SELECT 'photo without its case', count(*) FROM media m WHERE NOT EXISTS (SELECT 1 FROM casefile c WHERE c.district = m.district AND c.id = m.casefile)
UNION ALL SELECT 'seal without its row', count(*) FROM seal s WHERE NOT EXISTS (SELECT 1 FROM journal j WHERE j.district = s.district AND j.id = s.id)`

function halves(world) {
  const rows = world.db.rows(HALVES)
  if (world.db.kind === 'sqlite') rows.push(...world.db.rows("SELECT 'row without its seal', (SELECT count(*) FROM journal) - (SELECT count(*) FROM seal)"))
  return rows.filter((row) => !row.endsWith('|0'))
}

const engines = process.env.WANGGE_TEST_PG ? ['sqlite', 'postgres'] : ['sqlite']
for (const engine of engines)
  test(`kill -9 under load loses nothing that was acknowledged, and leaves no half (${engine})`, { timeout: 600_000 }, async (t) => {
    const rounds = engine === 'sqlite' ? ROUNDS : Math.ceil(ROUNDS / 5)
    const world = await World.make(engine)
    const load = new Load(world, dice(seed | 1))
    let lost = 0
    for (let round = 0; round < rounds; round++) {
      await load.round()
      const { status, stdout, stderr } = wangge(['verify', '--db', world.db.url])
      assert.equal(status, 0, stdout + stderr)
      assert.deepEqual(halves(world), [])
      await restart(world)
      lost += await load.lost()
    }
    t.diagnostic(`seed ${seed}: ${rounds} rounds, ${load.acknowledged} acknowledged (${load.replayed} of them by a retry), ${lost} lost`)
    assert.equal(lost, 0)
    await world.end()
  })
