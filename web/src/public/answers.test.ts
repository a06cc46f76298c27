import { expect, test } from 'vitest'

import type { Answer, KindAnswer } from '../api/types'
import { byPost } from './answers'

const nobody: Answer = { found: false, post: null, holder: null, deputy: null, since: null }
const held = (ref: string): Answer => ({
  found: true,
  post: { ref, kind: 'cell_lead', kind_name: { zh: '网格长', en: 'Cell lead' }, area: '410105', area_name: '金水区' },
  holder: { type: 'person', ref: `${ref}P`, name: '周文娟', phone: null },
  deputy: null,
  since: null,
})
const item = (case_kind: string, answer: Answer): KindAnswer => ({ case_kind, answer })

test('kinds answered by one post stand together, those of nobody last', () => {
  const groups = byPost([item('noise', nobody), item('lamp', held('A')), item('bin', held('B')), item('road', held('A'))])
  expect(groups.map((g) => g.kinds)).toEqual([['lamp', 'road'], ['bin'], ['noise']])
})
