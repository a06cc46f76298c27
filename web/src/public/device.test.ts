import { nextTick } from 'vue'
import { expect, test } from 'vitest'

import { draft, findReport, isKept, keep, keptReports, sawState, unkeep } from './device'

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
  sawState('410105-2', 'accepted')
  expect(findReport('410105-2')?.state).toBe('accepted')
})

test('what is being written outlives the page', async () => {
  draft.body = '路灯'
  await nextTick()
  expect(localStorage.getItem('wangge.draft')).toContain('路灯')
})
