import { beforeEach, expect, test } from 'vitest'

import { meta, reached } from '../api/meta'
import type { Meta } from '../api/types'
import { setLang } from '../i18n'
import { story } from './story'
import { caseWords } from './words'

const name = (zh: string) => ({ zh, en: zh })
const state = (code: string, milestone: string | null = null, final = false) => ({ state: code, name: name(code), final, open: !final, clock: null, milestone })
const action = (from: string, to: string) => ({ action: `${from}-${to}`, from: [from], to })

beforeEach(async () => {
  await caseWords.load()
  await setLang('zh')
  meta.value = {
    case_kinds: [{ kind: 'lamp', name: name('路灯'), examples: name(''), flow: 'short', icon: 'lamp', urgent: false, needs_photo_after: false, internal: false }],
    flows: [
      {
        flow: 'short',
        states: [state('reported'), state('accepted', 'accepted'), state('dispatched', 'dispatched'), state('returned'), state('in_progress'), state('suspended'), state('disposed', 'disposed'), state('checking'), state('escalated'), state('disputed'), state('closed', 'closed', true), state('rejected', null, true)],
        actions: [action('reported', 'accepted'), action('accepted', 'escalated'), action('dispatched', 'in_progress'), action('dispatched', 'returned'), action('in_progress', 'returned'), action('in_progress', 'suspended'), action('in_progress', 'disposed'), action('suspended', 'in_progress'), action('disposed', 'in_progress'), action('disposed', 'checking'), action('reported', 'checking'), action('checking', 'in_progress'), action('closed', 'disputed'), action('reported', 'rejected')],
      },
    ],
  } as unknown as Meta
})

const step = (at: string, action: string, state_to: string | null) => ({ at, action_name: name(action), role_name: name('受理员'), state_to, reason: null })

test('a story runs from the first step to those that still come', () => {
  const steps = story('lamp', 'accepted', true, [step('2026-10-19T09:00:00+08:00', '受理', 'accepted'), step('2026-10-19T08:00:00+08:00', '上报', 'reported')])
  expect(steps.map((s) => [s.title, s.phase])).toEqual([
    ['上报', 'past'],
    ['受理', 'now'],
    ['派给办的人', 'next'],
    ['处理完', 'next'],
    ['结案', 'next'],
  ])
})

test('a step that does not move the matter is not where it stands', () => {
  const steps = story('lamp', 'accepted', true, [step('2026-10-19T08:00:00+08:00', '受理', 'accepted'), step('2026-10-19T09:00:00+08:00', '附议', null)])
  expect(steps.slice(0, 2).map((s) => [s.title, s.phase])).toEqual([
    ['受理', 'now'],
    ['附议', 'past'],
  ])
})

test('neither is one that stays in its state', () => {
  const at = (hour: string) => `2026-10-19T${hour}:00:00+08:00`
  const steps = story('lamp', 'in_progress', true, [step(at('08'), '签收', 'in_progress'), step(at('09'), '催办', 'in_progress')])
  expect(steps.slice(0, 2).map((s) => [s.title, s.phase])).toEqual([
    ['签收', 'now'],
    ['催办', 'past'],
  ])
})

test('a settled matter has nothing to come', () => {
  const steps = story('lamp', 'rejected', false, [step('2026-10-19T08:00:00+08:00', '上报', 'reported'), step('2026-10-19T09:00:00+08:00', '不予受理', 'rejected')])
  expect(steps.map((s) => s.phase)).toEqual(['past', 'now'])
})

test('a state beside the way has reached what was reached before it', () => {
  const at = (state: string) => reached('lamp', state)
  expect([at('reported'), at('accepted'), at('escalated'), at('in_progress'), at('returned'), at('suspended'), at('checking'), at('disputed'), at('closed')]).toEqual([0, 1, 1, 2, 2, 2, 3, 3, 4])
})
