import { expect, test } from 'vitest'

import { pastDay, today } from './past'

// 01:30 on 1 December in Shanghai, still November in Greenwich.
const now = Date.parse('2026-11-30T17:30:00Z')

test('today is the grid’s day, not Greenwich’s', () => {
  expect(today(now)).toBe('2026-12-01')
})

test('a day that is over can be looked back at', () => {
  expect(pastDay('2026-11-30', now)).toBe('2026-11-30')
})

test('today, days to come and what is no day are no past', () => {
  for (const text of ['2026-12-01', '2027-01-01', '2026-02-30', '30.11.2026', '']) expect(pastDay(text, now)).toBe('')
})
