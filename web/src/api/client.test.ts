import { beforeEach, expect, test } from 'vitest'

import { setLang } from '../i18n'
import { common } from '../i18n/common'
import { keyed, match, must, newKey } from './client'
import { Problem, problemText } from './problem'

const answer = (status: number, body: unknown) => Promise.resolve({ error: body, response: new Response(null, { status }) })

beforeEach(async () => {
  await common.load()
  await setLang('zh')
})

test('a good answer is handed on', async () => {
  expect(await must(Promise.resolve({ data: { n: 1 }, response: new Response('{}') }))).toEqual({ n: 1 })
})

test('the server words its own problems', async () => {
  const e = await must(answer(422, { code: 'place.outside_grid', title: '这里不在网格内。', field: 'lon' })).catch((x: unknown) => x)
  expect(e).toBeInstanceOf(Problem)
  expect(e).toMatchObject({ code: 'place.outside_grid', status: 422, field: 'lon' })
  expect(problemText(e)).toBe('这里不在网格内。')
})

test('what never reached the server is worded here', async () => {
  const lost = await must(Promise.reject(new TypeError('Failed to fetch'))).catch((x: unknown) => x)
  expect(problemText(lost)).toContain('没有连上服务器')
  const proxy = await must(answer(502, '<html>')).catch((x: unknown) => x)
  expect(problemText(proxy)).toContain('服务器没有办成')
  expect(problemText(new Error('bug'))).toContain('页面出了差错')
})

test('a stale version says what to do', async () => {
  const e = await must(answer(412, { code: 'version.stale', title: 'x' })).catch((x: unknown) => x)
  expect(problemText(e)).toContain('别人刚刚改过')
})

test('keys are random and fit the contract', () => {
  const keys = new Set(Array.from({ length: 100 }, newKey))
  expect(keys.size).toBe(100)
  for (const key of keys) expect(key).toMatch(/^[A-Za-z0-9_-]{22}$/)
  expect(keyed('abc')).toEqual({ 'Idempotency-Key': 'abc' })
  expect(match(3)).toEqual({ 'If-Match': '"v3"' })
})
