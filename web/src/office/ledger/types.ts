import type { Answer } from '../../api/types'
import type { Bilingual } from '../../i18n'
import type { Fields, Sign } from '../../ledger/types'

/* Entries, inspections and what hangs on them, as the server gives them. */

export type { Fields }
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
export interface Page<T> {
  items: T[]
  next: string | null
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
export interface Period {
  series: string
  period: string
  n: number
  fields: Fields
  who: string
  source: 'office' | 'owner' | 'import'
  state: 'confirmed' | 'proposed' | 'refused'
  ends: string
  recorded: string
}
export interface CheckAnswer {
  item: string
  name: Bilingual
  answer: unknown
  passed: boolean | null
  corrected: boolean
  points: number
  note: string | null
  photos: Shot[]
}
export interface Shot {
  id: string
  thumb: string
  full: string
  width: number
  height: number
}
export interface Inspection {
  ref: string
  entry: string
  checklist: string
  checklist_version: number
  kind: 'full' | 'recheck'
  result: 'done' | 'refused' | 'door_closed'
  done: string
  recorded: string
  who: string
  round: string | null
  score: number | null
  status: string | null
  failed: number
  must_failed: number
  must_corrected: number
  annulled: boolean
  note: string | null
  version: number
  answers?: CheckAnswer[]
  photos?: Shot[]
}
export interface Rectification {
  checklist: string
  item: string
  name: Bilingual
  case: string
  state: string
  due: string | null
  opened: string
  opened_by: string
  struck: string | null
  struck_by: string | null
  relapses: number
}
export interface OwnerRequest {
  ref: string
  entry: string
  entry_name: string
  ledger: string
  area: string
  area_name: string
  kind: 'reply' | 'recheck' | 'appeal'
  body: string | null
  inspection: string | null
  state: 'open' | 'granted' | 'refused' | 'seen'
  answer: string | null
  made: string
  decided: string | null
  decided_by: string | null
  version: number
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
