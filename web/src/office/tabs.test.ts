import { beforeEach, expect, test, vi } from 'vitest'

import { meta } from '../api/meta'
import { me } from '../api/session'
import type { DeskCounts, Me, Meta, Role } from '../api/types'
import { setLang } from '../i18n'
import { area, lit, waiting } from './counts'
import { deskTabs, partOf, restTabs } from './tabs'
import { officeWords } from './words'

/* No server here: the counts are given. */
vi.mock('./scope', async () => ({ scope: (await import('vue')).ref('') }))

const name = (zh: string) => ({ zh, en: zh })
const state = (code: string, zh: string, open = true) => ({ state: code, name: name(zh), final: !open, open, clock: null, milestone: null })
const action = (from: string, role: Role) => ({ action: `${from} ${role}`, name: name(''), from: [from], to: 'x', roles: [role], needs: [], offers: [], style: 'main', key: 'a' })
const counts = (...states: [string, string, number, number?][]): DeskCounts => ({ states: states.map(([flow, at, n, red = 0]) => ({ flow, state: at, n, more: false, red, yellow: 0 })), flags: [] })
const as = (...roles: Role[]) => (me.value = { account: '1', login: 'x', name: 'x', person: null, roles: roles.map((role) => ({ role, area: '410105', area_name: '' })) } as Me)

beforeEach(async () => {
  await officeWords.load()
  await setLang('zh')
  meta.value = {
    case_kinds: [],
    flows: [
      {
        flow: 'full',
        states: [state('reported', '待受理'), state('accepted', '待立案'), state('filed', '待派遣'), state('disposed', '待核查'), state('closed', '已结案', false)],
        actions: [action('reported', 'intake'), action('accepted', 'intake'), action('filed', 'dispatcher'), action('disposed', 'dispatcher')],
      },
      {
        flow: 'short',
        states: [state('reported', '待受理'), state('accepted', '已受理'), state('disposed', '待核查')],
        actions: [action('reported', 'intake'), action('accepted', 'handler'), action('disposed', 'checker')],
      },
    ],
  } as unknown as Meta
  area.value = counts(['full', 'reported', 2], ['full', 'accepted', 3], ['full', 'disposed', 5, 1], ['short', 'reported', 10], ['short', 'accepted', 20, 2], ['short', 'disposed', 40])
})

const told = (tabs: ReturnType<typeof deskTabs>) => tabs.map(({ key, label, count }) => [key, label, count?.n])

test("a tab counts the flows in which the step is the desk's, and lists those", () => {
  const tabs = deskTabs(['intake'])
  expect(told(tabs)).toEqual([['reported', '待受理', 12], ['accepted', '待立案', 3]])
  expect(partOf(tabs, 'reported')).toEqual({ state: 'reported', flow: 'full,short' })
  expect(partOf(tabs, 'accepted')).toEqual({ state: 'accepted', flow: 'full' })
  expect(partOf(tabs, 'open')).toEqual({})
})

test('every open case has one place on the board, and those of two flows that differ in name or desk have two', () => {
  const tabs = deskTabs(['dispatcher'])
  const rest = restTabs(tabs)
  expect(told(tabs)).toEqual([['filed', '待派遣', 0], ['disposed', '待核查', 5]])
  expect(told(rest)).toEqual([['reported', '待受理', 12], ['accepted', '待立案', 3], ['accepted.short', '已受理', 20], ['disposed.short', '待核查（其他事项）', 40]])
  expect(partOf(rest, 'accepted.short')).toEqual({ state: 'accepted', flow: 'short' })
  expect([...tabs, ...rest].reduce((all, { count }) => all + (count?.n ?? 0), 0)).toBe(80)
})

test("the menu's number is the sum of the desk's tabs, and the board has none for who cannot dispatch", () => {
  as('intake')
  expect([waiting.value.intake.n, waiting.value.board.n]).toEqual([15, 0])
  as('dispatcher')
  expect([waiting.value.board.n, waiting.value.board.red]).toEqual([5, 1])
  expect(waiting.value.checks.n).toBe(40)
})

test('what is late is all that is late', () => {
  expect(lit('red')).toMatchObject({ n: 3, red: 3, more: false })
  expect(lit('red', { ...area.value, states: area.value.states.map((one) => ({ ...one, more: true })) }).more).toBe(true)
})
