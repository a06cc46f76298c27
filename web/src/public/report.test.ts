import { expect, test } from 'vitest'

import type { Draft } from './device'
import { bodyOf, missing, Sender } from './report'

const chain = [{ code: '410105016211', name: '来童寨村', level: 'village', note: null }]
const draft = (change: Partial<Draft> = {}): Draft => ({
  kind: 'lamp',
  place: { area: '410105016211', chain, point: null },
  address: '',
  body: '门口路灯不亮',
  name: '',
  phone: '',
  ...change,
})

test('a report says what is missing in the order of the page', () => {
  expect(missing(draft())).toEqual([])
  expect(missing(draft({ kind: '', place: null, body: ' 灯 ' }))).toEqual(['kind', 'place', 'body'])
  expect(missing(draft({ phone: 'none' }))).toEqual(['phone'])
  expect(missing(draft({ phone: '138 0000 0000' }))).toEqual([])
})

test('a known point is sent alone, else the area', () => {
  expect(bodyOf(draft())).toEqual({ kind: 'lamp', body: '门口路灯不亮', area: '410105016211' })
  const point = { lon: 113.7, lat: 34.8 }
  expect(bodyOf(draft({ place: { area: '410105016211', chain, point } }))).toEqual({ kind: 'lamp', body: '门口路灯不亮', ...point })
})

test('empty fields are not sent', () => {
  expect(bodyOf(draft({ address: ' 3 号楼 ', phone: ' ' }))).toMatchObject({ address: '3 号楼' })
  expect(bodyOf(draft({ phone: ' ' }))).not.toHaveProperty('phone')
})

test('an officer says how it came; only a hotline has a number', () => {
  expect(bodyOf(draft(), { source: 'hotline', number: ' ZZ-17 ' })).toMatchObject({ source: 'hotline', external: { to: '12345', number: 'ZZ-17' } })
  expect(bodyOf(draft(), { source: 'desk', number: 'ZZ-17' })).toMatchObject({ source: 'desk' })
  expect(bodyOf(draft(), { source: 'desk', number: 'ZZ-17' })).not.toHaveProperty('external')
  expect(bodyOf(draft())).not.toHaveProperty('source')
})

test('the same report keeps its key, another gets a new one', () => {
  const sender = new Sender()
  const first = sender.keyFor(bodyOf(draft()))
  expect(first).toMatch(/^[A-Za-z0-9_-]{8,64}$/)
  expect(sender.keyFor(bodyOf(draft()))).toBe(first)
  expect(sender.keyFor(bodyOf(draft({ body: '两盏路灯不亮' })))).not.toBe(first)
})
