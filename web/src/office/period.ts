/* The periods that indicators are read over: from the start of one day to the start of another, in Shanghai. */

export type Preset = 'month' | 'last' | 'quarter' | 'year' | 'custom'
export const presets: readonly Preset[] = ['month', 'last', 'quarter', 'year', 'custom']

const iso = (year: number, month: number, day = 1) => new Date(Date.UTC(year, month, day)).toISOString().slice(0, 10)
const DAY = 86_400_000

export const nextDay = (date: string) => new Date(Date.parse(date) + DAY).toISOString().slice(0, 10)
export const dayBefore = (date: string) => new Date(Date.parse(date) - DAY).toISOString().slice(0, 10)

/** The last twelve months that are over, "2026-10" and back: what the public is told of. */
export function monthsOver(now: number): string[] {
  const today = new Date(now + 8 * 3_600_000)
  return Array.from({ length: 12 }, (_, i) => iso(today.getUTCFullYear(), today.getUTCMonth() - 1 - i).slice(0, 7))
}

/** A month by its name as above. */
export function monthOf(name: string): { from: string; to: string } {
  const [year, month] = name.split('-').map(Number)
  return { from: iso(year ?? 0, (month ?? 1) - 1), to: iso(year ?? 0, month ?? 1) }
}

/** `to` is the day after the last one. */
export function periodOf(preset: Exclude<Preset, 'custom'>, now: number): { from: string; to: string } {
  const today = new Date(now + 8 * 3_600_000)
  const [year, month] = [today.getUTCFullYear(), today.getUTCMonth()]
  if (preset === 'year') return { from: iso(year, 0), to: iso(year + 1, 0) }
  if (preset === 'last') return { from: iso(year, month - 1), to: iso(year, month) }
  if (preset === 'month') return { from: iso(year, month), to: iso(year, month + 1) }
  const first = month - (month % 3)
  return { from: iso(year, first), to: iso(year, first + 3) }
}
