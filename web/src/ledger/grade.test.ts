import { expect, test } from 'vitest'

import { gradeOf, isAsked, judge, type Given, type Said } from './grade'
import type { CheckItem, Checklist } from './types'

const name = { zh: '项', en: 'Item' }
const item = (code: string, more: Partial<CheckItem> = {}): CheckItem => ({
  item: code, name, hint: null, group: null, type: 'pass', min: null, max: null, unit: null, choices: [], points: 10, must: false, focus: false, photo: false, may_skip: false, limit: null, only: [], ...more,
})
const rule = (status: string, more = {}) => ({ status, score_from: null, score_below: null, must_passed: null, open_items: null, overdue: null, ...more })
const list: Checklist = {
  checklist: 'hygiene', programme: 'shops', version: 1, name, ledger: 'shop', groups: [], case: null, review: null, review_field: null, not_done: null, vain_tries: 0,
  items: [
    item('floor', { points: 30 }),
    item('licence', { points: 30, must: true }),
    item('fridge', { type: 'number', min: 0, max: 8, points: 10, may_skip: true, only: ['food'] }),
    item('air', { type: 'choice', points: 30, choices: [{ value: 'good', name, passes: true }, { value: 'bad', name, passes: false }] }),
  ],
  rules: [rule('noncompliant', { score_below: 60 }), rule('noncompliant', { overdue: true }), rule('rectifying', { open_items: true }), rule('noncompliant', { must_passed: false }), rule('compliant', { score_from: 80 }), rule('noncompliant')],
}
const said = (answers: Record<string, Given>, corrected: string[] = []): Record<string, Said> => Object.fromEntries(Object.entries(answers).map(([code, answer]) => [code, { answer, corrected: corrected.includes(code) }]))
const good = { floor: true, licence: true, fridge: 4, air: 'good' }

test('all passed is a hundred and the best status', () => {
  expect(gradeOf(list, 'food', said(good))).toMatchObject({ score: 100, failed: 0, status: 'compliant' })
})

test('a failed item leaves something to put right', () => {
  expect(gradeOf(list, 'food', said({ ...good, floor: false }))).toMatchObject({ score: 70, failed: 1, left: 1, status: 'rectifying' })
})

test('what was put right on the spot keeps its points and leaves nothing open', () => {
  expect(gradeOf(list, 'food', said({ ...good, fridge: 12 }, ['fridge']))).toMatchObject({ score: 100, failed: 1, left: 0, status: 'compliant' })
  expect(gradeOf(list, 'food', said({ ...good, licence: false }, ['licence']))).toMatchObject({ score: 100, mustFailed: 1, left: 0, status: 'compliant' })
})

test('below the line it does not meet the standard, whatever is still open', () => {
  expect(gradeOf(list, 'food', said({ ...good, floor: false, air: 'bad' }))).toMatchObject({ score: 40, status: 'noncompliant' })
})

test('the score is rounded down, so that it never shows a line that it did not reach', () => {
  const thirds = { ...list, items: [item('a', { points: 2 }), item('b', { points: 1 })] }
  expect(gradeOf(thirds, null, said({ a: true, b: false }))).toMatchObject({ score: 66 })
})

test('what is not applicable has no points, and what the trade is not asked is not counted', () => {
  expect(gradeOf(list, 'food', said({ ...good, fridge: null }))).toMatchObject({ score: 100 })
  expect(gradeOf(list, 'books', said({ ...good, fridge: 30 }))).toMatchObject({ score: 100, failed: 0 })
  expect(isAsked(list.items[2]!, null)).toBe(false)
})

test('an item that fails again after its time is over counts as overdue', () => {
  expect(gradeOf(list, 'food', said({ ...good, floor: false }), ['floor'])).toMatchObject({ status: 'noncompliant' })
  expect(gradeOf(list, 'food', said(good), ['floor'])).toMatchObject({ status: 'compliant' })
})

test('an answer that the item does not take is none', () => {
  expect(judge(list.items[0]!, null)).toBe(undefined)
  expect(judge(list.items[2]!, 'cold')).toBe(undefined)
  expect(judge(list.items[2]!, Number.NaN)).toBe(undefined)
  expect(judge(list.items[3]!, 'so so')).toBe(undefined)
  expect(judge(list.items[2]!, 8)).toBe(true)
})

test('nothing asked has no score', () => {
  expect(gradeOf(list, 'food', {}).score).toBe(null)
})
