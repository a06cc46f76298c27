import { flowOf, meta } from '../api/meta'
import { me } from '../api/session'
import type { CaseSummary, Flow, FlowAction, Role } from '../api/types'
import type { Bilingual } from '../i18n'

/* Which desk is whose, and what waits there. What may be done in which state and by whom is the flow's word, never ours. */

export const desks = {
  intake: ['intake'],
  board: ['dispatcher', 'duty_chief', 'supervisor', 'intake'],
  checks: ['checker'],
  oversee: ['duty_chief', 'supervisor'],
  unit: ['handler', 'grid_worker', 'grid_lead'],
} satisfies Record<string, Role[]>
export type DeskName = keyof typeof desks

export const holds = (roles: readonly string[], area = '') => me.value?.roles.some((grant) => roles.includes(grant.role) && (!area || area.startsWith(grant.area))) ?? false
export const sitsAt = (desk: DeskName) => holds(desks[desk])

/** Where the day begins: at the desk whose role is the account's narrowest. */
export function firstDesk(): DeskName | undefined {
  const order: [DeskName, Role][] = [
    ['intake', 'intake'],
    ['board', 'dispatcher'],
    ['checks', 'checker'],
    ['oversee', 'duty_chief'],
    ['oversee', 'supervisor'],
  ]
  return order.find(([, role]) => holds([role]))?.[0] ?? (sitsAt('unit') ? 'unit' : undefined)
}

const leads = (action: FlowAction, roles: readonly string[]) => action.style === 'main' && action.key !== null && action.roles.some((role) => roles.includes(role))

/** Cases in a state of these flows: a state of the same name may be somebody else's in another flow. */
export interface Part {
  state: string
  name: Bilingual
  flows: string[]
}

/** The open states of all flows that pass, those alike as one. */
export function parts(passes: (flow: Flow, state: string) => boolean, alike: (a: Part, b: Part) => boolean): Part[] {
  const found: Part[] = []
  for (const flow of meta.value?.flows ?? [])
    for (const { state, name, open } of flow.states) {
      if (!open || !passes(flow, state)) continue
      const part = { state, name, flows: [flow.flow] }
      const known = found.find((one) => alike(one, part))
      if (known) known.flows.push(flow.flow)
      else found.push(part)
    }
  return found
}

/** States in which the next step, the one with a key of its own, is up to these roles; named as in the first flow where it is. */
export const waits = (roles: readonly string[]): Part[] =>
  parts(
    (flow, state) => flow.actions.some((action) => action.from.includes(state) && leads(action, roles)),
    (a, b) => a.state === b.state,
  )

/** The same for one case. */
export function waitsHere(roles: readonly string[], row: Pick<CaseSummary, 'kind' | 'state'>): boolean {
  return flowOf(row.kind)?.actions.some((action) => action.from.includes(row.state) && leads(action, roles)) ?? false
}

/** What may be asked once for many cases: of any, of those of one district, of one flow, of one kind. */
const always = ['reason', 'note', 'until']
const ofDistrict = ['post', 'co_posts', 'into']
const ofFlow = ['close_reason', 'finding']
const ofKind = ['standard']

const same = (rows: readonly CaseSummary[], what: (row: CaseSummary) => unknown) => rows.every((row) => what(row) === what(rows[0]!))
const askedOnce = (rows: readonly CaseSummary[]) => [
  ...always,
  ...(same(rows, ({ area }) => area.slice(0, 6)) ? ofDistrict : []),
  ...(same(rows, ({ kind }) => flowOf(kind)?.flow) ? ofFlow : []),
  ...(same(rows, ({ kind }) => kind) ? ofKind : []),
]

/** What the rows themselves tell of the flow's conditions; the server knows the rest. */
const answers: Record<string, (row: CaseSummary) => boolean> = {
  answer_still: (row) => row.still_there > 0,
  answer_mark: (row) => row.supervised > 0,
  answer_desk_mark: (row) => row.supervised > 0,
}
const fits = (action: FlowAction, row: CaseSummary) => answers[action.action]?.(row) ?? true
/** Another kind is said of one case. */
const isOfOne = (action: FlowAction) => action.offers.includes('kind')

/** Actions that the flow knows for all of these rows and one of the account's roles; without inputs that belong to one case alone. */
export function bulkActions(rows: readonly CaseSummary[]): FlowAction[] {
  const [first] = rows
  if (!first) return []
  const askable = askedOnce(rows)
  const known = (row: CaseSummary, code?: string) =>
    (flowOf(row.kind)?.actions ?? []).filter((action) => (!code || action.action === code) && action.from.includes(row.state) && holds(action.roles, row.area) && fits(action, row) && !isOfOne(action) && action.needs.every((ask) => askable.includes(ask)))
  return known(first)
    .filter((action) => rows.every((row) => known(row, action.action).length))
    .map((action) => ({ ...action, offers: action.offers.filter((ask) => askable.includes(ask)) }))
}
