import { api, must } from './client'
import type { Area, AreaStep, AreaSummary } from './types'

/* The area tree, asked piece by piece and kept for the life of the page. */

const known = new Map<string, Promise<Area>>()
const below = new Map<string, Promise<AreaSummary[]>>()

function kept<T>(cache: Map<string, Promise<T>>, key: string, ask: () => Promise<T>): Promise<T> {
  let got = cache.get(key)
  if (!got) {
    got = ask()
    cache.set(key, got)
    got.catch(() => cache.delete(key))
  }
  return got
}

export function getArea(code: string): Promise<Area> {
  return kept(known, code, () => must(api.GET('/api/v1/areas/{code}', { params: { path: { code } } })))
}

async function all(parent: string | undefined): Promise<AreaSummary[]> {
  const items: AreaSummary[] = []
  let cursor: string | undefined
  do {
    const page = await must(api.GET('/api/v1/areas', { params: { query: { parent, cursor, limit: 200 } } }))
    items.push(...page.items)
    cursor = page.next ?? undefined
  } while (cursor)
  return items
}

/** After a change of the tree: what was asked before may be wrong. */
export function forgetAreas() {
  known.clear()
  below.clear()
}

/** Children of an area; without a code the roots. */
export function areasBelow(code = ''): Promise<AreaSummary[]> {
  return kept(below, code, () => all(code || undefined))
}

/** The topmost area of this server. */
export async function rootArea(): Promise<Area | undefined> {
  const roots = await areasBelow()
  return roots[0] && getArea(roots[0].code)
}

export async function searchAreas(q: string): Promise<AreaSummary[]> {
  return (await must(api.GET('/api/v1/areas', { params: { query: { q, limit: 20 } } }))).items
}

/** A place as people say it, from large to small, without the top that everybody knows. */
export function placeName(chain: readonly AreaStep[], separator = ' '): string {
  const names = chain.map((step) => step.name).reverse()
  return (names.length > 1 ? names.slice(1) : names).join(separator)
}

/** What must be said about the weakest boundary of a chain. */
export function chainNote(chain: readonly AreaStep[]): 'made_up' | 'derived' | null {
  if (chain.some((step) => step.note === 'made_up')) return 'made_up'
  return chain.some((step) => step.note === 'derived') ? 'derived' : null
}
