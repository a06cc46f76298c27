import { expect, test } from 'vitest'

import type { Task, Why } from './bundle'
import { metres, stopsOf } from './tasks'

const now = Date.parse('2026-11-30T10:00:00+08:00')
const task = (ref: string, why: Why, more: Partial<Task['entry']> = {}): Task => ({ entry: { ref, area: '1', review_due: null, point: null, ...more } as Task['entry'], why, checklist: 'c', round: why === 'round' ? 'R-1' : null, open_items: 0 })
const order = (tasks: Task[], here = null as { lat: number; lon: number } | null) => stopsOf(tasks, now, here).map((stop) => stop.entry.ref)

test('a door that waits for two reasons is one stop, and its round is what it is looked at for', () => {
  const [stop, ...rest] = stopsOf([task('a', 'recheck'), task('a', 'round')], now, null)
  expect(rest).toEqual([])
  expect(stop).toMatchObject({ whys: ['recheck', 'round'], task: { round: 'R-1' } })
})

test('what is overdue comes first', () => {
  expect(order([task('a', 'round'), task('b', 'review', { review_due: '2026-11-01T00:00:00Z' }), task('c', 'review', { review_due: '2026-12-24T00:00:00Z' })])).toEqual(['b', 'c', 'a'])
})

test('near first once I said where I am; a door without a point comes last', () => {
  const far = task('far', 'review', { review_due: '2026-01-01T00:00:00Z', point: { lat: 34.8, lon: 113.7 } })
  const near = task('near', 'round', { point: { lat: 34.751, lon: 113.7 } })
  expect(order([far, task('unknown', 'round'), near], { lat: 34.75, lon: 113.7 })).toEqual(['near', 'far', 'unknown'])
})

test('a thousandth of a degree to the north is some 111 metres', () => {
  expect(Math.round(metres({ lat: 34.75, lon: 113.7 }, { lat: 34.751, lon: 113.7 }))).toBe(111)
})
