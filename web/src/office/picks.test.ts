import { expect, test } from 'vitest'

import { picks, PICKS_MAX } from './picks'

const rows = ['a', 'b', 'c', 'd', 'e'].map((ref) => ({ ref }))
const chosen = (of: ReturnType<typeof picks>) => [...of.chosen.value].sort().join('')

test('a row goes in and out', () => {
  const of = picks()
  of.toggle('b', rows)
  of.toggle('d', rows)
  of.toggle('b', rows)
  expect(chosen(of)).toBe('d')
})

test('shift takes all from the last one touched to this one, upwards too', () => {
  const of = picks()
  of.toggle('d', rows)
  of.toggle('b', rows, true)
  expect(chosen(of)).toBe('bcd')
})

test('shift after taking one out takes all between them out', () => {
  const of = picks()
  of.all(rows)
  of.toggle('b', rows)
  of.toggle('d', rows, true)
  expect(chosen(of)).toBe('ae')
})

test('all on the page, and pressed again none', () => {
  const of = picks()
  of.toggle('b', rows)
  of.all(rows)
  expect(chosen(of)).toBe('abcde')
  of.all(rows)
  expect(of.n.value).toBe(0)
})

test('never more than one bulk action takes', () => {
  const of = picks()
  const many = Array.from({ length: PICKS_MAX + 20 }, (_, i) => ({ ref: `r${i}` }))
  of.all(many)
  expect(of.n.value).toBe(PICKS_MAX)
  expect(of.whole(many)).toBe(true)
})

test('what left the list is no longer chosen', () => {
  const of = picks()
  of.all(rows)
  of.drop('a')
  of.keep(rows.slice(0, 3))
  expect(chosen(of)).toBe('bc')
})
