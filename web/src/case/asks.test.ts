import { expect, test } from 'vitest'

import type { Photo } from '../wg/photo'
import { emptyDraft, inputOf, isAsking, lacking } from './asks'

const photo = { key: 'p1', name: 'a.jpg', blob: new Blob(), url: 'blob:a' } satisfies Photo

test('what an action needs and the person has not given is missing, and nothing else', () => {
  const draft = { ...emptyDraft(), note: '  ', reason: 'too far' }
  expect([...lacking({ needs: ['reason', 'note', 'photo_after'], offers: ['rating'] }, draft)]).toEqual(['note', 'photo_after'])
  draft.note = 'mended'
  draft.photos = [photo]
  expect(lacking({ needs: ['reason', 'note', 'photo_after'], offers: [] }, draft).size).toBe(0)
})

test('only what the action knows is sent, and of that only what was given', () => {
  const draft = { ...emptyDraft(), reason: ' why ', note: 'not asked for', rating: '4', photos: [photo] }
  expect(inputOf({ needs: ['reason'], offers: ['rating', 'until'] }, draft)).toEqual({ reason: 'why', rating: 4, photos: [] })
})

test('a day is meant with its evening', () => {
  expect(inputOf({ needs: ['until'], offers: [] }, { ...emptyDraft(), until: '2026-12-31' }).until).toBe('2026-12-31T23:59:59+08:00')
})

test('the unit that leads is not also one of those that join', () => {
  expect(inputOf({ needs: ['post'], offers: ['co_posts'] }, { ...emptyDraft(), post: 'a', co_posts: ['a', 'b'] })).toEqual({ post: 'a', co_posts: ['b'], photos: [] })
  expect(inputOf({ needs: ['post'], offers: ['co_posts'] }, { ...emptyDraft(), post: 'a', co_posts: ['a'] })).toEqual({ post: 'a', photos: [] })
})

test('a point goes as a point, a name as its area', () => {
  const place = { area: '990101001', chain: [], point: null }
  expect(inputOf({ needs: [], offers: ['place'] }, { ...emptyDraft(), place })).toEqual({ area: '990101001', photos: [] })
  expect(inputOf({ needs: [], offers: ['place'] }, { ...emptyDraft(), place: { ...place, point: { lon: 113, lat: 34 } } })).toEqual({ lon: 113, lat: 34, photos: [] })
})

test('a form opens for what may be given, too', () => {
  expect(isAsking({ needs: [], offers: [] })).toBe(false)
  expect(isAsking({ needs: [], offers: ['note'] })).toBe(true)
})
