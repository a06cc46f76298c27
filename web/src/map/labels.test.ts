import type { FeatureLike } from 'ol/Feature'
import { expect, test, vi } from 'vitest'

import { Labels } from './styles'

const piece = (...extent: number[]) => ({ getGeometry: () => ({ getExtent: () => extent }) }) as unknown as FeatureLike

test('only the largest piece of an area carries its name', () => {
  const changed = vi.fn()
  const labels = new Labels(changed)
  const small = piece(0, 0, 1, 1)
  const large = piece(0, 0, 4, 4)
  expect(labels.carries(small, '410105', 10)).toBe(true)
  expect(changed).not.toHaveBeenCalled()
  expect(labels.carries(large, '410105', 10)).toBe(true)
  expect(changed).toHaveBeenCalledTimes(1)
  expect(labels.carries(small, '410105', 10)).toBe(false)
  expect(labels.carries(small, '410105', 40)).toBe(true)
  expect(labels.carries(small, '410103', 10)).toBe(true)
})
