import { beforeEach, expect, test } from 'vitest'

import { meta } from '../api/meta'
import type { CaseSummary, Meta } from '../api/types'
import { inOrder } from './order'

beforeEach(() => {
  const kind = (code: string, urgent: boolean) => ({ kind: code, urgent })
  meta.value = { case_kinds: [kind('manhole', true), kind('lamp', false)], flows: [] } as unknown as Meta
})

const item = (ref: string, kind: string, state: string, opened: string) => ({ ref, kind, state, opened }) as CaseSummary

test('what waits for me stands first, urgent before old, old before new', () => {
  const groups = inOrder([
    item('checking', 'manhole', 'disposed', '2026-10-01'),
    item('new', 'lamp', 'accepted', '2026-10-19'),
    item('old', 'lamp', 'accepted', '2026-10-02'),
    item('urgent', 'manhole', 'accepted', '2026-10-20'),
    item('begun', 'lamp', 'in_progress', '2026-10-18'),
  ])
  expect(groups.map((g) => [g.part, g.items.map((i) => i.ref)])).toEqual([
    ['todo', ['urgent', 'old', 'new']],
    ['doing', ['begun']],
    ['waiting', ['checking']],
  ])
})
