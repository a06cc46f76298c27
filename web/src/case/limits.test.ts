import { beforeEach, expect, test } from 'vitest'

import { setLang } from '../i18n'
import { common } from '../i18n/common'
import { amountWords, hoursWords, lampWords, limitWords, outcomeWords, pauses, reasonWords, spanWords, stepWords, usedWords } from './limits'
import { caseWords } from './words'

beforeEach(async () => {
  await common.load()
  await caseWords.load()
  await setLang('zh')
})

test('a limit is said in the words of its unit', async () => {
  expect(limitWords('4 work_hour')).toBe('4 工作时')
  expect(limitWords('2 urgent_hour/4 work_hour/2 work_day')).toBe('2 紧急工作时 / 4 工作时 / 2 工作日')
  expect(limitWords('0.25 urgent_hour')).toBe('15 分钟（紧急工作时）')
  expect(limitWords('when it is done')).toBe('when it is done')
  await setLang('en')
  expect(limitWords('1 work_day')).toBe('1 working day')
  expect(limitWords('0.25 urgent_hour')).toBe('15 urgent minutes')
})

test('amounts are exact, so that they add up by hand', () => {
  expect(hoursWords(5400)).toBe('1 小时 30 分')
  expect(hoursWords(59)).toBe('59 秒')
  expect(hoursWords(0)).toBe('0 分')
  expect(amountWords('day', 1)).toBe('1 天')
  expect(amountWords('office_second', 3600)).toBe('1 小时')
  expect(usedWords({ unit: 'work_hour', used_ticks: 7_200_000_000 })).toBe('2 小时')
  expect(usedWords({ unit: 'work_day', used_ticks: 43_200_000_000 })).toBe('0.5 天')
})

test('a span says its day once, and whole days as days', () => {
  expect(spanWords({ from: '2014-10-08T09:00:00+08:00', to: '2014-10-08T11:00:00+08:00' })).toBe('2014年10月8日 09:00–11:00')
  expect(spanWords({ from: '2014-09-30T17:00:00+08:00', to: '2014-10-01T00:00:00+08:00' })).toBe('2014年9月30日 17:00–24:00')
  expect(spanWords({ from: '2014-10-01T00:00:00+08:00', to: '2014-10-08T00:00:00+08:00' })).toBe('2014年10月1日 – 2014年10月7日')
  expect(spanWords({ from: '2014-10-08T11:00:00+08:00', to: '2014-10-08T11:00:00+08:00' })).toBe('2014年10月8日 11:00')
  expect(spanWords({ from: '2014-10-08T00:00:00+08:00', to: '2014-10-09T00:00:00+08:00' }, '2014')).toBe('10月8日')
  expect(spanWords({ from: '2014-12-31T17:00:00+08:00', to: '2015-01-04T09:00:00+08:00' }, '2014')).toBe('12月31日 17:00 – 2015年1月4日 09:00')
})

test('a holiday is named', () => {
  expect(stepWords({ kind: 'holiday', name: '国庆节' })).toBe('放假，不计（国庆节）')
  expect(stepWords({ kind: 'weekend', name: null })).toBe('周末，不计')
})

test('what lies between two spans is a pause, and so is what follows the last that ended', () => {
  expect(pauses([{ from: '1', to: '2' }, { from: '3', to: '4' }, { from: '4', to: null }])).toEqual([{ from: '2', to: '3' }])
  expect(pauses([{ from: '1', to: '2' }])).toEqual([{ from: '2', to: null }])
  expect(pauses([])).toEqual([])
})

test('a clock that is over says whether it was in time, and else by how much not', async () => {
  const run = { unit: 'work_hour' as const, ticks: 7_200_000_000, used_ticks: 7_000_000_000, late: false, ended: null }
  const late = { ...run, used_ticks: 12_700_000_000, late: true }
  expect(outcomeWords(run, false)).toBe('按时')
  expect(outcomeWords({ ...run, ended: '2026-11-24T10:00:00+08:00' }, true)).toBe('按时')
  expect(outcomeWords(late, false)).toBe('超期 1 小时 31 分')
  expect(outcomeWords(run, true)).toBe('按时；退回这一步时接着计')
  expect(outcomeWords({ ...late, unit: 'work_day', ticks: 86_400_000_000, used_ticks: 216_000_000_000 }, false)).toBe('超期 1.5 天')
  expect(outcomeWords({ ...late, used_ticks: 100 }, false)).toBe('超过期限')
  expect(outcomeWords({ ...run, unit: 'date' }, false)).toBe('已停')
  await setLang('en')
  expect(outcomeWords(run, false)).toBe('In time')
  expect(outcomeWords(late, false)).toBe('Late by 1 h 31 min')
})

test('the history says which lamp turned, and words what the system marks', async () => {
  const name = { zh: '处置', en: 'Handling' }
  const clocks = [{ clock: 'handle', name }] as Parameters<typeof reasonWords>[1]
  expect(lampWords({ clock: 'handle', name, light: 'yellow' })).toBe('“处置”时限：黄灯，快到期')
  expect(lampWords({ clock: 'handle', name, light: 'red' })).toBe('“处置”时限：红灯，已超期')
  expect(reasonWords({ role: 'system', reason: 'handle 100%' }, clocks)).toBe('“处置”时限已用到 100%')
  expect(reasonWords({ role: 'supervisor', reason: 'handle 100%' }, clocks)).toBe('handle 100%')
  expect(reasonWords({ role: 'system', reason: 'overdue supervise' }, clocks)).toBe('督办到期没有答复')
  expect(reasonWords({ role: 'system', reason: null }, clocks)).toBe('')
  await setLang('en')
  expect(lampWords({ clock: 'handle', name, light: 'red' })).toBe('“Handling”: red, over its limit')
})
