import { api, must } from '../../api/client'
import { Problem } from '../../api/problem'
import { me } from '../../api/session'
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

const PATIENCE = 8000
const tooLate = () => new Promise<never>((_, failed) => setTimeout(() => failed(new Problem('net.offline', 0, '')), PATIENCE))

/** Without a signal, or with one that does not carry: the phone's copy. */
async function orCopy<T>(account: string, what: string, ask: () => Promise<T>): Promise<Read<T>> {
  const copy = await readCopy<T>(account, what)
  try {
    const asked = ask()
    const value = await (copy ? Promise.race([asked, tooLate()]) : asked)
    // Whoever signed out meanwhile leaves nothing behind.
    if (me.value?.account === account) await keepCopy(account, what, value)
    return { value, copied: null }
  } catch (e) {
    if (!copy || !isOffline(e)) throw e
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

const bundleSlot = (ref: string, list: string) => `entry ${ref} ${list}`
export const readBundle = (account: string, ref: string, list: string) => orCopy(account, bundleSlot(ref, list), () => askBundle(ref, list))
/** Is it on the phone, read within the last hours? */
export async function hasBundle(account: string, ref: string, list: string, hours: number): Promise<boolean> {
  const copy = await readCopy(account, bundleSlot(ref, list))
  return copy !== undefined && Date.now() - Date.parse(copy.at) < hours * 3_600_000
}

async function askTasks(): Promise<{ items: Task[]; more: boolean }> {
  const got = await must(api.GET('/api/v1/inspection-tasks', { params: { query: { limit: 200 } } }))
  return { items: got.items, more: got.next !== null }
}
export const readTasks = (account: string) => orCopy(account, 'tasks', askTasks)
