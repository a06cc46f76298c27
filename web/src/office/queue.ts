import { ref } from 'vue'

import { api, must } from '../api/client'
import { problemText } from '../api/problem'
import type { CaseSummary } from '../api/types'

export interface Wanted {
  area: string
  state: string
  kind: string
  open: string
}

const PAGE = 50

/** The board's list: pages are added below; a new question throws the old answer away, however late it comes. */
export function queue() {
  const items = ref<CaseSummary[]>([])
  const more = ref(false)
  const busy = ref(false)
  const problem = ref('')
  let cursor: string | undefined
  let asked = 0

  async function fetchPage(wanted: Wanted) {
    const mine = ++asked
    busy.value = true
    problem.value = ''
    try {
      const query = {
        area: wanted.area || undefined,
        state: wanted.state || undefined,
        kind: wanted.kind || undefined,
        open: wanted.state || wanted.open === 'all' ? undefined : wanted.open !== 'settled',
        cursor,
        limit: PAGE,
      }
      const page = await must(api.GET('/api/v1/cases', { params: { query } }))
      if (mine !== asked) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      cursor = page.next ?? undefined
      more.value = cursor !== undefined
    } catch (e) {
      if (mine === asked) problem.value = problemText(e)
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  function first(wanted: Wanted) {
    cursor = undefined
    return fetchPage(wanted)
  }

  /** A case that changed: shown as it is now, until the list is asked for again. */
  function replace(changed: Pick<CaseSummary, 'ref' | 'state' | 'open' | 'version'>) {
    items.value = items.value.map((item) => (item.ref === changed.ref ? { ...item, state: changed.state, open: changed.open, version: changed.version } : item))
  }

  return { items, more, busy, problem, first, next: fetchPage, replace }
}
