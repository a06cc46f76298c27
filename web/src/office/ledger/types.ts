import type { components } from '../../api/schema'
import type { Bilingual } from '../../i18n'
import type { Fields } from '../../ledger/types'

/* Entries, inspections and what hangs on them, as the server gives them. */

type S = components['schemas']
export type { Fields }
export type { CheckAnswer, Inspection, OwnerRequest, Page, Rectification, Shot } from '../../ledger/records'
export type EntryLine = S['EntryLine']
export type Entry = S['Entry']
export type StatusCount = S['EntryStatusCount']
export type CountPart = S['EntryCountPart']
export type Counts = S['EntryCounts']
export type Reminder = S['Reminder']
export type EntryVersion = S['EntryVersion']
export type Period = S['EntryPeriod']
export type ImportHead = S['LedgerImportHead']
export type SheetReport = S['LedgerImportReport']
export type SheetImport = S['LedgerImport']
export type FigureValue = S['Figure']
export type FigurePart = S['FigurePart']
export type FigurePoint = S['FigurePoint']
export type FigureRow = S['FigureRow']
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
