import { afterEach, beforeEach, expect, test } from 'vitest'

import { meta } from '../api/meta'
import { me } from '../api/session'
import type { CaseSummary, Me, Meta, Role } from '../api/types'
import { bulkActions, firstDesk, sitsAt, waits, waitsHere } from './desks'

const name = { zh: '', en: '' }
const state = (code: string) => ({ state: code, name, final: false, open: true, clock: null, milestone: null })
const action = (code: string, from: string[], role: string, more = {}) => ({ action: code, name, from, to: 'x', roles: [role], needs: [], offers: [], style: 'main', key: 'a', ...more })

beforeEach(() => {
  meta.value = {
    case_kinds: [
      { kind: 'lamp', flow: 'full' },
      { kind: 'leak', flow: 'full' },
      { kind: 'visit', flow: 'order' },
    ],
    flows: [
      {
        flow: 'full',
        states: ['reported', 'filed', 'dispatched'].map(state),
        actions: [
          action('accept', ['reported'], 'intake'),
          action('reject', ['reported'], 'intake', { style: 'danger', needs: ['reason'] }),
          action('merge', ['reported'], 'intake', { style: 'quiet', needs: ['into'] }),
          action('dispatch', ['filed'], 'dispatcher', { needs: ['post'], offers: ['co_posts', 'photo'] }),
          action('sign', ['dispatched'], 'handler'),
        ],
      },
      { flow: 'order', states: [state('reported')], actions: [action('claim', ['reported'], 'handler')] },
    ],
  } as unknown as Meta
})
afterEach(() => (me.value = null))

const as = (...roles: [Role, string][]) => (me.value = { account: '1', login: 'x', name: 'x', person: null, roles: roles.map(([role, area]) => ({ role, area, area_name: area })) } as Me)
const row = (kind: string, at: string, area = '410105001') => ({ ref: kind + at, kind, state: at, area }) as CaseSummary
const codes = (rows: CaseSummary[]) => bulkActions(rows).map((one) => one.action)

test('what waits for a role is what its main step starts from, in the order of the flow', () => {
  const waitsFor = (...roles: Role[]) => waits(roles).map(({ state, flows }) => [state, ...flows])
  expect(waitsFor('intake')).toEqual([['reported', 'full']])
  expect(waitsFor('dispatcher', 'handler')).toEqual([['filed', 'full'], ['dispatched', 'full'], ['reported', 'order']])
  expect(waitsFor('intake', 'handler')[0]).toEqual(['reported', 'full', 'order'])
})

test('a state of the same name in another flow is not mine', () => {
  expect(waitsHere(['intake'], row('lamp', 'reported'))).toBe(true)
  expect(waitsHere(['intake'], row('visit', 'reported'))).toBe(false)
})

test('each begins at the own desk', () => {
  as(['handler', '410105'], ['dispatcher', '410105'])
  expect([firstDesk(), sitsAt('unit'), sitsAt('intake')]).toEqual(['board', true, false])
  as(['grid_lead', '410105'])
  expect(firstDesk()).toBe('unit')
  as(['auditor', '410105'])
  expect(firstDesk()).toBeUndefined()
})

test('one action for many is what the flow allows the account for each of them', () => {
  as(['intake', '410105'])
  expect(codes([row('lamp', 'reported'), row('leak', 'reported')])).toEqual(['accept', 'reject', 'merge'])
  expect(codes([row('lamp', 'reported'), row('lamp', 'filed')])).toEqual([])
  expect(codes([row('lamp', 'reported', '410199001')])).toEqual([])
  expect(codes([])).toEqual([])
})

test('what belongs to one district or kind is asked only for rows of one, what belongs to one case never', () => {
  as(['dispatcher', '4101'])
  expect(codes([row('lamp', 'filed'), row('leak', 'filed')])).toEqual(['dispatch'])
  expect(codes([row('lamp', 'filed'), row('lamp', 'filed', '410103001')])).toEqual([])
  expect(bulkActions([row('lamp', 'filed')]).map((one) => [one.action, one.offers])).toEqual([['dispatch', ['co_posts']]])
})
