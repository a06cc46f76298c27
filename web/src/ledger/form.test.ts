import { expect, test } from 'vitest'

import { Problem } from '../api/problem'
import type { LedgerField } from './types'
import { readForm, refused, typedOf } from './form'

const field = (name: string, more: Partial<LedgerField> = {}): LedgerField => ({
  field: name, name: { zh: name, en: name }, why: { zh: '', en: '' }, type: 'text', visibility: 'public', needed: false, asked: false, sealed: false, multiline: false, unit: null, code: null, ref: null, choices: [], remind: 0, remind_in: [], schema: {}, ...more,
})
const fields = [field('name', { needed: true }), field('seats', { type: 'integer' }), field('turnover', { type: 'number' }), field('licence', { type: 'bool' }), field('kinds', { type: 'list' }), field('phone', { visibility: 'restricted', needed: true })]
const before = { name: '老王饭馆', seats: 12, turnover: 30.5, licence: false, kinds: ['food'] }

test('an untouched form changes nothing', () => {
  expect(readForm(fields, typedOf(fields, before), before, ['phone'])).toEqual({ values: {}, faults: {} })
})

test('only what was changed is sent, an emptied field as null', () => {
  const typed = { ...typedOf(fields, before), seats: '', kinds: [], turnover: '1,030.5', licence: 'true' }
  expect(readForm(fields, typed, before, ['phone']).values).toEqual({ seats: null, kinds: null, turnover: 1030.5, licence: true })
})

test('a needed field may not be emptied; one that the reader may not see may stay empty', () => {
  const typed = { ...typedOf(fields, before), name: ' ' }
  expect(readForm(fields, typed, before, ['phone']).faults).toEqual({ name: 'needed' })
  expect(readForm(fields, typed).faults).toEqual({ name: 'needed', phone: 'needed' })
})

test('words are no numbers, and nothing is guessed', () => {
  expect(readForm([field('seats', { type: 'integer' })], { seats: '约十二' }).faults).toEqual({ seats: 'integer' })
  expect(readForm([field('seats', { type: 'integer' })], { seats: '12.5' }).faults).toEqual({ seats: 'integer' })
  expect(readForm([field('sum', { type: 'number' })], { sum: '12.5万' }).faults).toEqual({ sum: 'number' })
})

test('a new entry sends what is filled in and nothing else', () => {
  expect(readForm(fields.slice(0, 5), { name: '小面馆', seats: '', turnover: '', licence: '', kinds: [] }).values).toEqual({ name: '小面馆' })
})

test('a refusal stands at its field', () => {
  expect(refused(new Problem('ledger.code', 422, '统一社会信用代码的校验位不对', 'fields.uscc'))).toEqual({ uscc: '统一社会信用代码的校验位不对' })
  expect(refused(new Problem('net.offline', 0, ''))).toEqual({})
})
