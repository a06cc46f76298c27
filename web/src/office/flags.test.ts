import { mount } from '@vue/test-utils'
import { afterEach, beforeEach, expect, test } from 'vitest'

import { meta } from '../api/meta'
import type { Meta } from '../api/types'
import { setLang } from '../i18n'
import CaseRow from './CaseRow.vue'
import type { Row } from './queue'
import { officeWords } from './words'

beforeEach(async () => {
  await officeWords.load()
  await setLang('zh')
  meta.value = { case_kinds: [{ kind: 'lamp', flow: 'full', name: { zh: '路灯', en: 'Lamp' } }], flows: [{ flow: 'full', states: [{ state: 'disputed', name: { zh: '有异议', en: 'Disputed' } }, { state: 'accepted', name: { zh: '待立案', en: 'Accepted' } }], actions: [] }] } as unknown as Meta
})
afterEach(() => (meta.value = undefined))

const shown = (state: string, more: Partial<Row> = {}) => {
  const row = { ref: 'a', kind: 'lamp', state, clock: null, body: '', area_name: '', post: null, verdict: 'disputed', supervised: 0, returns: 0, reworks: 0, request: null, still_there: 0, extensions: 0, ...more } as unknown as Row
  return mount(CaseRow, { props: { row, states: true } }).text()
}

test('that a case is disputed stands once on its line, as its state or beside it', () => {
  expect(shown('disputed').split('有异议').length - 1).toBe(1)
  expect(shown('accepted')).toContain('待立案')
  expect(shown('accepted').split('有异议').length - 1).toBe(1)
})

test('the last day of an appeal stands on its line, and only while there is one', () => {
  expect(shown('disputed', { appeal_until: '2026-12-14T10:00:00Z' })).toMatch(/可申诉到 .*14/)
  expect(shown('disputed', { appeal_until: null })).not.toContain('可申诉')
})
