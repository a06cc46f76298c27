import { expect, test } from 'vitest'

import { commonArea, itemOf } from './bulk'

const rows = (...areas: string[]) => areas.map((area) => ({ area }))

test('posts for many cases are looked for in the smallest area that has them all', () => {
  expect(commonArea(rows('410105001001001', '410105001001002'))).toBe('410105001001')
  expect(commonArea(rows('410105001001001', '410105002001001'))).toBe('410105')
  expect(commonArea(rows('410105001001001'))).toBe('410105001001001')
  expect(commonArea([])).toBe('')
})

test('the refused item is the one that the problem names', () => {
  expect(itemOf('items[3]')).toBe(3)
  expect(itemOf('items[12].version')).toBe(12)
  expect(itemOf('reason')).toBe(-1)
  expect(itemOf(undefined)).toBe(-1)
})
