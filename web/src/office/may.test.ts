import { afterEach, expect, test } from 'vitest'

import { me } from '../api/session'
import type { Me } from '../api/types'
import { may } from './may'

const as = (role: Me['roles'][number]['role'], area: string) => (me.value = { account: '1', login: 'x', name: 'x', person: null, roles: [{ role, area, area_name: area }] })
afterEach(() => (me.value = null))

test('a right holds on the area of the role and below it, not beside it', () => {
  as('admin', '410105')
  expect(may('post_write')).toBe(true)
  expect(may('post_write', '410105010')).toBe(true)
  expect(may('post_write', '4101')).toBe(false)
  expect(may('post_write', '410102')).toBe(false)
})

test('whoever configures reads no cases, whoever audits changes nothing', () => {
  as('admin', '4101')
  expect(may('case_read')).toBe(false)
  as('auditor', '4101')
  expect(may('journal_read')).toBe(true)
  expect(may('account_write') || may('area_write') || may('post_write') || may('people_write')).toBe(false)
})

test('nobody signed in may nothing', () => expect(may('case_read')).toBe(false))
