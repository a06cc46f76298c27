import { expect, test } from 'vitest'

import { districtOf, found, type CatalogueGroup } from './catalogue'

const groups = [
  {
    group: 'event',
    name: { zh: '事件', en: 'Events' },
    classes: [
      { code: '01', name: '市容环境', subs: [{ key: 'e0101', code: '01', name: '私搭乱建', standards: [{ filing: '违反规定' }] }, { key: 'e0102', code: '02', name: '暴露垃圾', standards: [{ filing: '堆放两平方米以上' }] }] },
      { code: '02', name: '宣传广告', subs: [{ key: 'e0201', code: '01', name: '非法小广告', standards: [{ filing: '' }] }] },
    ],
  },
] as unknown as CatalogueGroup[]
const keys = (text: string) => found(groups, text).flatMap((g) => g.classes.flatMap((c) => c.subs.map((s) => s.key)))

test('a word finds rows by class, sub-class, key and condition', () => {
  expect(keys('垃圾')).toEqual(['e0102'])
  expect(keys('市容')).toEqual(['e0101', 'e0102'])
  expect(keys('E0201')).toEqual(['e0201'])
  expect(keys('平方米')).toEqual(['e0102'])
  expect(keys('')).toHaveLength(3)
  expect(found(groups, 'nothing')).toEqual([])
})

test('a place has the catalogue of its district, a city the one for all', () => {
  expect(districtOf('990101001001')).toBe('990101')
  expect(districtOf('9901')).toBeUndefined()
})
