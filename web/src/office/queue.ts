import { api, must } from '../api/client'
import type { CaseSummary } from '../api/types'
import { paged } from './paged'

export interface Wanted {
  area: string
  state: string
  kind: string
  open: string
}

const PAGE = 50

/** The board's list. */
export function queue() {
  const list = paged<CaseSummary, Wanted>((wanted, cursor) => {
    const query = {
      area: wanted.area || undefined,
      state: wanted.state || undefined,
      kind: wanted.kind || undefined,
      open: wanted.state || wanted.open === 'all' ? undefined : wanted.open !== 'settled',
      cursor,
      limit: PAGE,
    }
    return must(api.GET('/api/v1/cases', { params: { query } }))
  })

  /** A case that changed: shown as it is now, until the list is asked for again. */
  function replace(changed: Pick<CaseSummary, 'ref' | 'state' | 'open' | 'version'>) {
    list.items.value = list.items.value.map((item) => (item.ref === changed.ref ? { ...item, state: changed.state, open: changed.open, version: changed.version } : item))
  }

  return { ...list, replace }
}
