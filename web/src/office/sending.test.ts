import { expect, test } from 'vitest'

import { Problem } from '../api/problem'
import { sending } from './sending'

async function keysAfter(status: number) {
  const { send, problem } = sending()
  const keys: string[] = []
  const work = async (key: string) => {
    keys.push(key)
    if (keys.length === 1) throw new Problem('x', status, 'why')
    return true
  }
  expect(await send(work)).toBeUndefined()
  expect(problem.value).not.toBe('')
  expect(await send(work)).toBe(true)
  expect(problem.value).toBe('')
  return keys
}

test('a lost answer is asked for again with the same key', async () => {
  for (const status of [0, 503, 429]) {
    const [a, b] = await keysAfter(status)
    expect(a).toBe(b)
  }
})

test('what is sent after a refusal is a new wish', async () => {
  const [a, b] = await keysAfter(422)
  expect(a).not.toBe(b)
})
