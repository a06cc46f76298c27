// SPDX-License-Identifier: Apache-2.0
// The real program on a database of its own: WANGGE names the binary, WANGGE_TEST_DB the engine ("sqlite", the default,
// or "postgres" in the cluster of WANGGE_TEST_PG).
import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

export const program = process.env.WANGGE ?? fileURLToPath(new URL('../../build/wangge', import.meta.url))
export const engine = process.env.WANGGE_TEST_DB ?? 'sqlite'

// One verb to its end.
export function wangge(args, { input = '', env } = {}) {
  const done = spawnSync(program, args, { input, encoding: 'utf8', env: { ...process.env, ...env } })
  if (done.error) throw done.error
  return done
}

export class Database {
  constructor(kind = engine) {
    this.kind = kind
    this.folder = mkdtempSync(join(tmpdir(), 'wangge-'))
    this.key = join(this.folder, 'key')
    if (kind === 'sqlite') {
      this.path = join(this.folder, 'test.db')
      this.url = `sqlite:${this.path}`
    } else {
      assert.ok(process.env.WANGGE_TEST_PG, 'WANGGE_TEST_PG is not set')
      this.name = `wangge_${process.pid}_${Math.random().toString(36).slice(2, 8)}`
      this.#psql(process.env.WANGGE_TEST_PG, `CREATE DATABASE ${this.name}`)
      this.url = withDatabase(process.env.WANGGE_TEST_PG, this.name)
    }
  }

  // Rows of a statement, each a text with | between columns. For looking behind the API's back.
  rows(sql) {
    const text = this.kind === 'sqlite' ? this.#python(sql) : this.#psql(this.url, sql)
    return text.split('\n').filter((line) => line !== '')
  }

  // Rows as objects. Numbers beyond 2^53 must be cast to text by the statement.
  records(sql) {
    if (this.kind !== 'sqlite') return JSON.parse(this.rows(`SELECT coalesce(json_agg(t), '[]') FROM (${sql}) AS t`).join(''))
    const script = `import json, sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
db.row_factory = sqlite3.Row
print(json.dumps([dict(row) for row in db.execute(sys.argv[2])]))`
    return JSON.parse(output('python3', ['-c', script, this.path, sql]))
  }

  // A blob column as lower case hex.
  hex(column) {
    return this.kind === 'sqlite' ? `lower(hex(${column}))` : `encode(${column}, 'hex')`
  }

  run(sql) {
    this.rows(sql)
  }

  drop() {
    if (this.kind !== 'sqlite') this.#psql(process.env.WANGGE_TEST_PG, `DROP DATABASE ${this.name} WITH (FORCE)`)
    rmSync(this.folder, { recursive: true })
  }

  #psql(url, sql) {
    return output('psql', ['-XAtq', '-v', 'ON_ERROR_STOP=1', '-d', conninfo(url), '-c', sql])
  }

  #python(sql) {
    const script = `import sqlite3, sys
db = sqlite3.connect(sys.argv[1], timeout=20)
for row in db.execute(sys.argv[2]): print("|".join("" if v is None else v.hex() if isinstance(v, bytes) else str(v) for v in row))
db.commit()`
    return output('python3', ['-c', script, this.path, sql])
  }
}

function output(command, args) {
  const done = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 1 << 28 })
  if (done.error) throw done.error
  assert.equal(done.status, 0, `${command}: ${done.stderr}`)
  return done.stdout
}

// What libpq reads, from a URL of ours.
export function conninfo(url) {
  return url.startsWith('postgres:') && !url.startsWith('postgres://') ? url.slice('postgres:'.length) : url
}

function withDatabase(url, name) {
  if (/^postgres(ql)?:\/\//.test(url)) {
    const [, head, query = ''] = /^(postgres(?:ql)?:\/\/[^/?]*)(?:\/[^?]*)?(\?.*)?$/.exec(url)
    return `${head}/${name}${query}`
  }
  return `${url.replace(/\bdbname=\S+/, '')} dbname=${name}`
}

// What failed tests left behind. A server that still runs keeps the process of its tests from ending: those that start their
// own say after(killServers).
const running = new Set()
export const killServers = () => running.forEach((child) => child.kill('SIGKILL'))
process.once('exit', killServers)

export class Server {
  // args: more of `serve`; born: told the process's number at once. Returns when the program listens.
  static async start(db, { args = [], env, born } = {}) {
    const server = new Server()
    const all = ['serve', '--db', db.url, '--key', db.key, '--listen', '127.0.0.1:0', ...args]
    const child = spawn(program, all, { stdio: ['ignore', 'pipe', 'pipe'], env: { ...process.env, ...env } })
    server.child = child
    born?.(child.pid)
    running.add(child)
    child.once('exit', () => running.delete(child))
    server.log = ''
    server.ended = once(child, 'exit').then(([code, signal]) => ({ code, signal }))
    child.stderr.setEncoding('utf8').on('data', (text) => (server.log += text))
    server.base = await new Promise((resolve, reject) => {
      let said = ''
      child.stdout.setEncoding('utf8').on('data', (text) => {
        said += text
        const address = /http:\/\/\S+/.exec(said)
        if (address) resolve(address[0])
      })
      server.ended.then(({ code, signal }) => reject(new Error(`wangge serve ended: ${code ?? signal}\n${server.log}`)))
    })
    return server
  }

  // The orderly end: what is under way is answered first.
  async stop() {
    this.child.kill('SIGTERM')
    return this.ended
  }

  async kill() {
    this.child.kill('SIGKILL')
    return this.ended
  }
}
