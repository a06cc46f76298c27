// SPDX-License-Identifier: Apache-2.0
// Walks every operation of the document with every kind of caller. The matrix stands here a second time on purpose.
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { operations } from '../lib/contract.mjs'
import * as grid from '../lib/grid.mjs'
import { password, town, village } from '../lib/world.mjs'

const MATRIX = {
  case_read: ['intake', 'handler', 'checker', 'supervisor', 'dispatcher', 'duty_chief', 'grid_worker', 'grid_lead', 'clerk', 'inspector'],
  case_act: ['intake', 'handler', 'checker', 'supervisor', 'dispatcher', 'duty_chief', 'grid_worker', 'grid_lead', 'inspector'],
  case_contact: ['intake', 'handler'],
  area_read: ['intake', 'supervisor', 'admin', 'auditor', 'dispatcher', 'duty_chief', 'clerk'],
  area_write: ['admin'],
  people_read: ['intake', 'supervisor', 'admin', 'dispatcher', 'duty_chief', 'clerk'],
  people_write: ['intake', 'admin'],
  post_read: ['intake', 'handler', 'supervisor', 'admin', 'auditor', 'dispatcher', 'duty_chief', 'grid_worker', 'grid_lead', 'clerk', 'inspector'],
  post_write: ['intake', 'admin'],
  account_read: ['admin', 'auditor'],
  account_write: ['admin'],
  journal_read: ['supervisor', 'auditor', 'duty_chief'],
  ledger_read: ['handler', 'checker', 'supervisor', 'duty_chief', 'grid_worker', 'grid_lead', 'clerk', 'inspector'],
  ledger_write: ['clerk'],
  ledger_secret: ['supervisor', 'clerk'],
  inspect: ['inspector'],
  request_decide: ['supervisor', 'clerk'],
  rule_write: ['admin'],
}
const ROLES = ['intake', 'handler', 'checker', 'supervisor', 'admin', 'auditor', 'dispatcher', 'duty_chief', 'grid_worker', 'grid_lead', 'clerk', 'inspector']
const guarded = operations.filter((o) => o['x-right'] in MATRIX)

export default function suite(world) {
  const officer = (role) => ({ handler: world.warden, duty_chief: world.chief, grid_worker: world.patrol, grid_lead: world.gridLead })[role] ?? world[role]
  let refs

  // Nobody else signs in with it: its password is set here again and again.
  async function target() {
    const roles = [{ role: 'checker', area: village }]
    return (await world.root.post('/accounts', { body: { login: 'rights.target', name: '对象', password, roles } })).json.id
  }

  const inspected = async () => (await world.inspector.post(`/entries/${refs.entry}/inspections`, { body: { checklist: 'shop_hygiene_check', checklist_version: 1, kind: 'full', result: 'door_closed' } })).json.ref
  const asked = async () => {
    const { code } = (await world.clerk.post(`/entries/${refs.entry}/owner-code`)).json
    return (await world.anyone.post(`/entries/${refs.entry}/owner/requests`, { body: { code, kind: 'reply', body: '已改好' } })).json.ref
  }
  const planned = async () => {
    const { json } = await world.root.post('/teams', { body: { name: '权利队', kind: 'inspection_group', area: town } })
    const teams = [json.ref, world.team].map((team, i) => ({ team, home: village.slice(0, -1) + (i + 1) }))
    return (await world.clerk.post('/rounds', { body: { ledger: 'shop', checklist: 'shop_hygiene_check', area: town, name: '权利轮', starts: new Date().toISOString(), ends: new Date(Date.now() + 86400000).toISOString(), teams } })).json.ref
  }

  // A request that gets as far as the question of rights, at a place in the home district.
  async function request(operation) {
    refs ??= {
      case: (await world.file()).ref,
      account: await target(),
      entry: (await world.clerk.post('/ledgers/shop/entries', { body: { area: village, fields: { name: '权利店', trade: 'food', address: '权利路1号' } } })).json.ref,
      import: (await world.clerk.post('/ledgers/shop/imports', { query: { area: grid.home, since: '2025-01-01T00:00:00Z' }, body: `招牌名称,门店类别,门牌地址,区划代码\n权店,food,路,${village}\n`, type: 'text/csv' })).json.import,
    }
    refs.past ??= (await world.clerk.post('/ledgers/shop/inspection-imports', { query: { area: grid.home, part: 'inspections' }, body: '检查编号,招牌名称,门牌地址,检查日期\n权1,权店,路,2025-02-01\n', type: 'text/csv' })).json.import
    refs.export ??= (await world.clerk.post('/ledgers/shop/export-requests', { body: { area: village, format: 'csv', reason: '核对' } })).json.ref
    refs.inspection ??= await inspected()
    refs.request ??= await asked()
    refs.round ??= await planned()
    const [, noun] = /^\/api\/v1\/([\w-]+)\//.exec(operation.path) ?? []
    const ref = { cases: refs.case, entries: refs.entry, inspections: refs.inspection, 'entry-requests': refs.request, rounds: refs.round, persons: world.persons.warden, teams: world.team, posts: world.posts.warden, 'ledger-imports': refs.import, 'inspection-imports': refs.past, 'export-requests': refs.export }[noun]
    const path = operation.path.replace('{ref}', ref).replace('{id}', refs.account).replace('{n}', '1').replace('{ledger}', 'shop').replace('{figure}', 'shops_total').replace('{z}/{x}/{y}', '0/0/0')
    const area = operation.parameters.find((p) => p.in === 'query' && p.name === 'area')
    const types = Object.keys(operation.requestBody?.content ?? {})
    const bodies = { exportCase: { reason: '核对' }, addRound: { area: village }, exportLedger: { area: village, format: 'csv' }, exportRectification: { area: village, format: 'csv' }, askLedgerExport: { area: village, format: 'csv', reason: '核对' }, addEntry: { area: village, fields: {} }, addPerson: { name: '权', area: village }, addTeam: { name: '权', kind: 'unit', area: village }, addPost: { kind: 'grid_worker', area: village }, setPassword: { password }, actOnCases: { action: 'accept', items: [{ ref: refs.case, version: 1 }] } }
    const body = types.length === 0 ? undefined : types[0] === 'application/json' ? (bodies[operation.operationId] ?? {}) : 'not,a,table\n'
    return { path, options: { query: area ? { area: village } : undefined, body, type: types[0] } }
  }

  const status = async (client, operation) => {
    const { path, options } = await request(operation)
    const reply = await client.call(operation.method, path, { ...options, is: undefined }).catch((error) => error)
    if (!(reply instanceof Error)) return { status: reply.status }
    const found = /-> (\d+) .*?"code":"([^"]+)"/s.exec(reply.message)
    assert.ok(found, reply.message)
    return { status: Number(found[1]), code: found[2] }
  }

  describe('rights', () => {
    test('every operation states a right that is known', () => {
      for (const o of operations) assert.ok(o['x-right'] in MATRIX || ['public', 'signed_in'].includes(o['x-right']), o.operationId)
      assert.ok(guarded.length > 25)
    })

    test('a stranger is asked to sign in, everywhere', async () => {
      await request(guarded[0]) // makes what the others refer to
      await world.changesNothing(async () => {
        for (const o of operations.filter((op) => op['x-right'] !== 'public'))
          assert.deepEqual(await status(world.anyone, o), { status: 401, code: 'session.needed' }, o.operationId)
      })
    })

    for (const role of ROLES)
      test(`a ${role} may do what the matrix says, and nothing else`, async () => {
        for (const o of guarded) {
          const seen = await status(officer(role), o)
          const may = MATRIX[o['x-right']].includes(role)
          const said = `${o.operationId}: ${JSON.stringify(seen)}`
          if (may) assert.ok(![401, 403].includes(seen.status) && seen.status < 500, said)
          else assert.deepEqual(seen, { status: 403, code: 'right.missing' }, said)
        }
      })

    test('an officer of another district is refused where the same role at home is not', async () => {
      const placed = guarded.filter((o) => !o.path.startsWith('/tiles/') && !o.operationId.startsWith('import') && !['addAccount', 'getLedgerTemplate'].includes(o.operationId))
      await world.changesNothing(async () => {
        for (const o of placed) {
          const [role] = MATRIX[o['x-right']]
          const seen = await status(world.abroad[role], o)
          assert.equal(seen.status, 403, `${o.operationId}: ${JSON.stringify(seen)}`)
        }
      })
    })

    test('whoever configures cannot touch a case, and whoever audits changes nothing', () => {
      for (const [right, roles] of Object.entries(MATRIX)) {
        if (right.startsWith('case_')) assert.ok(!roles.includes('admin') && !roles.includes('auditor'))
        if (right.endsWith('_write') || right.endsWith('_act')) assert.ok(!roles.includes('auditor'))
      }
    })
  })
}
