import { expect, test } from 'vitest'

import type { Ledger } from '../../ledger/types'
import { columnsOf, mappingOf, missing, twice } from './mapping'

const kind = { fields: [{ field: 'name', needed: true }, { field: 'address', needed: true }, { field: 'phone', needed: false }] } as unknown as Ledger
const heads = [
  { head: '店名', column: 'A', field: 'name', sample: '老王饭馆' },
  { head: '备注', column: 'B', field: null, sample: '' },
]

test('a head that the server does not know is left out', () => {
  expect(mappingOf(heads)).toEqual({ A: 'name', B: '' })
})

test('columns are said by their letters, also those that are left out', () => {
  expect(columnsOf(mappingOf(heads))).toBe('A:name,B:')
  expect(columnsOf({ A: '', C: '@year.2024.jobs' })).toBe('A:,C:@year.2024.jobs')
})

test('a needed field without a column is told, an optional one is not', () => {
  expect(missing(kind, mappingOf(heads)).map((f) => f.field)).toEqual(['address'])
})

test('two columns for one field are told; two that are left out are not', () => {
  expect(twice({ a: 'name', b: 'name', c: '', d: '' })).toEqual(['name'])
})
