import type { Case, CaseAction } from '../api/types'

/** Which one comes when this one is done: the next in the row, at its end the first of those before it. */
export function ahead(rows: readonly { ref: string }[], number: string): string | undefined {
  const at = rows.findIndex((row) => row.ref === number)
  return (rows[at + 1] ?? rows.find((row) => row.ref !== number))?.ref
}

/** The step that brings a case back to the desk that has just sent it away: not the way on, and it leads into one of the desk's states. */
export function undoOf(done: Pick<Case, 'state' | 'actions'>, states: readonly string[]): CaseAction | undefined {
  if (states.includes(done.state)) return undefined
  return done.actions.find(({ style, to }) => style !== 'main' && to !== null && to !== done.state && states.includes(to))
}
