// SPDX-License-Identifier: Apache-2.0
// A server with the made-up city of grid.mjs, its duty holders and one account per role: what the suites start from.
import assert from 'node:assert/strict'
import { Client } from './client.mjs'
import { Contract } from './contract.mjs'
import * as grid from './grid.mjs'
import { Database, Server, wangge } from './server.mjs'
import { until } from './until.mjs'

export const password = 'grid-and-promise'
export const town = grid.home + '001'
export const village = town + '001'
export const cell = village + '001'

// What must stay as it was when a request is refused.
const TABLES = ['area', 'area_polygon', 'person', 'team', 'team_member', 'post', 'post_holding', 'casefile', 'case_clock', 'case_run', 'case_request', 'case_mark', 'case_joint', 'case_fact', 'case_agenda', 'case_said', 'media', 'journal', 'replay', 'account', 'account_role', 'calendar', 'calendar_hours', 'holiday', 'holiday_year', 'catalogue', 'catalogue_version', 'catalogue_row', 'catalogue_tier', 'entry', 'entry_version', 'entry_period', 'entry_date', 'entry_confirmation', 'ledger_import', 'ledger_import_row', 'ledger_import_sealed', 'ledger_import_period', 'ledger_adoption', 'ledger_derived', 'entry_misfit', 'ledger_export', 'ledger_mapping', 'inspection', 'inspection_answer', 'inspection_photo', 'inspection_import', 'inspection_import_row', 'rectification', 'entry_request', 'inspection_round', 'round_team', 'round_home', 'round_task']

export class World {
  static async make(engine) {
    return World.on(new Database(engine))
  }

  static async on(db) {
    const world = new World()
    world.db = db
    const added = wangge(['account', 'add', 'root', '根管理员', 'admin@99', '--db', world.db.url], { input: `${password}\n` })
    assert.equal(added.status, 0, added.stderr)
    world.server = await Server.start(world.db)
    world.contract = new Contract()
    world.anyone = new Client(world.server.base, world.contract)
    world.root = await world.signIn('root')
    await world.#areas()
    await world.#people()
    await world.#accounts()
    return world
  }

  async end() {
    const { code } = await this.server.stop()
    this.db.drop()
    assert.equal(code, 0, this.server.log)
  }

  async signIn(login, secret = password) {
    const reply = await this.anyone.post('/session', { body: { login, password: secret } })
    return this.anyone.with({ token: reply.json.token })
  }

  async account(login, name, roles, person) {
    await this.root.post('/accounts', {
      body: { login, name, password, roles: roles.map(([role, area]) => ({ role, area })), ...(person ? { person } : {}) },
    })
    return this.signIn(login)
  }

  async #areas() {
    const tree = await this.root.post('/imports/areas', { body: grid.csv(), type: 'text/csv' })
    assert.deepEqual([tree.json.applied, tree.json.added, tree.json.findings], [true, grid.areas.length, []])
    const shapes = await this.root.post('/imports/polygons', {
      query: { crs: 'wgs84', property: 'code', note: 'made_up' },
      body: JSON.stringify(grid.geojson()),
      type: 'application/geo+json',
    })
    assert.deepEqual([shapes.json.applied, shapes.json.added, shapes.json.findings], [true, grid.areas.length, []])
    // The index is swapped within a second of an import.
    const { lon, lat } = grid.point(cell)
    await until('the server finds the cell', async () => (await fetch(`${this.server.base}/api/v1/locate?lon=${lon}&lat=${lat}`)).ok)
  }

  async person(name, area, more = {}) {
    const reply = await this.root.post('/persons', { body: { name, area, ...more } })
    return reply.json.ref
  }

  async post(kind, area, holding) {
    const made = await this.root.post('/posts', { body: { kind, area } })
    if (holding) await this.root.post(`/posts/${made.json.ref}/holdings`, { body: holding, version: made.version })
    return made.json.ref
  }

  async #people() {
    this.persons = {
      lead: await this.person('赵组长', village, { phone: '13800000001', contact_public: true }),
      warden: await this.person('王网格', village, { phone: '13800000002' }),
      deputy: await this.person('孙副手', village),
      mechanic: await this.person('钱师傅', grid.home),
      checker: await this.person('周核查', grid.home),
      stranger: await this.person('吴邻居', grid.abroad),
    }
    const team = await this.root.post('/teams', { body: { name: '市政养护队', kind: 'unit', area: grid.home } })
    this.team = team.json.ref
    await this.root.post(`/teams/${this.team}/members`, { body: { person: this.persons.mechanic } })
    this.posts = {
      lead: await this.post('grid_lead', village, { person: this.persons.lead }),
      warden: await this.post('grid_worker', village, { person: this.persons.warden, deputy: this.persons.deputy }),
      repair: await this.post('municipal_repair', grid.home, { team: this.team }),
      shops: await this.post('shop_allotment', village, { person: this.persons.warden }),
      stranger: await this.post('grid_worker', grid.abroad + '001001', { person: this.persons.stranger }),
    }
  }

  async #accounts() {
    const { home, abroad } = grid
    this.intake = await this.account('intake', '李受理', [['intake', home]])
    this.warden = await this.account('warden', '王网格', [['handler', town]], this.persons.warden)
    this.deputy = await this.account('deputy', '孙副手', [['handler', town]], this.persons.deputy)
    this.mechanic = await this.account('mechanic', '钱师傅', [['handler', home]], this.persons.mechanic)
    this.checker = await this.account('checker', '周核查', [['checker', home]], this.persons.checker)
    this.supervisor = await this.account('supervisor', '吴督查', [['supervisor', home]])
    this.dispatcher = await this.account('dispatcher', '陈派遣', [['dispatcher', home]])
    this.chief = await this.account('chief', '何值班', [['duty_chief', home]])
    this.patrol = await this.account('patrol', '徐巡查', [['grid_worker', home]])
    this.gridLead = await this.account('grid.lead', '赵组长', [['grid_lead', home]], this.persons.lead)
    this.clerk = await this.account('clerk', '韩台账', [['clerk', home]])
    this.inspector = await this.account('inspector', '冯检查', [['inspector', home]], this.persons.checker)
    this.admin = await this.account('admin', '郑管理', [['admin', home]])
    this.auditor = await this.account('auditor', '冯审计', [['auditor', home]])
    this.abroad = {
      intake: await this.account('intake.abroad', '外区受理', [['intake', abroad]]),
      handler: await this.account('handler.abroad', '吴邻居', [['handler', abroad]], this.persons.stranger),
      checker: await this.account('checker.abroad', '外区核查', [['checker', abroad]]),
      supervisor: await this.account('supervisor.abroad', '外区督查', [['supervisor', abroad]]),
      admin: await this.account('admin.abroad', '外区管理', [['admin', abroad]]),
      auditor: await this.account('auditor.abroad', '外区审计', [['auditor', abroad]]),
      clerk: await this.account('clerk.abroad', '外区台账', [['clerk', abroad]]),
      inspector: await this.account('inspector.abroad', '外区检查', [['inspector', abroad]]),
    }
  }

  // Rows of every table that a change would touch.
  counts() {
    const sql = TABLES.map((table) => `SELECT '${table}', count(*) FROM ${table}`).join(' UNION ALL ')
    return Object.fromEntries(this.db.rows(sql).map((row) => row.split('|')))
  }

  // PostgreSQL's journal is sealed within a second or two of the change, SQLite's with it.
  async sealed() {
    await until('the journal is sealed', () => this.db.rows('SELECT (SELECT count(*) FROM journal) - (SELECT count(*) FROM seal)')[0] === '0')
  }

  // Runs requests that must all be refused, and sees that nothing was kept of them.
  async changesNothing(run) {
    const before = this.counts()
    await run()
    assert.deepEqual(this.counts(), before)
  }

  // A report at a place of the home district.
  async file(more = {}, client = this.anyone) {
    const at = grid.point(more.at ?? cell)
    const { at: _, ...rest } = more
    const reply = await client.post('/cases', { body: { kind: 'water_leak', body: '水管漏水，地面有积水', ...at, crs: 'wgs84', ...rest } })
    return reply.json
  }

  // One action by an officer who has just looked.
  async act(who, ref, action, more = {}, options = {}) {
    const seen = await who.get(`/cases/${ref}`)
    return who.post(`/cases/${ref}/act`, { body: { action, ...more }, version: seen.version, ...options })
  }
}
