import type { Reminder } from './types'

/* Reminders of several ledgers as one list: each ledger gives pages in order of date, and so does the whole. */

export interface Reminded {
  ledger: string
  one: Reminder
}
type Ask = (ledger: string, cursor: string | undefined) => Promise<{ items: Reminder[]; next: string | null }>

/** What comes next, so many at a time; `more` when some are left. */
export function merged(ledgers: readonly string[], ask: Ask) {
  const sources = ledgers.map((ledger) => ({ ledger, queue: [] as Reminder[], cursor: undefined as string | undefined, ended: false }))

  async function fill() {
    await Promise.all(
      sources
        .filter((source) => !source.queue.length && !source.ended)
        .map(async (source) => {
          const page = await ask(source.ledger, source.cursor)
          source.queue.push(...page.items)
          source.cursor = page.next ?? undefined
          source.ended = page.next === null
        }),
    )
  }

  async function next(n: number): Promise<{ items: Reminded[]; more: boolean }> {
    const items: Reminded[] = []
    for (;;) {
      await fill()
      const waiting = sources.filter((source) => source.queue.length)
      const first = waiting.reduce<(typeof waiting)[number] | undefined>((least, source) => (least && least.queue[0]!.date <= source.queue[0]!.date ? least : source), undefined)
      if (!first || items.length === n) return { items, more: first !== undefined }
      items.push({ ledger: first.ledger, one: first.queue.shift()! })
    }
  }
  return { next }
}

export type Stretch = 'past' | 'week' | 'later'
/** Past, within a week from today on, later: only those that have something, in this order. */
export function stretches(all: readonly Reminded[]): { key: Stretch; rows: Reminded[] }[] {
  const of = (days: number): Stretch => (days < 0 ? 'past' : days <= 7 ? 'week' : 'later')
  return (['past', 'week', 'later'] as const).map((key) => ({ key, rows: all.filter(({ one }) => of(one.days) === key) })).filter((part) => part.rows.length)
}
