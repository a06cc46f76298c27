import { api, must } from '../api/client'
import { postKindName } from '../api/meta'
import { me } from '../api/session'
import type { AreaStep } from '../api/types'
import { say } from '../i18n'

/** A post that could take a matter, with whoever holds it. */
export interface PostOption {
  ref: string
  holder: string | null
  what: string
}

/** Those that answer for all the kinds here, from the nearest up. */
export async function answering(kinds: readonly string[], area: string): Promise<PostOption[]> {
  const [first = [], ...rest] = await Promise.all(kinds.map((kind) => answeringOne(kind, area)))
  return first.filter(({ ref }) => rest.every((list) => list.some((one) => one.ref === ref)))
}

async function answeringOne(kind: string, area: string): Promise<PostOption[]> {
  const got = await must(api.GET('/api/v1/answer', { params: { query: { area, kind } } }))
  return got.candidates.flatMap(({ post, holder }) => (post ? [{ ref: post.ref, holder: holder?.name ?? null, what: `${say(post.kind_name)} · ${post.area_name}` }] : []))
}

/** All others on the areas from the place up, as far as the caller sees. */
export async function othersUp(chain: readonly Pick<AreaStep, 'code'>[]): Promise<PostOption[]> {
  const lists = await Promise.all(chain.filter(({ code }) => me.value?.roles.some((grant) => code.startsWith(grant.area))).map(({ code }) => must(api.GET('/api/v1/posts', { params: { query: { area: code, here: true, limit: 100 } } }))))
  return lists.flatMap((list) => list.items.filter((post) => !post.ended).map((post) => ({ ref: post.ref, holder: post.holder?.name ?? null, what: [post.title || postKindName(post.kind), post.area_name].join(' · ') })))
}
