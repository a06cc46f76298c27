import type { Ledger, LedgerField } from '../../ledger/types'
import type { EntryVersion } from './types'

/* What one version of an entry changed of the one before. */

export interface Change {
  what: 'name' | 'area' | 'status' | 'post' | 'field'
  field?: LedgerField
  /** A field that the present programme no longer knows. */
  old?: string
  before: unknown
  after: unknown
}

const same = (a: unknown, b: unknown) => JSON.stringify(a ?? null) === JSON.stringify(b ?? null)

export function changes(kind: Ledger, before: EntryVersion | undefined, after: EntryVersion): Change[] {
  if (!before) return []
  const found: Change[] = []
  if (!same(before.status, after.status)) found.push({ what: 'status', before: before.status, after: after.status })
  if (!same(before.area, after.area)) found.push({ what: 'area', before: before.area_name, after: after.area_name })
  if (!same(before.post, after.post)) found.push({ what: 'post', before: before.post, after: after.post })
  for (const name of new Set([...kind.fields.map((f) => f.field), ...Object.keys(before.fields), ...Object.keys(after.fields)])) {
    if (same(before.fields[name], after.fields[name])) continue
    const field = kind.fields.find((f) => f.field === name)
    found.push({ what: 'field', ...(field ? { field } : { old: name }), before: before.fields[name], after: after.fields[name] })
  }
  return found
}
