/* A year's days laid out by months and weeks, as the calendar says they are worked. */

export type DayKind = 'work' | 'weekend' | 'holiday' | 'makeup'
export interface DayCell {
  date: string
  n: number
  kind: DayKind
  name: string
}
export interface Month {
  month: number
  /** weeks from Monday; null: not of this month */
  weeks: (DayCell | null)[][]
}
export interface Hours {
  from: string | null
  /** 1 Monday .. 7 Sunday */
  days: readonly number[]
  windows: string
}
export interface Named {
  date: string
  name: string
  is_off: boolean
}

const pad = (n: number) => String(n).padStart(2, '0')

/** The hours in force on a day: the last entry not after it. */
export function hoursOn(hours: readonly Hours[], date: string): Hours | undefined {
  return [...hours].sort((a, b) => (a.from ?? '').localeCompare(b.from ?? '')).filter((entry) => !entry.from || entry.from <= date).pop()
}

export function monthsOf(year: number, hours: readonly Hours[], named: readonly Named[]): Month[] {
  const special = new Map(named.map((day) => [day.date, day]))
  const cell = (month: number, n: number): DayCell => {
    const date = `${year}-${pad(month)}-${pad(n)}`
    const mark = special.get(date)
    const weekday = new Date(Date.UTC(year, month - 1, n)).getUTCDay() || 7
    const kind = mark ? (mark.is_off ? 'holiday' : 'makeup') : hoursOn(hours, date)?.days.includes(weekday) ? 'work' : 'weekend'
    return { date, n, kind, name: mark?.name ?? '' }
  }
  return Array.from({ length: 12 }, (_, i) => {
    const month = i + 1
    const length = new Date(Date.UTC(year, month, 0)).getUTCDate()
    const before = (new Date(Date.UTC(year, i, 1)).getUTCDay() + 6) % 7
    const cells: (DayCell | null)[] = [...Array<null>(before).fill(null), ...Array.from({ length }, (_, d) => cell(month, d + 1))]
    while (cells.length % 7) cells.push(null)
    return { month, weeks: Array.from({ length: cells.length / 7 }, (_, w) => cells.slice(w * 7, w * 7 + 7)) }
  })
}

export interface Stretch {
  name: string
  is_off: boolean
  from: string
  to: string
  n: number
}

/** Days of one name that follow each other, as one stretch. */
export function stretches(named: readonly Named[]): Stretch[] {
  const found: Stretch[] = []
  for (const day of [...named].sort((a, b) => a.date.localeCompare(b.date))) {
    const last = found[found.length - 1]
    const next = last && new Date(Date.parse(last.to) + 86_400_000).toISOString().slice(0, 10)
    if (last && next === day.date && last.name === day.name && last.is_off === day.is_off) {
      last.to = day.date
      last.n++
    } else found.push({ name: day.name, is_off: day.is_off, from: day.date, to: day.date, n: 1 })
  }
  return found
}

export interface Festival {
  name: string
  off: Stretch[]
  on: Stretch[]
}

/** Days off with the days that are worked for them: neighbours of one name belong together. */
export function festivals(named: readonly Named[]): Festival[] {
  const found: Festival[] = []
  for (const stretch of stretches(named)) {
    let last = found[found.length - 1]
    if (last?.name !== stretch.name) found.push((last = { name: stretch.name, off: [], on: [] }))
    last[stretch.is_off ? 'off' : 'on'].push(stretch)
  }
  return found
}
