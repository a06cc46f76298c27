import { api, must } from '../../api/client'
import type { AreaStep } from '../../api/types'
import { say } from '../../i18n'
import type { Ledger } from '../../ledger/types'

/** Posts that may answer for an entry there: of the ledger's kinds, on the area and on those above it in the district, the nearest first. */
export async function postsFor(kind: Ledger, chain: readonly AreaStep[]): Promise<{ value: string; label: string }[]> {
  const areas = chain.filter(({ code }) => code.length >= 6)
  const lists = await Promise.all(areas.map(({ code }) => must(api.GET('/api/v1/posts', { params: { query: { area: code, here: true, limit: 100 } } }))))
  return lists.flatMap(({ items }) =>
    items
      .filter((post) => !post.ended && kind.posts.includes(post.kind))
      .map((post) => ({ value: post.ref, label: [post.holder?.name, post.title || say(post.kind_name), post.area_name].filter(Boolean).join(' · ') })),
  )
}
