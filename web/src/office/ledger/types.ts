import type { components } from '../../api/schema'
import type { Fields } from '../../ledger/types'

/* Entries, inspections, rounds and what hangs on them, as the server gives them. */

type S = components['schemas']
export type { Fields }
export type { CheckAnswer, Inspection, InspectionLine, OwnerRequest, Rectification, Shot } from '../../ledger/records'
export type EntryLine = S['EntryLine']
export type Entry = S['Entry']
/** What a list shows: its questions, as they also go into an export. */
export type Shown = Omit<S['LedgerExportIn'], 'format' | 'secret' | 'stand'> & { ledger: string; stand?: S['LedgerExportIn']['stand'] }
export type StatusCount = S['EntryStatusCount']
export type CountPart = S['EntryCountPart']
export type Counts = S['EntryCounts']
export type Reminder = S['Reminder']
export type EntryVersion = S['EntryVersion']
export type Period = S['EntryPeriod']
export type ImportHead = S['LedgerImportHead']
export type SheetReport = S['LedgerImportReport']
export type SheetImport = S['LedgerImport']
export type ExportRequest = S['LedgerExportRequest']
export type PastReport = S['InspectionImportReport']
export type PastImport = S['InspectionImport']
export type Struck = S['RectificationLine']
export type StruckState = Struck['state']
export type FigureValue = S['Figure']
export type FigurePart = S['FigurePart']
export type FigurePoint = S['FigurePoint']
export type FigureRow = S['FigureRow']
export type Round = S['Round']
export type RoundTask = S['RoundTask']
