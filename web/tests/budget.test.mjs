// @vitest-environment node
import { expect, test } from 'vitest'

test('every page stays within its budget', async () => {
  const { over } = await import('./budget.mjs')
  expect(over).toEqual([])
})
