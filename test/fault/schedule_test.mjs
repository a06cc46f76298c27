// SPDX-License-Identifier: Apache-2.0
// Steps that time makes due, under kill -9 and with two servers on one database: each is in the journal exactly once.
// Cases are filed through the API; then their clocks are set back by SQL, so that hundreds are over their time at once.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { after, test } from 'node:test'
import { conninfo, killServers, Server, wangge } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { World } from '../lib/world.mjs'

after(killServers)

const CASES = Number(process.env.WANGGE_SCHEDULE_CASES ?? 400)
const CLIENTS = 24
const BACK = 90n * 86_400_000_000n

async function fileAll(world) {
  let n = 0
  const client = async () => {
    while (n < CASES) await world.file({ body: `第${++n}件，等了很久` })
  }
  await Promise.all(Array.from({ length: CLIENTS }, client))
}

function setBack(db) {
  db.run(`UPDATE case_run SET since = since - ${BACK}`)
  db.run(`UPDATE case_clock SET started = started - ${BACK}`)
  db.run('UPDATE casefile SET next_at = 1 WHERE clock IS NOT NULL')
}

const number = (db, sql) => Number(db.rows(sql)[0])
const lights = (db) => number(db, "SELECT count(*) FROM journal WHERE role = 'system' AND action = 'light'")
const waiting = (db) => number(db, 'SELECT count(*) FROM casefile WHERE next_at = 1')

const over = (n) => `SELECT (SELECT count(*) FROM journal WHERE action = 'light') >= ${n} OR NOT EXISTS (SELECT 1 FROM casefile WHERE next_at = 1)`

// Waits until so many have been stepped, or all.
const stepped = (db, n) => until(`${n} cases are stepped`, () => db.rows(over(n))[0].startsWith('t'))

// Starts a server that is killed when it has made so many steps more. All is over in a tenth of a second: a process of its own
// looks every millisecond. On SQLite it kills at once, on PostgreSQL its end says so.
const KILLER = `import os, sqlite3, sys, time
db = sqlite3.connect(sys.argv[1], timeout=20)
print("ready", flush=True)
pid = int(sys.stdin.readline())
while not db.execute(sys.argv[2]).fetchone()[0]: time.sleep(0.001)
os.kill(pid, 9)`

function watch(db, n) {
  const io = { stdio: ['pipe', 'pipe', 'inherit'] }
  if (db.kind === 'sqlite') return spawn('python3', ['-c', KILLER, db.path, over(n)], io)
  const loop = `DO $$ BEGIN WHILE NOT (${over(n)}) LOOP PERFORM pg_sleep(0.001); END LOOP; END $$`
  return spawn('psql', ['-XAtq', '-d', conninfo(db.url), '-c', "SELECT 'ready'", '-c', loop], io)
}

async function shortLife(db, n) {
  const watcher = watch(db, n)
  const seen = once(watcher, 'exit')
  await once(watcher.stdout, 'data')
  let pid
  const born = (number) => watcher.stdin.end(`${(pid = number)}\n`)
  const server = Server.start(db, { born }).catch(() => undefined)
  const [status] = await seen
  assert.equal(status, 0)
  if (db.kind !== 'sqlite') process.kill(pid, 'SIGKILL')
  return (await server)?.ended
}

function check(db) {
  const twice = db.rows("SELECT noun_id, action, reason, count(*) FROM journal WHERE role = 'system' AND noun = 'casefile' GROUP BY noun_id, action, reason HAVING count(*) > 1")
  assert.deepEqual(twice, [])
  assert.equal(lights(db), CASES)
  assert.equal(number(db, 'SELECT count(*) FROM casefile WHERE light = 2'), CASES)
  const marks = db.rows('SELECT casefile, level, reason, count(*) FROM case_mark GROUP BY casefile, level, reason HAVING count(*) > 1')
  assert.deepEqual(marks, [])
  const { status, stdout, stderr } = wangge(['verify', '--db', db.url])
  assert.equal(status, 0, stdout + stderr)
}

const engines = process.env.WANGGE_TEST_PG ? ['sqlite', 'postgres'] : ['sqlite']
for (const engine of engines)
  test(`kill -9 in the middle of what is due neither loses nor doubles a step (${engine})`, { timeout: 300_000 }, async (t) => {
    const world = await World.make(engine)
    await fileAll(world)
    await world.server.stop()
    setBack(world.db)
    let kills = 0
    while (waiting(world.db) > 0) {
      await shortLife(world.db, lights(world.db) + 1 + Math.floor(Math.random() * (CASES / 4)))
      if (waiting(world.db) > 0) kills++
    }
    world.server = await Server.start(world.db)
    await until('all is sealed', () => number(world.db, 'SELECT (SELECT count(*) FROM journal) - (SELECT count(*) FROM seal)') === 0)
    check(world.db)
    assert.ok(kills > 0, 'all was done before the kill')
    t.diagnostic(`${CASES} cases, ${kills} kills in the middle`)
    await world.end()
  })

test('two servers on one database make each step once, also when one of them dies', { timeout: 300_000, skip: !process.env.WANGGE_TEST_PG }, async () => {
  const world = await World.make('postgres')
  await fileAll(world)
  const one = world.server
  const two = await Server.start(world.db)
  setBack(world.db)
  await stepped(world.db, CASES / 4)
  await one.kill()
  world.server = await Server.start(world.db)
  await stepped(world.db, CASES / 2)
  await two.kill()
  await stepped(world.db, CASES)
  await world.sealed()
  check(world.db)
  await world.end()
})
