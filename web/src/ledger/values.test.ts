import { beforeAll, expect, test } from 'vitest'

import { setLang } from '../i18n'
import { common } from '../i18n/common'
import type { LedgerField } from './types'
import { valueWords } from './values'
import { ledgerWords } from './words'

const field = (more: Partial<LedgerField>): LedgerField => ({
  field: 'f', name: { zh: '字段', en: 'Field' }, why: { zh: '', en: '' }, type: 'text', visibility: 'public', needed: false, asked: false, sealed: false, multiline: false, unit: null, code: null, ref: null, choices: [], remind: 0, remind_in: [], schema: {}, ...more,
})
const kinds = [
  { value: 'food', name: { zh: '小餐饮', en: 'Eatery' } },
  { value: 'barber', name: { zh: '小理发店', en: 'Barber' } },
]

beforeAll(async () => {
  await Promise.all([common.load(), ledgerWords.load()])
  await setLang('zh')
})

test('a choice is said by its name, one that the programme dropped by its value', () => {
  expect(valueWords(field({ type: 'choice', choices: kinds }), 'food')).toBe('小餐饮')
  expect(valueWords(field({ type: 'choice', choices: kinds }), 'bath')).toBe('bath')
})

test('several choices stand beside one another', () => {
  expect(valueWords(field({ type: 'list', choices: kinds }), ['food', 'barber'])).toBe('小餐饮、小理发店')
  expect(valueWords(field({ type: 'list', choices: kinds }), [])).toBe('—')
})

test('a number has its unit, nought is a number, nothing is a dash', () => {
  expect(valueWords(field({ type: 'number', unit: '万元' }), 12345.6)).toBe('12,345.6 万元')
  expect(valueWords(field({ type: 'integer' }), 0)).toBe('0')
  expect(valueWords(field({}), null)).toBe('—')
})

test('no is not nothing', () => {
  expect(valueWords(field({ type: 'bool' }), false)).toBe('否')
})

test('a date is the day itself, wherever the reader sits', () => {
  expect(valueWords(field({ type: 'date' }), '2026-01-01')).toBe('2026年1月1日')
})
