import { must } from '../api/client'
import type { Bilingual } from '../i18n'
import { raw } from '../ledger/raw'

/* A programme's figures, as its files define them and the server reckons them. */

export interface Value {
  value: number | null
  text: string
  known: boolean
  withheld: boolean
}
export interface Figure extends Value {
  figure: string
  name: Bilingual
  definition: Bilingual
  unit: string
  decimals: number
  form: 'count' | 'sum' | 'ratio' | 'growth'
  by: string | null
  public: boolean
}
export interface Part extends Value {
  label: string
  name: Bilingual | string | null
}
export interface Point extends Value {
  period: string
}

const get = <T>(path: string, place: object, query: Record<string, string | undefined>) => must(raw.GET<T>(path, { params: { path: place, query: Object.fromEntries(Object.entries(query).filter(([, value]) => value)) } }))

export const getFigures = (programme: string, area: string, as_of?: string) => get<{ items: Figure[] }>('/api/v1/programmes/{programme}/figures', { programme }, { area, as_of })
export const getParts = (figure: string, area: string, as_of?: string) => get<{ parts: Part[] }>('/api/v1/figures/{figure}', { figure }, { area, as_of, by: 'field' })
export const getYears = (figure: string, area: string, from: string, to: string) => get<{ points: Point[] }>('/api/v1/figures/{figure}/series', { figure }, { area, every: 'year', from, to })
