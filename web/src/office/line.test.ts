import { expect, test } from 'vitest'

import type { CaseAction } from '../api/types'
import { ahead, undoOf } from './line'

const rows = ['a', 'b', 'c'].map((ref) => ({ ref }))
const action = (code: string, to: string | null, style = 'quiet') => ({ action: code, to, style }) as CaseAction

test('after one comes the next, after the last the first that was passed by', () => {
  expect(ahead(rows, 'a')).toBe('b')
  expect(ahead(rows, 'c')).toBe('a')
  expect(ahead(rows.slice(0, 1), 'a')).toBeUndefined()
  expect(ahead(rows, 'elsewhere')).toBe('a')
})

test('a merge can be taken back, a step within the desk and the way on are no way back', () => {
  const states = ['reported', 'accepted']
  expect(undoOf({ state: 'merged', actions: [action('unmerge', 'reported')] }, states)?.action).toBe('unmerge')
  expect(undoOf({ state: 'accepted', actions: [action('correct', null), action('revert', 'reported')] }, states)).toBeUndefined()
  expect(undoOf({ state: 'verifying', actions: [action('submit', 'reported', 'main')] }, states)).toBeUndefined()
  expect(undoOf({ state: 'rejected', actions: [] }, states)).toBeUndefined()
})
