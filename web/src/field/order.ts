import { flowOf } from '../api/meta'
import { hasRole } from '../api/session'
import type { CaseSummary, Role } from '../api/types'
import { lightOf } from '../case/light'

/* The order of my work: what is late first, then what is due today, then the rest; what others look at now comes last. */

export type Part = 'late' | 'today' | 'later' | 'waiting'

/** Is it the turn of whoever holds the post, so that a main action leads on from here? */
export function isMyTurn(item: Pick<CaseSummary, 'kind' | 'state'>): boolean {
  const mine = (role: string) => role === 'handler' || hasRole(role as Role)
  return flowOf(item.kind)?.actions.some((a) => a.to && a.style === 'main' && a.from.includes(item.state) && a.roles.some(mine)) ?? false
}

const SHANGHAI = 8 * 3_600_000
const dayOf = (at: number) => new Date(at + SHANGHAI).toISOString().slice(0, 10)

export function partOf(item: CaseSummary, now: number): Part {
  if (!isMyTurn(item)) return 'waiting'
  if (lightOf(item.clock, now) === 'late') return 'late'
  return item.clock?.due && dayOf(Date.parse(item.clock.due)) === dayOf(now) ? 'today' : 'later'
}

/** What presses most: marked by a supervisor, then the earliest due, then the oldest. */
function before(a: CaseSummary, b: CaseSummary): number {
  const due = (item: CaseSummary) => item.clock?.due ?? '9999'
  return b.supervised - a.supervised || due(a).localeCompare(due(b)) || a.opened.localeCompare(b.opened)
}

export function inOrder(items: readonly CaseSummary[], now: number): { part: Part; items: CaseSummary[] }[] {
  const sorted = [...items].sort(before)
  return (['late', 'today', 'later', 'waiting'] as const).map((part) => ({ part, items: sorted.filter((i) => partOf(i, now) === part) })).filter((group) => group.items.length)
}
