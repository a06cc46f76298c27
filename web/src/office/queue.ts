import { computed, ref } from 'vue'

import { api, must } from '../api/client'
import type { paths } from '../api/schema'
import type { Case, CaseSummary } from '../api/types'
import { live } from './live'
import { gathered, merge, type Shown } from './merge'
import { paged } from './paged'

export type Wanted = NonNullable<paths['/api/v1/cases']['get']['parameters']['query']>
export type Row = Shown<CaseSummary>

const PAGE = 50
const PAGE_MAX = 200

/** A list of cases that follows what others do; `held` rows stay in sight though they no longer belong to it. */
export function queue(held: (ref: string) => boolean = () => false) {
  const added = ref(0)
  const ask = (query: Wanted, cursor?: string, limit = PAGE) => must(api.GET('/api/v1/cases', { params: { query: { ...query, cursor, limit } } }))
  const list = paged<Row, Wanted>(ask)
  let wanted: Wanted | undefined
  let turn = 0

  async function renew() {
    const [mine, query] = [turn, wanted]
    if (!query || list.busy.value) return
    const page = await ask(query, undefined, Math.min(PAGE_MAX, Math.max(PAGE, list.items.value.length))).catch(() => undefined)
    if (!page || mine !== turn || list.busy.value) return
    const to = merge(list.items.value, page.items, page.next !== null, held)
    added.value = to.added
    list.items.value = to.rows
  }
  const renewSoon = gathered(() => void renew())
  live.listen({
    changed: renewSoon,
    reload: renewSoon,
  })

  async function first(query: Wanted) {
    turn++
    wanted = query
    added.value = 0
    renewSoon.stop()
    await list.first(query)
  }

  /** A case as the server has just given it back. */
  function replace(now: Case) {
    const { photos: _, body: __, ...facts } = now
    list.items.value = list.items.value.map((row) => (row.ref === now.ref ? { ...row, ...facts } : row))
    renewSoon()
  }

  const remove = (number: string) => (list.items.value = list.items.value.filter((row) => row.ref !== number))
  const again = async () => wanted && first(wanted)

  return { ...list, first, again, added: computed(() => added.value), replace, remove, renew: renewSoon }
}
