import { expect, test } from 'vitest'

import { festivals, hoursOn, monthsOf, stretches, type Hours } from './yeargrid'

const usual: Hours = { from: null, days: [1, 2, 3, 4, 5], windows: '08:00-12:00,14:00-18:00' }
const named = [
  { date: '2014-09-28', name: '国庆节', is_off: false },
  ...[1, 2, 3, 4, 5, 6, 7].map((n) => ({ date: `2014-10-0${n}`, name: '国庆节', is_off: true })),
  { date: '2014-10-11', name: '国庆节', is_off: false },
]
const days = (hours = [usual]) => Object.fromEntries(monthsOf(2014, hours, named).flatMap((m) => m.weeks.flat().flatMap((d) => (d ? [[d.date, d]] : []))))

test('a year has all its days, and a make-up Sunday is worked', () => {
  const all = days()
  expect(Object.keys(all)).toHaveLength(365)
  expect([all['2014-09-28']!.kind, all['2014-10-01']!.kind, all['2014-10-04']!.kind, all['2014-10-08']!.kind, all['2014-10-12']!.kind]).toEqual(['makeup', 'holiday', 'holiday', 'work', 'weekend'])
})

test('weeks begin on Monday and are whole', () => {
  const october = monthsOf(2014, [usual], named)[9]!
  expect(october.weeks[0]!.map((d) => d?.n ?? 0)).toEqual([0, 0, 1, 2, 3, 4, 5])
  expect(october.weeks.every((week) => week.length === 7)).toBe(true)
})

test('hours hold from their day on', () => {
  const six = { from: '2014-07-01', days: [1, 2, 3, 4, 5, 6], windows: '09:00-17:00' }
  const all = days([six, usual])
  expect([all['2014-06-28']!.kind, all['2014-07-05']!.kind]).toEqual(['weekend', 'work'])
  expect(hoursOn([six, usual], '2014-06-30')).toBe(usual)
})

test('days off that follow each other are one stretch', () => {
  expect(stretches(named).map((s) => [s.from, s.to, s.n, s.is_off])).toEqual([
    ['2014-09-28', '2014-09-28', 1, false],
    ['2014-10-01', '2014-10-07', 7, true],
    ['2014-10-11', '2014-10-11', 1, false],
  ])
})

test('a festival stands with the days worked for it', () => {
  const all = festivals([{ date: '2014-01-01', name: '元旦', is_off: true }, ...named])
  expect(all.map((f) => [f.name, f.off.map((s) => s.n), f.on.map((s) => s.from)])).toEqual([
    ['元旦', [1], []],
    ['国庆节', [7], ['2014-09-28', '2014-10-11']],
  ])
})
