// SPDX-License-Identifier: Apache-2.0
// A PostgreSQL primary and its standby, for failover tests: loopback and sockets only, no fsync, ended by pid.
import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { appendFileSync, chownSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { until } from './until.mjs'

const isRoot = process.getuid() === 0

function run(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', cwd: '/' })
  if (done.error) throw done.error
  assert.equal(done.status, 0, `${command} ${args.join(' ')}: ${done.stdout}${done.stderr}`)
  return done.stdout
}

function programs() {
  const root = '/usr/lib/postgresql'
  const versions = existsSync(root) ? readdirSync(root).sort((a, b) => a - b) : []
  assert.ok(versions.length > 0, 'PostgreSQL is not installed')
  return join(root, versions.at(-1), 'bin')
}

async function freePort() {
  const probe = createServer().listen(0, '127.0.0.1')
  await new Promise((resolve) => probe.once('listening', resolve))
  const { port } = probe.address()
  await new Promise((resolve) => probe.close(resolve))
  return port
}

export class Node {
  constructor(folder, name, port) {
    Object.assign(this, { folder, name, port, data: join(folder, name) })
  }

  // The server refuses to run as root.
  owner(program, args) {
    const path = join(programs(), program)
    return isRoot ? run('runuser', ['-u', 'postgres', '--', path, ...args]) : run(path, args)
  }

  start() {
    appendFileSync(join(this.data, 'postgresql.conf'), `\nport = ${this.port}\nunix_socket_directories = '${this.folder}'\n`)
    this.owner('pg_ctl', ['-D', this.data, '-l', join(this.folder, `${this.name}.log`), '-w', '-t', '60', 'start'])
  }

  sql(text, database = 'postgres') {
    return run('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-h', this.folder, '-p', String(this.port), '-U', 'wangge', '-d', database, '-c', text]).trim()
  }

  pid() {
    const file = join(this.data, 'postmaster.pid')
    return existsSync(file) ? Number(readFileSync(file, 'utf8').split('\n')[0]) : 0
  }

  // The whole server at once, as when the power goes.
  kill() {
    const main = this.pid()
    const children = spawnSync('ps', ['-o', 'pid=', '--ppid', String(main)], { encoding: 'utf8' }).stdout
    for (const pid of [main, ...children.trim().split(/\s+/).map(Number)].filter(Boolean)) signal(pid, 'SIGKILL')
  }

  promote() {
    this.owner('pg_ctl', ['-D', this.data, '-w', '-t', '60', 'promote'])
  }
}

export function signal(pid, name) {
  try {
    process.kill(pid, name)
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

export class Cluster {
  static async start({ sync }) {
    const cluster = new Cluster()
    cluster.folder = mkdtempSync(join(tmpdir(), 'wangge-ha-'))
    if (isRoot) chownSync(cluster.folder, Number(run('id', ['-u', 'postgres'])), -1)
    const [first, second] = [await freePort(), await freePort()]
    cluster.a = new Node(cluster.folder, 'a', first)
    cluster.b = new Node(cluster.folder, 'b', second)
    cluster.#primary()
    cluster.#standby()
    await until('the standby streams', () => cluster.walsender() > 0)
    if (sync) {
      cluster.a.sql("ALTER SYSTEM SET synchronous_standby_names = 'ANY 1 (b)'")
      cluster.a.sql('SELECT pg_reload_conf()')
      await until('the standby is synchronous', () => cluster.a.sql('SELECT sync_state FROM pg_stat_replication') === 'quorum')
    }
    return cluster
  }

  // One address for both: the driver takes the one that accepts writes.
  url(database) {
    const { folder, a, b } = this
    return `postgresql://wangge@/${database}?host=${folder},${folder}&port=${a.port},${b.port}&target_session_attrs=read-write`
  }

  walsender() {
    return Number(this.a.sql("SELECT pid FROM pg_stat_replication WHERE state = 'streaming'"))
  }

  // Ends both, and waits for the main processes: the folder is theirs until then.
  async end() {
    for (const node of [this.a, this.b]) node.kill()
    await until('both servers are gone', () => [this.a, this.b].every((node) => !existsSync(`/proc/${node.pid()}`) || node.pid() === 0))
    rmSync(this.folder, { recursive: true, force: true })
  }

  #primary() {
    const { a } = this
    a.owner('initdb', ['-D', a.data, '-U', 'wangge', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'])
    const settings = ["listen_addresses = '127.0.0.1'", 'fsync = off', 'full_page_writes = off', 'max_connections = 60', 'shared_buffers = 32MB', 'wal_sender_timeout = 0', 'wal_receiver_timeout = 0', "primary_slot_name = ''"]
    appendFileSync(join(a.data, 'postgresql.conf'), settings.join('\n'))
    a.start()
  }

  #standby() {
    const { a, b } = this
    b.owner('pg_basebackup', ['-D', b.data, '-h', this.folder, '-p', String(a.port), '-U', 'wangge', '-R', '-C', '-S', 'b', '-c', 'fast', '--no-sync'])
    appendFileSync(join(b.data, 'postgresql.auto.conf'), `primary_conninfo = 'host=${this.folder} port=${a.port} user=wangge application_name=b'\n`)
    b.start()
  }
}
