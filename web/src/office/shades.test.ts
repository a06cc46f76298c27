import { expect, test } from 'vitest'

import { shades } from './shades'

test('the map is darker where more is open, and small hidden numbers are not nothing', () => {
  const of = (open: number | null) => shades([{ code: '1', open }])['1']
  expect([0, 1, 2, 3, 7, 8, 14, 15, 900].map(of)).toEqual([0, 1, 1, 2, 2, 3, 3, 4, 4])
  expect(of(null)).toBe(1)
})
