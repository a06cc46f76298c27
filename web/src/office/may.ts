import { me } from '../api/session'
import type { Role } from '../api/types'

/* Who may what, as the server grants it. The server decides anyway; this only spares the reader dead ends. */
const office: Role[] = ['supervisor', 'dispatcher', 'duty_chief']
const rights = {
  case_read: ['intake', 'handler', 'checker', 'grid_worker', 'grid_lead', ...office],
  area_read: ['intake', 'admin', 'auditor', ...office],
  area_write: ['admin'],
  people_read: ['intake', 'admin', ...office],
  people_write: ['intake', 'admin'],
  post_read: ['intake', 'handler', 'grid_worker', 'grid_lead', 'admin', 'auditor', ...office],
  post_write: ['intake', 'admin'],
  account_read: ['admin', 'auditor'],
  account_write: ['admin'],
  journal_read: ['supervisor', 'duty_chief', 'auditor'],
  rule_write: ['admin'],
} satisfies Record<string, Role[]>

export type Right = keyof typeof rights

/** On the area and all below it; without one: anywhere. */
export function may(right: Right, area = ''): boolean {
  const roles: Role[] = rights[right]
  return me.value?.roles.some((grant) => roles.includes(grant.role) && (!area || area.startsWith(grant.area))) ?? false
}
