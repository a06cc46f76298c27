import { expect, test } from 'vitest'

import { dayBefore, monthOf, monthsOver, nextDay, periodOf } from './period'

test('a period is whole, also over the turn of a year', () => {
  const january = Date.parse('2026-01-15T10:00:00+08:00')
  expect(periodOf('month', january)).toEqual({ from: '2026-01-01', to: '2026-02-01' })
  expect(periodOf('last', january)).toEqual({ from: '2025-12-01', to: '2026-01-01' })
  expect(periodOf('quarter', Date.parse('2026-11-25T10:00:00+08:00'))).toEqual({ from: '2026-10-01', to: '2027-01-01' })
  expect(periodOf('year', january)).toEqual({ from: '2026-01-01', to: '2027-01-01' })
})

test('the month is that of the grid, not of the device', () => {
  expect(periodOf('month', Date.parse('2026-01-31T23:30:00Z')).from).toBe('2026-02-01')
})

test('months that are over are told by their names, and only they', () => {
  const january = Date.parse('2026-01-31T10:00:00Z')
  expect(monthsOver(january).slice(0, 2)).toEqual(['2025-12', '2025-11'])
  expect(monthsOver(january)).toHaveLength(12)
  expect(monthOf('2025-12')).toEqual({ from: '2025-12-01', to: '2026-01-01' })
  expect(monthOf('2026-02')).toEqual({ from: '2026-02-01', to: '2026-03-01' })
})

test('days follow each other', () => {
  expect(nextDay('2026-12-31')).toBe('2027-01-01')
  expect(dayBefore('2026-03-01')).toBe('2026-02-28')
})
