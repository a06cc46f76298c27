import { expect, test } from 'vitest'

import type { Inspection, OwnerRequest, Period } from '../../ledger/records'
import { appealable, lastPeriod, periodChoices, standing } from './owner'

const now = Date.parse('2026-01-15T10:00:00+08:00')
const inspection = (ref: string, recorded: string, more = {}) => ({ ref, recorded, annulled: false, ...more }) as Inspection
const own = (inspections: Inspection[], appealed: string[] = []) => ({ inspections, requests: appealed.map((ref) => ({ kind: 'appeal', inspection: ref }) as OwnerRequest) })

test('a result may be appealed once, within thirty days, while it counts', () => {
  const fresh = inspection('I-1', '2026-01-10T00:00:00Z')
  expect(appealable(own([fresh]), now)).toEqual([fresh])
  expect(appealable(own([fresh], ['I-1']), now)).toEqual([])
  expect(appealable(own([inspection('I-1', '2025-12-10T00:00:00Z')]), now)).toEqual([])
  expect(appealable(own([inspection('I-1', '2026-01-10T00:00:00Z', { annulled: true })]), now)).toEqual([])
})

test('in January last month is December of the year before', () => {
  expect(lastPeriod('month', now)).toBe('2025-12')
  expect(lastPeriod('year', now)).toBe('2025')
  expect(periodChoices('month', now).slice(0, 3)).toEqual(['2026-01', '2025-12', '2025-11'])
  expect(periodChoices('year', now)).toEqual(['2026', '2025', '2024'])
})

test('a month begins at midnight in Shanghai', () => {
  expect(periodChoices('month', Date.parse('2026-03-31T17:00:00Z'))[0]).toBe('2026-04')
})

test('what was confirmed counts before what was proposed later', () => {
  const row = (n: number, state: Period['state']) => ({ series: 'year', period: '2025', n, state }) as Period
  expect(standing([row(2, 'proposed'), row(1, 'confirmed')], 'year', '2025')?.n).toBe(1)
  expect(standing([row(1, 'refused'), row(2, 'proposed')], 'year', '2025')?.n).toBe(2)
  expect(standing([], 'year', '2025')).toBe(undefined)
})
