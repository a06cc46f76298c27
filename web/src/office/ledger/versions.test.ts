import { expect, test } from 'vitest'

import type { Ledger } from '../../ledger/types'
import type { EntryVersion } from './types'
import { changes } from './versions'

const kind = { fields: [{ field: 'name' }, { field: 'seats' }] } as unknown as Ledger
const version = (more: Partial<EntryVersion>): EntryVersion => ({ n: 1, valid_from: '', valid_to: null, recorded: '', area: '410104001', area_name: '一街', name: '老王', status: 'unchecked', fields: { name: '老王', seats: 3 }, who: '', why: '', post: null, programme_version: 1, ...more })

test('the first version changes nothing', () => {
  expect(changes(kind, undefined, version({}))).toEqual([])
})

test('fields that came, went or changed are told, the others are not', () => {
  const after = version({ n: 2, fields: { name: '老王', wifi: true } })
  expect(changes(kind, version({}), after).map(({ field, old, before, after: to }) => [field?.field ?? old, before, to])).toEqual([
    ['seats', 3, undefined],
    ['wifi', undefined, true],
  ])
})

test('status, place and post are told apart from the fields', () => {
  const after = version({ n: 2, status: 'compliant', area: '410104002', post: '410104-1' })
  expect(changes(kind, version({}), after).map((one) => one.what)).toEqual(['status', 'area', 'post'])
})
