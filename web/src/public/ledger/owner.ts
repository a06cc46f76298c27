import type { OwnEntry } from '../../ledger/door'
import type { Period } from '../../ledger/records'

/* What an owner may still do. The server decides again. */

const DAY = 86_400_000
export const APPEAL_DAYS = 30

/** Results of the last 30 days that still count and were not appealed before. */
export function appealable(own: Pick<OwnEntry, 'inspections' | 'requests'>, now: number) {
  const before = new Set(own.requests.filter((one) => one.kind === 'appeal').map((one) => one.inspection))
  return own.inspections.filter((one) => !one.annulled && !before.has(one.ref) && now - Date.parse(one.recorded) <= APPEAL_DAYS * DAY)
}

/** The period that lies behind us last, as its series writes it: the year or the month before this one, in Shanghai. */
export function lastPeriod(every: 'year' | 'month', now: number): string {
  const [year = 0, month = 0] = new Date(now + 8 * 3_600_000).toISOString().split('-').map(Number)
  if (every === 'year') return String(year - 1)
  return month === 1 ? `${year - 1}-12` : `${year}-${String(month - 1).padStart(2, '0')}`
}

/** Periods that may be given: the last ones that ended, and the one that runs. */
export function periodChoices(every: 'year' | 'month', now: number): string[] {
  const [year = 0, month = 0] = new Date(now + 8 * 3_600_000).toISOString().split('-').map(Number)
  if (every === 'year') return [0, 1, 2].map((back) => String(year - back))
  return Array.from({ length: 6 }, (_, back) => {
    const at = year * 12 + month - 1 - back
    return `${Math.floor(at / 12)}-${String((at % 12) + 1).padStart(2, '0')}`
  })
}

/** What counts for a period, or else the last thing that was said about it. */
export function standing(periods: readonly Period[], series: string, period: string): Period | undefined {
  const of = periods.filter((one) => one.series === series && one.period === period).sort((a, b) => b.n - a.n)
  return of.find((one) => one.state === 'confirmed') ?? of[0]
}
