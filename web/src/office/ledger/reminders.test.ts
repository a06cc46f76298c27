import { describe, expect, it, vi } from 'vitest'

import { merged, stretches } from './reminders'
import type { Reminder } from './types'

const one = (date: string, days = 0) => ({ date, days, field: 'until', entry: { ref: date } }) as unknown as Reminder

describe('reminders of several ledgers', () => {
  it('come in order of date, page by page, each once', async () => {
    const pages: Record<string, Reminder[][]> = { a: [[one('2026-01-01'), one('2026-01-05')], [one('2026-01-06')]], b: [[one('2026-01-03')], [one('2026-01-04'), one('2026-01-09')]], c: [[]] }
    const ask = vi.fn((ledger: string, cursor: string | undefined) => {
      const n = Number(cursor ?? 0)
      return Promise.resolve({ items: pages[ledger]![n]!, next: n + 1 < pages[ledger]!.length ? String(n + 1) : null })
    })
    const list = merged(['a', 'b', 'c'], ask)
    const first = await list.next(3)
    expect(first.items.map(({ ledger, one: r }) => `${ledger} ${r.date}`)).toEqual(['a 2026-01-01', 'b 2026-01-03', 'b 2026-01-04'])
    expect(first.more).toBe(true)
    expect(ask).toHaveBeenCalledTimes(4)
    const rest = await list.next(10)
    expect(rest.items.map(({ one: r }) => r.date)).toEqual(['2026-01-05', '2026-01-06', '2026-01-09'])
    expect(rest.more).toBe(false)
  })

  it('stand by how far away they are', () => {
    const rows = [-3, 0, 7, 8].map((days) => ({ ledger: 'a', one: one('2026-01-01', days) }))
    expect(stretches(rows).map((part) => [part.key, part.rows.map(({ one: r }) => r.days)])).toEqual([['past', [-3]], ['week', [0, 7]], ['later', [8]]])
    expect(stretches([])).toEqual([])
  })
})
