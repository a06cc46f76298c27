import { nextTick } from 'vue'
import { expect, test, vi } from 'vitest'

import { draft, findReport, isKept, keep, keptReports, saw, unkeep } from './device'

const report = { ref: '410105-1', secret: 's', kind: 'lamp', place: '', opened: '2026-10-19T08:00:00+08:00', state: 'reported', words: '' }

test('a receipt is kept on the device until the person says no', async () => {
  keep(report)
  await nextTick()
  expect(localStorage.getItem('wangge.reports')).toContain('410105-1')
  unkeep('410105-1')
  await nextTick()
  expect(isKept('410105-1')).toBe(false)
  expect(localStorage.getItem('wangge.reports')).not.toContain('410105-1')
  expect(findReport('410105-1')?.secret).toBe('s')
})

test('the newest receipt stands first, and once', () => {
  keep(report)
  keep({ ...report, ref: '410105-2' })
  keep(report)
  expect(keptReports.items.map((r) => r.ref)).toEqual(['410105-1', '410105-2'])
  saw('410105-2', { state: 'accepted', closed: null })
  expect(findReport('410105-2')?.state).toBe('accepted')
})

test('what is being written outlives the page', async () => {
  draft.body = '路灯'
  await nextTick()
  expect(localStorage.getItem('wangge.draft')).toContain('路灯')
})

test('a receipt goes off the device ninety days after its matter was settled, not before', async () => {
  const ago = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString()
  keep({ ...report, ref: '410105-3' })
  keep({ ...report, ref: '410105-4' })
  keep({ ...report, ref: '410105-5' })
  saw('410105-3', { state: 'closed', closed: ago(91) })
  saw('410105-4', { state: 'closed', closed: ago(89) })
  await nextTick()
  vi.resetModules()
  const again = await import('./device')
  expect(again.keptReports.items.map((r) => r.ref)).not.toContain('410105-3')
  expect(again.keptReports.items.map((r) => r.ref)).toEqual(expect.arrayContaining(['410105-4', '410105-5']))
  expect(localStorage.getItem('wangge.reports')).not.toContain('410105-3')
})
