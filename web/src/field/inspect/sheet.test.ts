import { expect, test } from 'vitest'

import type { Inspection } from '../../ledger/records'
import type { Checklist, CheckItem } from '../../ledger/types'
import { standingOf } from './bundle'
import { effective, groupsOf, lastAnswers } from './last'
import { backOff, bodyOf, carryOver, givenOf, itemsOf, lackOf, noAnswer, readNumber, type Sheet, type SheetAnswer } from './sheet'

const name = { zh: '项', en: 'Item' }
const item = (code: string, more: Partial<CheckItem> = {}): CheckItem => ({
  item: code, name, hint: null, group: null, type: 'pass', min: null, max: null, unit: null, choices: [], points: 10, must: false, focus: false, photo: false, may_skip: false, limit: null, only: [], ...more,
})
const floor = item('floor', { group: 'place' })
const exit = item('exit', { photo: true })
const fridge = item('fridge', { type: 'number', min: -5, max: 8, may_skip: true, only: ['food'] })
const list = { checklist: 'hygiene', version: 3, groups: [{ group: 'place', name }], items: [floor, exit, fridge], rules: [] } as unknown as Checklist
const says = (more: Partial<SheetAnswer>): SheetAnswer => ({ ...noAnswer(), ...more })
const photo = { key: 'p', name: 'p.jpg', blob: new Blob(['x']) }

const sheet = (answers: Record<string, SheetAnswer>, more: Partial<Sheet> = {}): Sheet => ({
  id: 'x', account: '1', entry: 'E-1', name: '店', place: '社区', checklist: 'hygiene', checklist_version: 3, kind: 'full', round: null, result: 'done', answers, items: list.items, note: ' ', photos: [], changed: '', state: 'open', key: 'k', done: '2026-11-30T02:00:00Z', tries: 0, next: 0, problem: '', grade: null, ...more,
})

test('a full inspection asks all that the trade is asked, a re-check only what is open', () => {
  expect(itemsOf(list, 'food', 'full', []).map((one) => one.item)).toEqual(['floor', 'exit', 'fridge'])
  expect(itemsOf(list, 'books', 'full', []).map((one) => one.item)).toEqual(['floor', 'exit'])
  expect(itemsOf(list, 'food', 'recheck', ['exit']).map((one) => one.item)).toEqual(['exit'])
})

test('numbers are read as people type them', () => {
  expect(readNumber(' 7.5 ')).toBe(7.5)
  expect(readNumber('7,5')).toBe(7.5)
  expect(readNumber('\u22125')).toBe(-5)
  expect(readNumber('cold')).toBe(undefined)
  expect(readNumber('')).toBe(undefined)
  expect(givenOf(fridge, says({ typed: '4', answer: undefined }))).toBe(4)
  expect(givenOf(fridge, says({ typed: '4', answer: null }))).toBe(null)
})

test('a sheet goes on with a newer version of its list: answers stay, none is overwritten, what does not fit is asked again', () => {
  const grade = item('grade', { type: 'choice', choices: [{ value: 'good', name, passes: true }] })
  const newer = { ...list, version: 4, items: [floor, item('exit', { type: 'number' }), grade, item('lamp')] } as unknown as Checklist
  const gone = says({ typed: '4', note: '冰箱' })
  const begun = sheet({ floor: says({ answer: false, note: '油污', photos: [photo] }), exit: says({ answer: true, note: '通' }), grade: says({ answer: 'poor' as never }), fridge: gone })
  const { sheet: now, kept } = carryOver(begun, newer)
  expect(kept).toBe(1)
  expect(now.checklist_version).toBe(4)
  expect(now.answers.floor).toEqual(begun.answers.floor)
  expect(now.answers.exit).toMatchObject({ answer: undefined, note: '通' })
  expect(now.answers.grade!.answer).toBe(undefined)
  expect(now.answers.fridge).toEqual(gone)
  expect(begun.answers.exit!.answer).toBe(true)
  expect(bodyOf({ ...now, items: newer.items }).answers!.map((one) => one.item)).toEqual(['floor'])
})

test('a failed item that demands a photo waits for it; a passed one does not', () => {
  expect(lackOf(exit, says({ answer: false }), 'full')).toBe('photo')
  expect(lackOf(exit, says({ answer: false, photos: [photo] }), 'full')).toBe(null)
  expect(lackOf(exit, says({ answer: true }), 'full')).toBe(null)
})

test('a re-check may leave items for another time, a full inspection may not', () => {
  expect(lackOf(floor, says({}), 'full')).toBe('answer')
  expect(lackOf(floor, says({}), 'recheck')).toBe(null)
  expect(lackOf(fridge, says({ typed: 'cold' }), 'recheck')).toBe('answer')
})

test('what is sent says each answer once, and what was put right only where it failed', () => {
  const body = bodyOf(sheet({ floor: says({ answer: false, corrected: true, note: ' 湿 ' }), exit: says({ answer: true, corrected: true }), fridge: says({ answer: null }) }))
  expect(body).toEqual({
    checklist: 'hygiene', checklist_version: 3, kind: 'full', result: 'done', done: '2026-11-30T02:00:00Z',
    answers: [{ item: 'floor', answer: false, corrected: true, note: '湿' }, { item: 'exit', answer: true }, { item: 'fridge', answer: null }],
  })
})

test('a closed door has no answers, whatever was filled in before', () => {
  expect(bodyOf(sheet({ floor: says({ answer: true }) }, { result: 'door_closed', note: '贴了字条' }))).toEqual({
    checklist: 'hygiene', checklist_version: 3, kind: 'full', result: 'door_closed', done: '2026-11-30T02:00:00Z', note: '贴了字条',
  })
})

test('the same sheet says the same at each try, or the server would take it for another', () => {
  const one = sheet({ exit: says({ answer: false, photos: [{ ...photo, use: { upload: '1', token: 't' } }] }) })
  expect(JSON.stringify(bodyOf(one))).toBe(JSON.stringify(bodyOf({ ...one, tries: 5, next: 1, problem: 'x' })))
})

const done = (ref: string, kind: 'full' | 'recheck', answers: [string, unknown][], more = {}) =>
  ({ ref, kind, result: 'done', checklist: 'hygiene', annulled: false, done: ref, answers: answers.map(([code, answer]) => ({ item: code, answer, corrected: false })), ...more }) as unknown as Inspection

test('what counts is the last full inspection and the re-checks after it', () => {
  const all = [done('4', 'recheck', []), done('3', 'full', [], { annulled: true }), done('2', 'full', []), done('1', 'full', [])]
  expect(standingOf(all, 'hygiene').map((one) => one.ref)).toEqual(['4', '2'])
  expect(standingOf([done('1', 'recheck', [])], 'hygiene')).toEqual([])
})

test('a re-check replaces the items that it saw, and leaves the others', () => {
  const before = [done('2', 'recheck', [['exit', true]]), done('1', 'full', [['floor', false], ['exit', false]])]
  expect(lastAnswers(before)).toMatchObject({ exit: { answer: true, done: '2' }, floor: { answer: false, done: '1' } })
  expect(effective(list, before, { floor: { answer: true, corrected: false } })).toMatchObject({ floor: { answer: true }, exit: { answer: true } })
})

test('items are numbered through the groups; those of no group come last', () => {
  expect(groupsOf(list, list.items, '其他').map((group) => [group.key, group.items.map(({ item: { item: code }, n }) => `${n} ${code}`)])).toEqual([['place', ['1 floor']], ['rest', ['2 exit', '3 fridge']]])
})

test('tries come ever more rarely, but never more than five minutes apart', () => {
  expect([1, 2, 3, 20].map(backOff)).toEqual([2, 4, 8, 300])
})
