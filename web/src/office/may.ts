import { me } from '../api/session'
import type { Role } from '../api/types'

/* Who may what, as the server grants it. The server decides anyway; this only spares the reader dead ends. */
const office: Role[] = ['supervisor', 'dispatcher', 'duty_chief']
const rights = {
  case_read: ['intake', 'handler', 'checker', 'grid_worker', 'grid_lead', 'clerk', 'inspector', ...office],
  area_read: ['intake', 'admin', 'auditor', 'clerk', ...office],
  area_write: ['admin'],
  people_read: ['intake', 'admin', 'clerk', ...office],
  people_write: ['intake', 'admin'],
  post_read: ['intake', 'handler', 'grid_worker', 'grid_lead', 'admin', 'auditor', 'clerk', 'inspector', ...office],
  post_write: ['intake', 'admin'],
  account_read: ['admin', 'auditor'],
  account_write: ['admin'],
  journal_read: ['supervisor', 'duty_chief', 'auditor'],
  ledger_read: ['handler', 'checker', 'supervisor', 'duty_chief', 'grid_worker', 'grid_lead', 'clerk', 'inspector'],
  ledger_write: ['clerk'],
  ledger_secret: ['supervisor', 'clerk'],
  inspect: ['inspector'],
  request_decide: ['supervisor', 'clerk'],
  rule_write: ['admin'],
} satisfies Record<string, Role[]>

export type Right = keyof typeof rights

/** On the area and all below it; without one: anywhere. */
export function may(right: Right, area = ''): boolean {
  const roles: Role[] = rights[right]
  return me.value?.roles.some((grant) => roles.includes(grant.role) && (!area || area.startsWith(grant.area))) ?? false
}
