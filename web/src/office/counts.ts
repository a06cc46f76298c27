import { computed, ref, shallowRef, watch } from 'vue'

import { api, must } from '../api/client'
import type { DeskCounts } from '../api/types'
import { desks, sitsAt, waitsFor, type DeskName } from './desks'
import { live } from './live'
import { gathered } from './merge'
import { scope } from './scope'

/* What waits, counted by the server: for the menu and the tabs of the desks. */

const none: DeskCounts = { states: [], flags: [] }
export const area = shallowRef(none)
export const mine = shallowRef(none)
/** They have come at least once. */
export const counted = ref(false)
const asked = ref(0)

const ask = (query: { area?: string; mine?: boolean }) => must(api.GET('/api/v1/desk', { params: { query } }))

async function load() {
  const turn = ++asked.value
  const where = scope.value
  if (!where) return
  const [all, own] = await Promise.all([ask({ area: where }), sitsAt('unit') ? ask({ mine: true }) : Promise.resolve(none)]).catch(() => [])
  if (turn !== asked.value || !all || !own) return
  area.value = all
  mine.value = own
  counted.value = true
}

export const countAgain = gathered(() => void load(), 200, 3000)

/** For as long as the office is open. */
export function keepCounting() {
  watch(scope, load, { immediate: true })
  live.listen({ changed: countAgain, reload: countAgain })
}

export interface Waiting {
  n: number
  more: boolean
  red: number
  yellow: number
}

export function sum(counts: DeskCounts, states?: readonly string[]): Waiting {
  const some = counts.states.filter((one) => !states || states.includes(one.state))
  return some.reduce<Waiting>((all, one) => ({ n: all.n + one.n, more: all.more || one.more, red: all.red + one.red, yellow: all.yellow + one.yellow }), { n: 0, more: false, red: 0, yellow: 0 })
}

/** What each desk of the menu has waiting. */
export const waiting = computed<Record<DeskName, Waiting>>(() => ({
  intake: sum(area.value, waitsFor(['intake'])),
  board: sum(area.value, waitsFor(['dispatcher'])),
  checks: sum(area.value, waitsFor(['checker'])),
  oversee: { ...sum(area.value), n: sum(area.value).red, more: false },
  unit: sum(mine.value, waitsFor(desks.unit)),
}))
