import { computed, shallowRef, watch } from 'vue'

import { meta } from '../api/meta'
import type { DeskCounts } from '../api/types'
import { say } from '../i18n'
import { address } from './address'
import { area, counted, sum } from './counts'
import { waits } from './desks'
import type { Tab } from './DeskTabs.vue'

/** The first flow that knows a state gives it its name. */
export function nameOf(state: string): string {
  for (const flow of meta.value?.flows ?? []) {
    const found = flow.states.find((one) => one.state === state)
    if (found) return say(found.name)
  }
  return state
}

/** The first two parts of a desk always stand there, the others while there is something in them. */
const ALWAYS = 2

/** A tab for each state in which the next step is up to these roles. */
export const deskTabs = (roles: readonly string[], counts: DeskCounts = area.value): Tab[] => waits(roles).map(({ state, name }, i) => ({ key: state, label: say(name), count: sum(counts, [state]), quiet: i >= ALWAYS }))

/** The states that have any and no tab yet. */
export const restTabs = (tabs: readonly Tab[], counts: DeskCounts = area.value): Tab[] =>
  counts.states.filter(({ state }) => !tabs.some(({ key }) => key === state)).map(({ state }) => ({ key: state, label: nameOf(state), count: sum(counts, [state]) }))

/** A tab for a flag of the desk. */
export function flagTab(flag: DeskCounts['flags'][number]['flag'], label: string, counts: DeskCounts = area.value, quiet = false): Tab {
  const found = counts.flags.find((one) => one.flag === flag)
  return { key: flag, label, count: { n: found?.n ?? 0, more: found?.more ?? false, red: 0, yellow: 0 }, quiet }
}

/**
 * Which part of a desk is open: the one in the address, else the first in which something waits. That is settled once, when
 * the counts are there; a part that gets empty under one's hands does not close.
 */
export function openTab(tabs: () => readonly Tab[], more: () => readonly Tab[] = () => []) {
  const { query, go } = address()
  const settled = shallowRef('')
  const asked = () => query('tab')
  const known = (key: string) => [...tabs(), ...more()].some((one) => one.key === key)
  watch(
    counted,
    (now) => {
      if (now) settled.value ||= (tabs().find((one) => one.count?.n) ?? tabs()[0])?.key ?? ''
    },
    { immediate: true },
  )
  const tab = computed({
    get: () => (known(asked()) ? asked() : settled.value),
    set: (to) => void go({ tab: to, case: undefined }),
  })
  const shown = computed(() => tabs().filter((one) => !one.quiet || one.count?.n || one.key === tab.value))
  return { tab, shown }
}
