import { afterEach, expect, test } from 'vitest'

import { lang } from '.'
import { unitWords, withUnit } from './units'

afterEach(() => (lang.value = 'zh'))

test('in English a measure word is left out and money is said in words', () => {
  lang.value = 'en'
  expect([unitWords('家'), unitWords('万元'), unitWords('mg/L'), unitWords(null)]).toEqual(['', '× 10,000 yuan', 'mg/L', ''])
  expect([withUnit('Enterprises', '家'), withUnit('Area', '平方米')]).toEqual(['Enterprises', 'Area (m²)'])
})

test('in Chinese the unit is what the file says', () => {
  lang.value = 'zh'
  expect([unitWords('家'), withUnit('企业数', '家')]).toEqual(['家', '企业数 (家)'])
})
