import type { Bilingual } from '../i18n'
import type { Fields } from './types'

/* What hangs on an entry: inspections, what is to be put right, what its owner asked, figures per period. */

export interface Page<T> {
  items: T[]
  next: string | null
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
