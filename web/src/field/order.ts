import { caseKind } from '../api/meta'
import type { CaseSummary } from '../api/types'

/* The order of my work: what waits for me first, urgent kinds before others, old before new. */

export type Part = 'todo' | 'doing' | 'waiting'

const parts: Record<string, Part> = { accepted: 'todo', in_progress: 'doing' }
export const partOf = (item: CaseSummary): Part => parts[item.state] ?? 'waiting'

export function inOrder(items: readonly CaseSummary[]): { part: Part; items: CaseSummary[] }[] {
  const urgent = (item: CaseSummary) => Number(caseKind(item.kind)?.urgent ?? false)
  const sorted = [...items].sort((a, b) => urgent(b) - urgent(a) || a.opened.localeCompare(b.opened))
  return (['todo', 'doing', 'waiting'] as const).map((part) => ({ part, items: sorted.filter((i) => partOf(i) === part) })).filter((group) => group.items.length)
}
