import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { gathered, merge } from './merge'

const rows = (text: string) => text.split(' ').map((one) => ({ ref: one.slice(0, 1), state: one.slice(1) }))
const told = (of: { rows: { ref: string; state: string; gone?: boolean }[]; added: number }) => `${of.rows.map((r) => `${r.ref}${r.state}${r.gone ? '!' : ''}`).join(' ')} +${of.added}`
const nobody = () => false

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

test('a row changes where it stands, whatever the new order is', () => {
  expect(told(merge(rows('a1 b1 c1'), rows('c2 a1 b1'), false, nobody))).toBe('a1 b1 c2 +0')
})

test('new rows are counted, not put under the hand of the reader', () => {
  expect(told(merge(rows('b1 c1'), rows('a1 b1 c1 d1'), false, nobody))).toBe('b1 c1 +2')
})

test('what left the list goes, but stays while it is looked at', () => {
  expect(told(merge(rows('a1 b1 c1'), rows('c1'), false, (ref) => ref === 'b'))).toBe('b1! c1 +0')
})

test('what was only pushed beyond the end of the answer stays', () => {
  expect(told(merge(rows('b1 c1 d1'), rows('a1 b1 c1'), true, nobody))).toBe('b1 c1 d1 +1')
})

test('a held row that comes back is one of the list again', () => {
  expect(told(merge([{ ref: 'a', state: '1', gone: true }], rows('a2'), false, nobody))).toBe('a2 +0')
})

test('a burst asks once at once and once at its end', () => {
  const work = vi.fn()
  const call = gathered(work)
  for (let i = 0; i < 5; i++) {
    call()
    vi.advanceTimersByTime(100)
  }
  expect(work).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(3000)
  expect(work).toHaveBeenCalledTimes(2)
  call.stop()
})
