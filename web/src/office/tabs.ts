import { computed, shallowRef, watch } from 'vue'

import { meta } from '../api/meta'
import type { DeskCounts } from '../api/types'
import { say } from '../i18n'
import { address } from './address'
import { area, counted, sum } from './counts'
import { parts, waits } from './desks'
import type { Tab } from './DeskTabs.vue'
import { t } from './words'

/** The first two parts of a desk always stand there, the others while there is something in them. */
const ALWAYS = 2

/** A tab for each state in which the next step is up to these roles. */
export const deskTabs = (roles: readonly string[], counts: DeskCounts = area.value): Tab[] => waits(roles).map((part, i) => ({ key: part.state, label: say(part.name), part, count: sum(counts, [part]), quiet: i >= ALWAYS }))

/** The states that have any and no tab yet. Where another flow's state of that name has the tab, theirs are the others. */
export function restTabs(tabs: readonly Tab[], counts: DeskCounts = area.value): Tab[] {
  const rest = parts(
    (flow, state) => !tabs.some(({ part }) => part?.state === state && part.flows.includes(flow.flow)),
    (a, b) => a.state === b.state && say(a.name) === say(b.name),
  )
  return rest
    .map((part, i) => {
      const named = tabs.find(({ key }) => key === part.state)
      const first = !named && rest.findIndex(({ state }) => state === part.state) === i
      const label = named?.label === say(part.name) ? t('deck.others', { name: named.label }) : say(part.name)
      return { key: first ? part.state : `${part.state}.${part.flows[0]}`, label, part, count: sum(counts, [part]) }
    })
    .filter(({ count }) => count.n)
}

/** What to ask the server for, for a tab of a state. */
export function partOf(tabs: readonly Tab[], key: string): { state?: string; flow?: string } {
  const part = tabs.find((one) => one.key === key)?.part
  return part ? { state: part.state, flow: part.flows.join(',') } : {}
}

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
    () => counted.value && meta.value !== undefined,
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
