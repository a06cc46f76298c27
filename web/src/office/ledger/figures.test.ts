import { beforeAll, expect, test } from 'vitest'

import { setLang } from '../../i18n'
import { common } from '../../i18n/common'
import { figureWords, inOrder, periodsTo } from './figures'
import { deskWords } from './words'

beforeAll(async () => {
  await Promise.all([common.load(), deskWords.load()])
  await setLang('zh')
})

test('a figure has its unit once, what is not known has none', () => {
  expect(figureWords({ text: '673', value: 673, withheld: false }, '家')).toBe('673 家')
  expect(figureWords({ text: '90.04%', value: 90.04, withheld: false }, '%')).toBe('90.04%')
  expect(figureWords({ text: '—', value: null, withheld: false }, '家')).toBe('—')
})

test('what is withheld is said, not shown as nought', () => {
  expect(figureWords({ text: '', value: null, withheld: true }, '人')).toBe('数太小，不公布')
})

test('twelve months and five years end with the day one looks at', () => {
  expect(periodsTo('2026-03-15', 'month')).toEqual({ from: '2025-04-01', to: '2026-03-15' })
  expect(periodsTo('2026-03-15', 'year')).toEqual({ from: '2022-01-01', to: '2026-03-15' })
})

test('kinds are ranked, the unknown last; areas stay as they lie', () => {
  const parts = [{ value: 3 }, { value: null }, { value: 7 }]
  expect(inOrder(parts, 'field').map((one) => one.value)).toEqual([7, 3, null])
  expect(inOrder(parts, 'area').map((one) => one.value)).toEqual([3, null, 7])
})
