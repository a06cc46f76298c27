import type { Bilingual } from '../i18n'

/* What ledgers are made of, as the programmes' files describe them. */

export type Fields = Record<string, unknown>
export type Sign = 'green' | 'yellow' | 'red' | 'grey'
export type Visibility = 'public' | 'internal' | 'restricted'
export type FieldType = 'text' | 'integer' | 'number' | 'bool' | 'date' | 'choice' | 'list' | 'ref'

export interface LedgerChoice {
  value: string
  name: Bilingual
}
export interface LedgerField {
  field: string
  name: Bilingual
  why: Bilingual | null
  type: FieldType
  visibility: Visibility
  needed: boolean
  sealed: boolean
  multiline: boolean
  unit: string | null
  code: 'uscc' | 'phone' | null
  ref: string | null
  choices: LedgerChoice[]
  remind: number
  schema: Record<string, unknown>
}
export interface LedgerStatus {
  status: string
  name: Bilingual
  sign: Sign
  on_sign: boolean
}
export interface LedgerAction {
  action: string
  name: Bilingual
  from: string[]
  to: string
  needs_reason: boolean
  leave: string | null
}
export interface LedgerReason {
  reason: string
  name: Bilingual
  successor: boolean
}
export interface LedgerSeries {
  series: string
  name: Bilingual
  every: 'year' | 'month'
  by_owner: boolean
  fields: LedgerField[]
}
export interface Ledger {
  ledger: string
  programme: string
  version: number
  name: Bilingual
  entry: Bilingual
  icon: string
  on: string[]
  title: string
  key: string[]
  facet: string | null
  public: boolean
  by_person: boolean
  graded_by: string | null
  start: string
  apply: boolean
  owners: boolean
  signs: boolean
  fields: LedgerField[]
  statuses: LedgerStatus[]
  actions: LedgerAction[]
  reasons: LedgerReason[]
  series: LedgerSeries[]
  posts: string[]
}

export interface CheckChoice {
  value: string
  name: Bilingual
  passes: boolean
}
export interface CheckItem {
  item: string
  name: Bilingual
  hint: Bilingual | null
  group: string | null
  type: 'pass' | 'number' | 'choice'
  min: number | null
  max: number | null
  unit: string | null
  choices: CheckChoice[]
  points: number
  must: boolean
  focus: boolean
  photo: boolean
  may_skip: boolean
  limit: string | null
  only: string[]
}
export interface GradeRule {
  status: string
  score_from: number | null
  score_below: number | null
  must_passed: boolean | null
  open_items: boolean | null
  overdue: boolean | null
}
export interface Checklist {
  checklist: string
  programme: string
  version: number
  name: Bilingual
  ledger: string
  groups: { group: string; name: Bilingual }[]
  items: CheckItem[]
  case: string | null
  review: string | null
  review_field: string | null
  not_done: string | null
  vain_tries: number
  rules: GradeRule[]
}
