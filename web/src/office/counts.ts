import { computed, ref, shallowRef, watch } from 'vue'

import { api, must } from '../api/client'
import type { DeskCounts } from '../api/types'
import { desks, holds, sitsAt, waits, type DeskName, type Part } from './desks'
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

export function sum(counts: DeskCounts, parts?: readonly Pick<Part, 'state' | 'flows'>[]): Waiting {
  const some = counts.states.filter(({ flow, state }) => !parts || parts.some((part) => part.state === state && part.flows.includes(flow)))
  return some.reduce<Waiting>((all, one) => ({ n: all.n + one.n, more: all.more || one.more, red: all.red + one.red, yellow: all.yellow + one.yellow }), { n: 0, more: false, red: 0, yellow: 0 })
}

/** Of all that is open, what is over its limit; where more than the bound is open, at least so many. */
export function lit(light: 'red' | 'yellow', counts: DeskCounts = area.value): Waiting {
  const { more, ...all } = sum(counts)
  return { n: all[light], more, red: light === 'red' ? all.red : 0, yellow: light === 'yellow' ? all.yellow : 0 }
}

/** What each desk of the menu has waiting: the sum of its parts. Who only looks at the board has nothing waiting there. */
export const waiting = computed<Record<DeskName, Waiting>>(() => ({
  intake: sum(area.value, waits(desks.intake)),
  board: sum(area.value, waits(holds(['dispatcher']) ? ['dispatcher'] : [])),
  checks: sum(area.value, waits(desks.checks)),
  oversee: lit('red'),
  unit: sum(mine.value, waits(desks.unit)),
}))
