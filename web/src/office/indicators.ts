import type { components } from '../api/schema'
import { count } from '../i18n/time'
import { t } from './words'

type S = components['schemas']
export type Indicators = S['Indicators']
export type Definition = S['IndicatorDefinition']
export type Value = S['IndicatorValue']
export type Part = 'n' | 'd' | 'aside'
/** A number of the table that somebody wants to see the cases of. */
export interface Pick {
  id: string
  part: Part
  key?: string
  name?: string
}

/** The value as people read it; a number that is withheld or cannot be is said so. */
export function valueWords(unit: Definition['unit'], value: Value | undefined): string {
  if (!value || (value.n === null && value.value === null)) return t('indicators.withheld')
  if (unit === 'cases') return count(value.n ?? 0)
  if (value.value === null) return t('indicators.none')
  const n = new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(value.value)
  return unit === 'percent' ? `${n}%` : t(`indicators.unit.${unit}`, { n })
}

export const asideOf = (definition: Definition, value: Value | undefined) => (definition.aside_id && value ? (value[definition.aside_id as 'exempted'] ?? null) : null)

/** Nothing to count: neither cases below the line, nor, where there is none, above it, nor any told aside. A number that is withheld is not nothing. */
export const isEmpty = (definition: Definition, value: Value | undefined) => value !== undefined && (definition.denominator ? value.d : value.n) === 0 && !asideOf(definition, value)

/** How long its bar is, of 100: a share as it is, another number against the largest. */
export function barOf(unit: Definition['unit'], value: Value | undefined, all: readonly (Value | undefined)[]): number {
  const of = (v: Value | undefined) => (unit === 'cases' ? v?.n : v?.value) ?? 0
  if (unit === 'percent') return Math.min(100, of(value))
  const most = Math.max(0, ...all.map(of))
  return most ? (of(value) / most) * 100 : 0
}
