import { unitWords } from '../../i18n/units'
import type { FigureValue } from './types'
import { t } from './words'

/* Figures as they are read. */

/** With its unit; the percent sign is part of the text already. */
export function figureWords(one: Pick<FigureValue, 'text' | 'withheld' | 'value'>, unit: string): string {
  if (one.withheld) return t('figures.withheld')
  return one.value === null || unit === '%' || one.text.endsWith(unit) ? one.text : `${one.text} ${unitWords(unit)}`.trim()
}

const PERIODS = { year: 5, month: 12 }

/** The periods that are shown up to a day: years or months, the one of that day last. */
export function periodsTo(day: string, every: 'year' | 'month'): { from: string; to: string } {
  const back = PERIODS[every] - 1
  const [year = 0, month = 1] = day.split('-').map(Number)
  const first = every === 'year' ? Date.UTC(year - back, 0, 1) : Date.UTC(year, month - 1 - back, 1)
  return { from: new Date(first).toISOString().slice(0, 10), to: day }
}

/** Parts by a field are a ranking; areas keep their order. */
export function inOrder<T extends { value: number | null }>(parts: readonly T[], by: 'area' | 'field'): T[] {
  return by === 'area' ? [...parts] : [...parts].sort((a, b) => (b.value ?? -Infinity) - (a.value ?? -Infinity))
}
