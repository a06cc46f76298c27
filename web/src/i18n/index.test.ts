import { beforeEach, expect, test } from 'vitest'

import { lang, say, setLang, words } from '.'
import { when } from './time'
import { common } from './common'

const group = words<'hello' | 'cases' | 'other'>({
  zh: async () => ({ default: { hello: '你好，{name}', cases: '{n} 件' } }),
  en: async () => ({ default: { hello: 'Hello {name}', cases: { one: '{n} case', other: '{n} cases' } } }),
})

beforeEach(async () => {
  await group.load()
  await common.load()
  await setLang('zh')
})

test('a text is filled in and follows the language', async () => {
  expect(group.t('hello', { name: '周' })).toBe('你好，周')
  await setLang('en')
  expect(group.t('hello', { name: 'Zhou' })).toBe('Hello Zhou')
  expect(lang.value).toBe('en')
})

test('an English number takes its form', async () => {
  await setLang('en')
  expect(group.t('cases', { n: 1 })).toBe('1 case')
  expect(group.t('cases', { n: 3 })).toBe('3 cases')
})

test('an unknown key shows itself instead of nothing', () => {
  expect(group.t('other')).toBe('other')
})

test('a name without English falls back to Chinese', async () => {
  await setLang('en')
  expect(say({ zh: '路灯', en: '' })).toBe('路灯')
})

test('times are said as on the grid, not as on the device', () => {
  const now = new Date('2026-10-20T18:30:00Z')
  expect(when('2026-10-21T01:00:00+08:00', now)).toBe('今天 01:00')
  expect(when('2026-10-20T23:59:00+08:00', now)).toBe('昨天 23:59')
  expect(when('2026-10-22T08:00:00+08:00', now)).toBe('明天 08:00')
  expect(when('2026-10-19T08:12:00+08:00', now)).toBe('10月19日 08:12')
  expect(when('2025-10-19T08:12:00+08:00', now)).toBe('2025年10月19日')
})
