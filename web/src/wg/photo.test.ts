import { expect, test } from 'vitest'

import { fit } from './photo'

test('a photo is made small, never large', () => {
  expect(fit(4000, 3000)).toEqual([1600, 1200])
  expect(fit(3000, 4000)).toEqual([1200, 1600])
  expect(fit(800, 600)).toEqual([800, 600])
  expect(fit(10000, 2)).toEqual([1600, 1])
})
