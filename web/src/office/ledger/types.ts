import type { Answer } from '../../api/types'
import type { Bilingual } from '../../i18n'
import type { Fields, Sign } from '../../ledger/types'

/* Entries, inspections and what hangs on them, as the server gives them. */

export type { Fields }
export type { CheckAnswer, Inspection, OwnerRequest, Page, Period, Rectification, Shot } from '../../ledger/records'
export interface EntryLine {
  ref: string
  ledger: string
  name: string
  area: string
  area_name: string
  facet: string | null
  point: { lat: number; lon: number } | null
  status: string
  status_name: Bilingual
  sign: Sign
  status_since: string
  fields: Fields
  hidden: string[]
  sealed: boolean
  owner_code: boolean
  post: string | null
  since: string
  left: { at: string; reason: string; note: string | null; successor: string | null } | null
  last_inspected: string | null
  review_due: string | null
  open_items: number
  note: string | null
  programme_version: number
  version: number
  as_of: string | null
  created: string
  updated: string
  old_fields: Fields
}
export interface Entry extends EntryLine {
  answer: Answer | null
  actions: string[]
}
export interface StatusCount {
  status: string
  n: number
}
export interface CountPart {
  area?: string
  facet?: string | null
  name: string | null
  total: number
  statuses: StatusCount[]
}
export interface Counts {
  as_of: string | null
  area: string
  total: number
  statuses: StatusCount[]
  parts: CountPart[]
}
export interface Reminder {
  entry: EntryLine
  field: string
  date: string
  days: number
}
export interface EntryVersion {
  n: number
  valid_from: string
  valid_to: string | null
  recorded: string
  area: string
  area_name?: string
  name: string
  status: string
  fields: Fields
  who: string
  why: string
  post: string | null
  programme_version: number
}
export interface Round {
  ref: string
  ledger: string
  checklist: string
  area: string
  area_name: string
  name: string
  state: 'draft' | 'open' | 'closed'
  starts: string
  ends: string
  seed: number
  version: number
  entries: number
  inspected: number
}
export interface RoundTask {
  area: string
  name: string
  team: string | null
  entries: number
  inspected: number
  by_hand: boolean
}
export interface RoundTeam {
  team: string
  name: string
  home: string
  home_name: string
  entries: number
}
export interface RoundFull extends Round {
  tasks: RoundTask[]
  teams: RoundTeam[]
  spread: { least: number; most: number }
}
export interface Programme {
  programme: string
  version: number
  name: Bilingual
  about: Bilingual | null
  ledgers: string[]
  checklists: string[]
  figures: string[]
  kinds: string[]
  activities: { kind: string; name: Bilingual }[]
  bulletin: boolean
}
export interface FigureValue {
  figure: string
  name: Bilingual
  definition: Bilingual
  unit: string
  decimals: number
  by: string | null
  value: number | null
  text: string
  over: number | null
  under: number | null
  known: boolean
  withheld: boolean
}
export interface Finding {
  cell: string
  row: number
  error: boolean
  rule: string
  detail: string
}
export interface ImportHead {
  head: string
  column: string
  field: string | null
  sample: string
}
export interface SheetReport {
  applied: boolean
  import: string | null
  heads: ImportHead[]
  mapping_source: 'remembered' | 'guessed' | 'given'
  rows: number
  added: number
  changed: number
  unchanged: number
  errors: number
  warnings: number
  findings: Finding[]
  samples: { row: number; what: 'added' | 'changed'; fields: Fields; before: Fields | null }[]
}
