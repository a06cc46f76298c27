import { api, must } from '../../api/client'
import { Problem } from '../../api/problem'
import type { components } from '../../api/schema'
import { loadLedgers } from '../../ledger/kinds'
import type { Inspection, InspectionLine, Rectification } from '../../ledger/records'
import type { Checklist, Ledger } from '../../ledger/types'
import { keepCopy, readCopy } from './store'

/* What an inspector needs at one door, read in one go and kept on the phone. */

export type Task = components['schemas']['InspectionTask']
export type EntryLine = Task['entry']
export type Why = Task['why']
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
export function standingOf<T extends InspectionLine>(all: readonly T[], list: string): T[] {
  const counts = all.filter((one) => !one.annulled && one.result === 'done' && one.checklist === list)
  const full = counts.findIndex((one) => one.kind === 'full')
  return full < 0 ? [] : counts.slice(0, full + 1)
}

async function askBundle(ref: string, wanted: string): Promise<Bundle> {
  const place = { params: { path: { ref } } }
  const [entry, kinds, inspections, rectification] = await Promise.all([
    must(api.GET('/api/v1/entries/{ref}', place)),
    loadLedgers(),
    must(api.GET('/api/v1/entries/{ref}/inspections', place)),
    must(api.GET('/api/v1/entries/{ref}/rectification', place)),
  ])
  const kind = kinds.find((one) => one.ledger === entry.ledger)
  const code = wanted || kind?.graded_by
  if (!kind || !code) throw new Problem('inspection.unknown_checklist', 404, '')
  const list = await must(api.GET('/api/v1/checklists/{checklist}', { params: { path: { checklist: code } } }))
  const before = await Promise.all(standingOf(inspections.items, code).map((one) => must(api.GET('/api/v1/inspections/{ref}', { params: { path: { ref: one.ref } } }))))
  return { entry, kind, list, before, open: rectification.items.filter((one) => !one.struck && one.checklist === code) }
}

export const readBundle = (account: string, ref: string, list: string) => orCopy(account, `entry ${ref} ${list}`, () => askBundle(ref, list))

async function askTasks(): Promise<{ items: Task[]; more: boolean }> {
  const got = await must(api.GET('/api/v1/inspection-tasks', { params: { query: { limit: 200 } } }))
  return { items: got.items, more: got.next !== null }
}
export const readTasks = (account: string) => orCopy(account, 'tasks', askTasks)
