import { Problem } from '../api/problem'
import type { Fields, Ledger, LedgerField } from './types'
import { t } from './words'

/* A form made of a ledger's fields: what stands in its controls, and what of it is sent. */

/** What a control holds: a text, or the chosen values of a list. */
export type Typed = Record<string, string | string[]>
export type Fault = 'needed' | 'number' | 'integer'

/** What the controls show for values from the server. */
export function typedOf(fields: readonly LedgerField[], values: Fields): Typed {
  return Object.fromEntries(
    fields.map(({ field, type }) => {
      const value = values[field]
      if (type === 'list' || type === 'refs') return [field, Array.isArray(value) ? value.map(String) : []]
      return [field, value === null || value === undefined ? '' : String(value)]
    }),
  )
}

function valueOf(field: LedgerField, typed: string | string[]): { value: unknown } | { fault: Fault } {
  if (Array.isArray(typed)) return { value: typed.length ? typed : null }
  const text = typed.trim()
  if (text === '') return { value: null }
  if (field.type === 'bool') return { value: text === 'true' }
  if (field.type !== 'number' && field.type !== 'integer') return { value: text }
  // Numbers as people paste them: "12,345.6"
  const plain = text.replace(/[,\uff0c\s]/g, '')
  if (!/^[-+]?\d+(\.\d+)?$/.test(plain)) return { fault: field.type }
  const n = Number(plain)
  return field.type === 'integer' && !Number.isSafeInteger(n) ? { fault: 'integer' } : { value: n }
}

export interface Read {
  /** Null takes a field away. */
  values: Fields
  faults: Record<string, Fault>
}

/**
 * What the form says. `before`: the values that the server has; then only what differs is read. A field that is kept from
 * the reader (`hidden`) and left empty stays as it is.
 */
export function readForm(fields: readonly LedgerField[], typed: Typed, before?: Fields, hidden: readonly string[] = []): Read {
  const read: Read = { values: {}, faults: {} }
  for (const field of fields) {
    const got = valueOf(field, typed[field.field] ?? '')
    if ('fault' in got) {
      read.faults[field.field] = got.fault
      continue
    }
    if (got.value === null && hidden.includes(field.field)) continue
    if (got.value === null && field.needed) {
      read.faults[field.field] = 'needed'
      continue
    }
    const was = before?.[field.field] ?? null
    if (JSON.stringify(got.value) === JSON.stringify(was)) continue
    read.values[field.field] = got.value
  }
  return read
}

/** What is wrong, in words, by field. */
export const faultWords = (faults: Record<string, Fault>) => Object.fromEntries(Object.entries(faults).map(([field, fault]) => [field, t(`fault.${fault}`)]))

/** Fields that are filled in, as far as one is told, and kept from the reader; of the sealed ones it is only known that there are some. */
export const hiddenOf = (kind: Ledger, entry: { hidden: string[]; sealed: boolean }) => [...entry.hidden, ...(entry.sealed ? kind.fields.filter((f) => f.sealed).map((f) => f.field) : [])]

/** The field that a refusal speaks of, and its words. */
export function refused(e: unknown): Record<string, string> {
  const named = e instanceof Problem ? /^(?:fields\.)?([a-z][a-z0-9_]*)$/.exec(e.field ?? '') : null
  return e instanceof Problem && named ? { [named[1]!]: e.title } : {}
}

const keyword = <T>(field: LedgerField, key: string, type: 'number' | 'string') => (typeof field.schema[key] === type ? (field.schema[key] as T) : undefined)
export const longest = (field: LedgerField) => keyword<number>(field, 'maxLength', 'number')
