import { beforeEach, expect, test } from 'vitest'

import { meta } from '../api/meta'
import type { CaseSummary, Meta } from '../api/types'
import { inOrder } from './order'

const now = Date.parse('2026-10-19T10:00:00+08:00')

beforeEach(() => {
  meta.value = {
    case_kinds: [{ kind: 'lamp', flow: 'short' }],
    flows: [
      {
        flow: 'short',
        states: [],
        actions: [
          { action: 'start', from: ['accepted'], to: 'in_progress', roles: ['handler'], style: 'main' },
          { action: 'dispose', from: ['in_progress'], to: 'disposed', roles: ['handler'], style: 'main' },
          { action: 'progress', from: ['suspended'], to: null, roles: ['handler'], style: 'quiet' },
          { action: 'pass', from: ['disposed'], to: 'checked', roles: ['checker'], style: 'main' },
        ],
      },
    ],
  } as unknown as Meta
})

const item = (ref: string, state: string, due: string | null, more: Partial<CaseSummary> = {}) =>
  ({ ref, kind: 'lamp', state, opened: '2026-10-18T08:00:00+08:00', supervised: 0, clock: due && { due, light: 'none', paused: false, provisional: false }, ...more }) as CaseSummary

test('late comes first, then today, then later; what others look at comes last', () => {
  const items = [
    item('later', 'accepted', '2026-10-21T18:00:00+08:00'),
    item('others', 'disposed', '2026-10-19T09:00:00+08:00'),
    item('today', 'in_progress', '2026-10-19T18:00:00+08:00'),
    item('late', 'in_progress', '2026-10-19T09:00:00+08:00'),
    item('stands', 'suspended', null),
  ]
  expect(inOrder(items, now).map((g) => [g.part, g.items.map((i) => i.ref)])).toEqual([
    ['late', ['late']],
    ['today', ['today']],
    ['later', ['later']],
    ['waiting', ['others', 'stands']],
  ])
})

test('within a part a mark comes before a date, and the nearer date before the farther', () => {
  const items = [
    item('b', 'accepted', '2026-10-22T18:00:00+08:00'),
    item('a', 'accepted', '2026-10-21T18:00:00+08:00'),
    item('none', 'accepted', null),
    item('marked', 'accepted', '2026-10-25T18:00:00+08:00', { supervised: 2 }),
  ]
  expect(inOrder(items, now)[0]?.items.map((i) => i.ref)).toEqual(['marked', 'a', 'b', 'none'])
})
