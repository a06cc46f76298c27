import { expect, test } from 'vitest'

import { cutsOf, lensOf, places, ranking, valuesOf } from './rank'

test('the largest has the first place, equal ones share the mean of theirs', () => {
  expect(places({ film: 30, ceramics: 50, design: 30, software: 10, tour: null })).toEqual({ ceramics: 1, film: 2.5, design: 2.5, software: 4 })
})

test('a shrinking industry stands behind one that stands still', () => {
  expect(places({ a: -2, b: 0 })).toEqual({ b: 1, a: 2 })
})

test('each lens counts the same, however many figures it has', () => {
  const rows = ranking(['a', 'b'], { scale: [{ a: 9, b: 1 }, { a: 8, b: 2 }, { a: 7, b: 3 }], benefit: [{ a: 1, b: 2 }], speed: [{ a: 1, b: 2 }] })
  expect(rows.map((row) => row.label)).toEqual(['b', 'a'])
  expect(rows[0]).toMatchObject({ lens: { scale: 2, benefit: 1, speed: 1 } })
  expect(rows[0]!.mean).toBeCloseTo(4 / 3)
})

test('whoever lacks a figure has no place in all, and comes last', () => {
  const rows = ranking(['a', 'b'], { scale: [{ a: 9, b: 1 }], speed: [{ a: null, b: 1 }] })
  expect(rows.map((row) => [row.label, row.mean])).toEqual([['b', 1.5], ['a', null]])
})

test('a lens that nobody may see counts for nobody', () => {
  expect(ranking(['a'], { scale: [{ a: 1 }], benefit: [] })[0]).toEqual({ label: 'a', lens: { scale: 1 }, mean: 1 })
  expect(ranking(['a'], {})[0]!.mean).toBe(null)
})

test('what is withheld is not known', () => {
  const part = { label: 'a', name: { zh: '', en: '' }, value: 3, text: '', over: null, under: null, known: true, withheld: true, period: null, entries: null, reported: null }
  expect(valuesOf([part])).toEqual({ a: null })
})

test('sums are scale, ratios benefit, growth speed', () => {
  expect((['count', 'sum', 'ratio', 'growth'] as const).map((form) => lensOf({ form }))).toEqual(['scale', 'scale', 'benefit', 'speed'])
})

test('figures are first taken apart by the field that most of them have', () => {
  const [kind, industry, other] = ['kind', 'industry', 'other'].map((field) => ({ field, name: { zh: field, en: field } }))
  expect(cutsOf([{ by: [kind!] }, { by: [industry!, other!] }, { by: [] }, { by: [industry!] }]).map((cut) => cut.field)).toEqual(['industry', 'kind', 'other'])
})
