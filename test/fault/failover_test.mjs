// SPDX-License-Identifier: Apache-2.0
// What happens to a report when PostgreSQL's primary is lost while its standby lags. Without a synchronous standby an
// acknowledged report can be lost, which is why the manual asks for one; with one it never is.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Cluster, signal } from '../lib/cluster.mjs'
import * as grid from '../lib/grid.mjs'
import { killServers, wangge } from '../lib/server.mjs'
import { until } from '../lib/until.mjs'
import { World, cell } from '../lib/world.mjs'

after(killServers)

// The world of the other suites, on this cluster.
async function worldOn(cluster) {
  const name = 'grid'
  cluster.a.sql(`CREATE DATABASE ${name}`)
  return World.on({
    url: cluster.url(name),
    key: `${cluster.folder}/key`,
    drop: () => {},
    rows: (sql) => (cluster.promoted ? cluster.b : cluster.a).sql(sql, name).split('\n'),
  })
}

const report = { kind: 'water_leak', body: '主库将断', ...grid.point(cell) }

async function failOver(cluster) {
  cluster.a.kill()
  cluster.b.promote()
  cluster.promoted = true
}

function onceAndSound(world) {
  assert.deepEqual(world.db.rows(`SELECT count(*) FROM casefile WHERE body = '${report.body}'`), ['1'])
  const { status, stdout, stderr } = wangge(['verify', '--db', world.db.url])
  assert.equal(status, 0, stdout + stderr)
}

test('without a synchronous standby an acknowledged report can be lost with the primary', { timeout: 120_000 }, async () => {
  const cluster = await Cluster.start({ sync: false })
  let world
  try {
    world = await worldOn(cluster)
    const before = world.counts()
    await until('the standby has all', () => cluster.a.sql('SELECT replay_lsn = pg_current_wal_lsn() FROM pg_stat_replication') === 't')
    signal(cluster.walsender(), 'SIGSTOP')
    await world.anyone.post('/cases', { body: report, key: 'failover-async', is: 201 })
    await failOver(cluster)
    assert.deepEqual(world.db.rows(`SELECT count(*) FROM casefile WHERE body = '${report.body}'`), ['0'])
    assert.equal(world.counts().casefile, before.casefile)
    // The phone that kept the report and its key sends it again.
    await patient(() => world.anyone.post('/cases', { body: report, key: 'failover-async', is: 201 }))
    onceAndSound(world)
    await world.end()
  } finally {
    await world?.server.kill() // ended already, unless the test failed
    await cluster.end()
  }
})

test('with a synchronous standby a report is not acknowledged before the standby has it, even by a retry', { timeout: 120_000 }, async () => {
  const cluster = await Cluster.start({ sync: true })
  let world
  try {
    world = await worldOn(cluster)
    const sender = cluster.walsender()
    // Backends that keep a first answer and wait for the standby; the sealer and others may wait too.
    const waiting = () => world.db.rows("SELECT string_agg(DISTINCT pid::text, ' ') FROM pg_stat_activity JOIN pg_locks USING (pid) WHERE wait_event = 'SyncRep' AND relation = 'replay'::regclass AND mode = 'RowExclusiveLock'")[0]
    signal(sender, 'SIGSTOP')
    const send = () => {
      const sent = { answer: undefined }
      sent.done = world.anyone.post('/cases', { body: report, key: 'failover-sync', is: undefined }).then(
        (reply) => (sent.answer = reply),
        (error) => (sent.answer = error),
      )
      return sent
    }
    const first = send()
    await until('the commit waits for the standby', () => waiting() !== '')
    assert.equal(first.answer, undefined)
    // The waiting backend is ended: its commit stands on the primary, but nobody can say whether it will last.
    for (const pid of waiting().split(' ')) cluster.a.sql(`SELECT pg_terminate_backend(${pid})`)
    await first.done
    assert.match(first.answer.message, /-> 503 .*"code":"db\.unknown"/)
    // The retry under the same key finds the row, and must wait for the standby like the first one.
    const second = send()
    await until('the retry waits for the standby', () => second.answer || waiting() !== '')
    assert.equal(second.answer, undefined)
    signal(sender, 'SIGCONT')
    await second.done
    assert.equal(second.answer.status, 201, second.answer.message)
    await failOver(cluster)
    const receipt = second.answer.json
    const seen = await patient(() => world.anyone.post('/follow', { body: { ref: receipt.ref, secret: receipt.secret } }))
    assert.equal(seen.json.body, report.body)
    const replay = await patient(() => world.anyone.post('/cases', { body: report, key: 'failover-sync', is: 201 }))
    assert.deepEqual(replay.json, receipt)
    onceAndSound(world)
    await world.end()
  } finally {
    await world?.server.kill() // ended already, unless the test failed
    await cluster.end()
  }
})

// A caller that honours 503: tries again until the server has found the new primary.
async function patient(ask) {
  for (let tries = 0; ; tries++) {
    try {
      return await ask()
    } catch (error) {
      if (!/-> 503 /.test(error.message) || tries > 100) throw error
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
  }
}
