import { must } from '../../api/client'
import { Problem } from '../../api/problem'
import { loadLedgers } from '../../ledger/kinds'
import { raw } from '../../ledger/raw'
import type { Inspection, Page, Rectification } from '../../ledger/records'
import type { PublicEntry } from '../../ledger/door'
import type { Checklist, Ledger } from '../../ledger/types'
import { keepCopy, readCopy } from './store'

/* What an inspector needs at one door, read in one go and kept on the phone. */

export interface EntryLine extends PublicEntry {
  point: { lat: number; lon: number } | null
  review_due: string | null
  last_inspected: string | null
  open_items: number
}
export type Why = 'round' | 'review' | 'recheck'
export interface Task {
  entry: EntryLine
  why: Why
  checklist: string
  round: string | null
  open_items: number
}
export interface Bundle {
  entry: EntryLine
  kind: Ledger
  list: Checklist
  /** The last full inspection that counts and the re-checks after it, with answers and photos, the newest first. */
  before: Inspection[]
  open: Rectification[]
}
export interface Read<T> {
  value: T
  /** Set when it is the phone's copy: when it was read. */
  copied: string | null
}

const get = <T>(path: string, place: object = {}, query: object = {}) => must(raw.GET<T>(path, { params: { path: place, query } }))
const isOffline = (e: unknown) => e instanceof Problem && e.status === 0

/** Without a signal: the phone's copy. */
async function orCopy<T>(account: string, what: string, ask: () => Promise<T>): Promise<Read<T>> {
  try {
    const value = await ask()
    await keepCopy(account, what, value)
    return { value, copied: null }
  } catch (e) {
    const copy = isOffline(e) ? await readCopy<T>(account, what) : undefined
    if (!copy) throw e
    return { value: copy.value, copied: copy.at }
  }
}

/** Those that count since the last full one. */
export function standingOf(all: readonly Inspection[], list: string): Inspection[] {
  const counts = all.filter((one) => !one.annulled && one.result === 'done' && one.checklist === list)
  const full = counts.findIndex((one) => one.kind === 'full')
  return full < 0 ? [] : counts.slice(0, full + 1)
}

async function askBundle(ref: string, wanted: string): Promise<Bundle> {
  const place = { ref }
  const [entry, kinds, inspections, rectification] = await Promise.all([
    get<EntryLine>('/api/v1/entries/{ref}', place),
    loadLedgers(),
    get<{ items: Inspection[] }>('/api/v1/entries/{ref}/inspections', place),
    get<{ items: Rectification[] }>('/api/v1/entries/{ref}/rectification', place),
  ])
  const kind = kinds.find((one) => one.ledger === entry.ledger)
  const code = wanted || kind?.graded_by
  if (!kind || !code) throw new Problem('inspection.unknown_checklist', 404, '')
  const list = await get<Checklist>('/api/v1/checklists/{checklist}', { checklist: code })
  const before = await Promise.all(standingOf(inspections.items, code).map((one) => get<Inspection>('/api/v1/inspections/{ref}', { ref: one.ref })))
  return { entry, kind, list, before, open: rectification.items.filter((one) => !one.struck && one.checklist === code) }
}

export const readBundle = (account: string, ref: string, list: string) => orCopy(account, `entry ${ref} ${list}`, () => askBundle(ref, list))

async function askTasks(): Promise<{ items: Task[]; more: boolean }> {
  const got = await get<Page<Task>>('/api/v1/inspection-tasks', {}, { limit: 200 })
  return { items: got.items, more: got.next !== null }
}
export const readTasks = (account: string) => orCopy(account, 'tasks', askTasks)
