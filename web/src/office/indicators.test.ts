import { beforeEach, expect, test } from 'vitest'

import { setLang } from '../i18n'
import { asideOf, barOf, isEmpty, valueWords, type Definition, type Value } from './indicators'
import { officeWords } from './words'

beforeEach(async () => {
  await officeWords.load()
  await setLang('zh')
})

const value = (n: number | null, d: number | null, v: number | null): Value => ({ n, d, value: v })

test('a share is a percentage, a count a number, and what is not there is said', () => {
  expect(valueWords('percent', value(3, 4, 75))).toBe('75%')
  expect(valueWords('cases', value(1234, null, 1234))).toBe('1,234')
  expect(valueWords('work_hour', value(7200, 2, 3.55))).toBe('3.6 工作时')
  expect(valueWords('percent', value(0, 0, null))).toBe('—')
  expect(valueWords('percent', value(null, null, null))).toBe('不足 5')
})

test('a bar is the share itself, or against the largest', () => {
  expect(barOf('percent', value(1, 4, 25), [])).toBe(25)
  expect(barOf('cases', value(5, null, 5), [value(5, null, 5), value(10, null, 10)])).toBe(50)
  expect(barOf('cases', value(0, null, 0), [value(0, null, 0)])).toBe(0)
})

test('the number told beside it is the one that the definition names', () => {
  const definition = { aside_id: 'exempted' } as Definition
  expect(asideOf(definition, { ...value(3, 4, 75), exempted: 2 })).toBe(2)
  expect(asideOf({ aside_id: null } as Definition, value(3, 4, 75))).toBeNull()
})

test('a row is empty when it has no case at all, not when its share is nought or its number withheld', () => {
  const share = { denominator: { zh: '', en: '' }, aside_id: null } as Definition
  const number = { denominator: null, aside_id: 'exempted' } as Definition
  expect([isEmpty(share, value(0, 0, null)), isEmpty(share, value(0, 7, 0)), isEmpty(share, value(null, null, null)), isEmpty(share, undefined)]).toEqual([true, false, false, false])
  expect([isEmpty(number, value(0, null, 0)), isEmpty(number, value(3, null, 3)), isEmpty(number, { ...value(0, null, 0), exempted: 2 })]).toEqual([true, false, false])
})
