import type { components } from '../api/schema'

/* What ledgers are made of, as the programmes' files describe them. */

type S = components['schemas']
export type Fields = S['EntryFields']
export type Ledger = S['Ledger']
export type LedgerField = S['LedgerField']
export type ChoiceHistory = S['ChoiceHistory']
export type Sign = S['LedgerStatus']['sign']
export type Visibility = LedgerField['visibility']
export type FieldType = LedgerField['type']
export type LedgerAction = S['LedgerAction']
export type LedgerSeries = S['LedgerSeries']
export type CheckItem = S['CheckItem']
export type GradeRule = S['GradeRule']
export type Checklist = S['Checklist']
