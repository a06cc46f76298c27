import { shallowRef } from 'vue'

import { api, must } from '../api/client'
import { say } from '../i18n'
import type { Ledger, LedgerField } from './types'

/* The kinds of ledgers that the programmes describe. Asked once a page load. */

export const ledgers = shallowRef<readonly Ledger[]>([])
let asked: Promise<readonly Ledger[]> | undefined

export function loadLedgers(): Promise<readonly Ledger[]> {
  asked ??= must(api.GET('/api/v1/ledgers')).then(
    (got) => (ledgers.value = got.items),
    (e: unknown) => {
      asked = undefined
      throw e
    },
  )
  return asked
}

export const ledgerOf = (code: string): Ledger | undefined => ledgers.value.find((one) => one.ledger === code)
export const fieldOf = (fields: readonly LedgerField[] | undefined, name: string) => fields?.find((one) => one.field === name)

/** What an entry of the ledger is called: "shop". */
export function entryWord(kind: Ledger | undefined): string {
  return kind ? say(kind.entry) : ''
}

export function statusName(kind: Ledger | undefined, status: string): string {
  const found = kind?.statuses.find((one) => one.status === status)
  return found ? say(found.name) : status
}

export const signOf = (kind: Ledger | undefined, status: string) => kind?.statuses.find((one) => one.status === status)?.sign ?? 'grey'

export function facetName(kind: Ledger | undefined, value: string | null): string {
  if (!kind?.facet || value === null) return ''
  const found = fieldOf(kind.fields, kind.facet)?.choices.find((one) => one.value === value)
  return found ? say(found.name) : value
}
