import { beforeEach, expect, test } from 'vitest'

import { meta } from '../api/meta'
import type { Meta } from '../api/types'
import { story } from './story'

const name = (zh: string) => ({ zh, en: zh })
const state = (code: string, final = false) => ({ state: code, name: name(code), final, open: !final })

beforeEach(() => {
  meta.value = {
    case_kinds: [{ kind: 'lamp', name: name('路灯'), examples: name(''), flow: 'short', icon: 'lamp', urgent: false, needs_photo_after: false }],
    flows: [{ flow: 'short', states: [state('reported'), state('accepted'), state('disposed'), state('closed', true), state('rejected', true)], actions: [] }],
  } as unknown as Meta
})

const step = (at: string, action: string, state_to: string | null) => ({ at, action_name: name(action), role_name: name('受理员'), state_to, reason: null })

test('a story runs from the first step to those that still come', () => {
  const steps = story('lamp', 'accepted', true, [step('2026-10-19T09:00:00+08:00', '受理', 'accepted'), step('2026-10-19T08:00:00+08:00', '上报', 'reported')])
  expect(steps.map((s) => [s.title, s.phase])).toEqual([
    ['上报', 'past'],
    ['受理', 'now'],
    ['disposed', 'next'],
    ['closed', 'next'],
  ])
})

test('a step that does not move the matter is not where it stands', () => {
  const steps = story('lamp', 'accepted', true, [step('2026-10-19T08:00:00+08:00', '受理', 'accepted'), step('2026-10-19T09:00:00+08:00', '附议', null)])
  expect(steps.slice(0, 2).map((s) => [s.title, s.phase])).toEqual([
    ['受理', 'now'],
    ['附议', 'past'],
  ])
})

test('a settled matter has nothing to come', () => {
  const steps = story('lamp', 'rejected', false, [step('2026-10-19T08:00:00+08:00', '上报', 'reported'), step('2026-10-19T09:00:00+08:00', '不予受理', 'rejected')])
  expect(steps.map((s) => s.phase)).toEqual(['past', 'now'])
})
