import { meta } from '../api/meta'
import type { DeskCounts } from '../api/types'
import { say } from '../i18n'
import { area, sum } from './counts'
import { waitsFor } from './desks'
import type { Tab } from './DeskTabs.vue'

/** The first flow that knows a state gives it its name. */
export function nameOf(state: string): string {
  for (const flow of meta.value?.flows ?? []) {
    const found = flow.states.find((one) => one.state === state)
    if (found) return say(found.name)
  }
  return state
}

/** A tab for each state in which the next step is up to these roles. */
export const deskTabs = (roles: readonly string[], counts: DeskCounts = area.value): Tab[] => waitsFor(roles).map((state) => ({ key: state, label: nameOf(state), count: sum(counts, [state]) }))

/** The states that have any and no tab yet. */
export const restTabs = (tabs: readonly Tab[], counts: DeskCounts = area.value): Tab[] =>
  counts.states.filter(({ state }) => !tabs.some(({ key }) => key === state)).map(({ state }) => ({ key: state, label: nameOf(state), count: sum(counts, [state]) }))

/** A tab for a flag of the desk. */
export function flagTab(flag: DeskCounts['flags'][number]['flag'], label: string, counts: DeskCounts = area.value): Tab {
  const found = counts.flags.find((one) => one.flag === flag)
  return { key: flag, label, count: { n: found?.n ?? 0, more: found?.more ?? false, red: 0, yellow: 0 } }
}
