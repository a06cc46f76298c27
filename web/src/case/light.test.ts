import { beforeEach, expect, test } from 'vitest'

import { setLang } from '../i18n'
import { common } from '../i18n/common'
import { lightOf, lightText, type Running } from './light'

const now = Date.parse('2026-10-19T10:00:00+08:00')
const clock = (more: Partial<Running> = {}): Running => ({ due: '2026-10-19T12:30:00+08:00', light: 'none', paused: false, provisional: false, ...more })

beforeEach(async () => {
  await common.load()
  await setLang('zh')
})

test('what is left is said in one unit', () => {
  expect(lightText(clock(), now)).toBe('剩 2 小时')
  expect(lightText(clock({ due: '2026-10-19T10:07:40+08:00' }), now)).toBe('剩 7 分钟')
  expect(lightText(clock({ due: '2026-10-22T10:00:00+08:00' }), now)).toBe('剩 3 天')
  expect(lightText(clock({ due: '2026-10-19T06:59:00+08:00' }), now)).toBe('超 3 小时')
})

test('a due time that may still move says so', () => {
  expect(lightText(clock({ provisional: true }), now)).toBe('暂计剩 2 小时')
})

test('a paused clock tells no time', () => {
  expect(lightText(clock({ paused: true, due: null }), now)).toBe('已暂停')
  expect(lightOf(clock({ paused: true, light: 'yellow' }), now)).toBe('off')
})

test('late is late before the server has lit its lamp', () => {
  expect(lightOf(clock({ due: '2026-10-19T09:59:59+08:00' }), now)).toBe('late')
  expect(lightOf(clock({ light: 'yellow' }), now)).toBe('soon')
  expect(lightOf(clock(), now)).toBe('calm')
  expect(lightOf(null, now)).toBe('off')
})
