import { say } from '../../i18n'
import type { Given, Said } from '../../ledger/grade'
import type { CheckAnswer, Inspection } from '../../ledger/records'
import type { CheckItem, Checklist } from '../../ledger/types'

/* What was found before, and what is asked now, in the order of the list. */

/** The last answer of each item; the inspections are the newest first. */
export function lastAnswers(before: readonly Inspection[]): Record<string, CheckAnswer & { done: string }> {
  const last: Record<string, CheckAnswer & { done: string }> = {}
  for (const one of before) for (const answer of one.answers ?? []) last[answer.item] ??= { ...answer, done: one.done }
  return last
}

/** What counts after a re-check: the last full inspection, each item replaced by what was found later. */
export function effective(list: Checklist, before: readonly Inspection[], now: Readonly<Record<string, Said>>): Record<string, Said> {
  const last = lastAnswers(before)
  return Object.fromEntries(
    list.items.flatMap(({ item }) => {
      if (now[item]?.answer !== undefined) return [[item, now[item]]]
      return last[item] ? [[item, { answer: last[item].answer as Given, corrected: last[item].corrected }]] : []
    }),
  )
}

export interface Group {
  key: string
  name: string
  items: { item: CheckItem; n: number }[]
}
/** Items by group, numbered through. */
export function groupsOf(list: Checklist, items: readonly CheckItem[], rest: string): Group[] {
  const known = new Set(list.groups.map((one) => one.group))
  const groups = [...list.groups.map((one) => ({ key: one.group, name: say(one.name), of: items.filter((item) => item.group === one.group) })), { key: 'rest', name: rest, of: items.filter((item) => item.group === null || !known.has(item.group)) }]
  let n = 0
  return groups.filter((group) => group.of.length).map(({ key, name, of }) => ({ key, name, items: of.map((item) => ({ item, n: ++n })) }))
}
