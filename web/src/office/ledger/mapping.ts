import type { Ledger } from '../../ledger/types'
import type { ImportHead } from './types'

/* Which column of a spreadsheet is which field, by the letters of the columns: two may have one head. */

export type Mapping = Record<string, string>

/** As the server read it: what it did not know is left out. */
export const mappingOf = (heads: readonly ImportHead[]): Mapping => Object.fromEntries(heads.map(({ column, field }) => [column, field ?? '']))

/** "A:name,C:": short in an address, where heads are not. */
export const columnsOf = (mapping: Mapping) => Object.entries(mapping).map(([column, field]) => `${column}:${field}`).join(',')

/** Needed fields that no column gives. */
export const missing = (kind: Ledger, mapping: Mapping) => kind.fields.filter((f) => f.needed && !Object.values(mapping).includes(f.field))

/** Fields that two columns claim. */
export function twice(mapping: Mapping): string[] {
  const taken = Object.values(mapping).filter(Boolean)
  return [...new Set(taken.filter((field, i) => taken.indexOf(field) !== i))]
}
