import { keyed, must } from '../api/client'
import type { Answer } from '../api/types'
import type { Bilingual } from '../i18n'
import { raw } from './raw'
import type { Inspection, OwnerRequest, Page, Period, Rectification } from './records'
import type { Fields, Sign } from './types'

/* What anybody may ask of an entry, and what its owner may say with the code of the notice. */

/** An entry as anybody sees it. */
export interface PublicEntry {
  ref: string
  ledger: string
  name: string
  area: string
  area_name: string
  facet: string | null
  facet_name: Bilingual | null
  status: string
  status_name: Bilingual
  sign: Sign
  status_since: string
  fields: Fields
  left: { at: string; reason: string; reason_name: Bilingual; successor: string | null } | null
}
export interface PublicInspection {
  ref: string
  done: string
  kind: Inspection['kind']
  result: Inspection['result']
  score: number | null
  status: string | null
  checklist: string
  checklist_version: number
  failed: { item: string; name: Bilingual; corrected: boolean }[]
  annulled: boolean
}
export interface Door extends PublicEntry {
  checklist: { checklist: string; name: Bilingual; version: number } | null
  last_inspected: string | null
  answers: Answer
  inspections: PublicInspection[]
  requests: Pick<OwnerRequest, 'kind' | 'made' | 'state' | 'answer'>[]
  open: { item: string; name: Bilingual; due: string | null; overdue: boolean }[]
  paper: { status: string; date: string; current: boolean } | null
  owners: boolean
}
/** The entry as its owner sees it. */
export interface OwnEntry extends PublicEntry {
  inspections: Inspection[]
  requests: OwnerRequest[]
  rectification: { items: Rectification[] }
  periods: Period[]
}

const at = (ref: string) => ({ path: { ref } })
export const getDoor = (ref: string, paper: string | undefined) => must(raw.GET<Door>('/api/v1/entries/{ref}/public', { params: { ...at(ref), query: paper ? { paper } : {} } }))
export const getOwn = (ref: string, code: string) => must(raw.POST<OwnEntry>('/api/v1/entries/{ref}/owner', { params: at(ref), body: { code } }))
export const askAsOwner = (ref: string, body: { code: string; kind: OwnerRequest['kind']; body: string; inspection?: string }, key: string) =>
  must(raw.POST<OwnerRequest>('/api/v1/entries/{ref}/owner/requests', { params: at(ref), body, headers: keyed(key) }))
export const proposePeriod = (ref: string, body: { code: string; series: string; period: string; fields: Fields }, key: string) =>
  must(raw.POST<unknown>('/api/v1/entries/{ref}/owner/periods', { params: at(ref), body, headers: keyed(key) }))

export const listDirectory = (ledger: string, query: Record<string, string | number>) => must(raw.GET<Page<PublicEntry>>('/api/v1/ledgers/{ledger}/directory', { params: { path: { ledger }, query } }))
export const applyFor = (ledger: string, body: Fields, key: string) => must(raw.POST<{ ref: string; code: string }>('/api/v1/ledgers/{ledger}/applications', { params: { path: { ledger } }, body, headers: keyed(key) }))
