import { expect, test } from 'vitest'

import { Problem } from '../api/problem'
import { paged } from './paged'

test('pages are added below, and the last one ends the list', async () => {
  const list = paged(async (q: string, cursor) => ({ items: [`${q}${cursor ?? 0}`], next: cursor ? null : '1' }))
  await list.first('a')
  expect([list.items.value, list.more.value]).toEqual([['a0'], true])
  await list.next()
  expect([list.items.value, list.more.value]).toEqual([['a0', 'a1'], false])
  await list.first('b')
  expect(list.items.value).toEqual(['b0'])
})

test('an old answer that comes late is thrown away', async () => {
  const answers: Record<string, (page: { items: string[]; next: null }) => void> = {}
  const list = paged((q: string) => new Promise<{ items: string[]; next: null }>((done) => (answers[q] = done)))
  const old = list.first('old')
  const now = list.first('now')
  answers.now?.({ items: ['now'], next: null })
  answers.old?.({ items: ['old'], next: null })
  await Promise.all([old, now])
  expect(list.items.value).toEqual(['now'])
  expect(list.busy.value).toBe(false)
})

test('a failed page leaves what is there and says why', async () => {
  let fail = false
  const list = paged(async () => {
    if (fail) throw new Problem('x', 503, 'busy')
    return { items: [1], next: '2' }
  })
  await list.first(undefined)
  fail = true
  await list.next()
  expect([list.items.value, list.problem.value]).toEqual([[1], 'busy'])
})
