import { reactive, ref, watch } from 'vue'

import type { Place } from '../place/place'

/*
 * What this device keeps for its owner: receipts, the own place, and the report being written. Nothing of it is sent
 * anywhere by itself; the secret of a receipt is only ever given to the server that made it.
 */

export interface KeptReport {
  ref: string
  secret: string
  kind: string
  place: string
  opened: string
  state: string
  words: string
  /** When it was settled, as far as this device has heard; null: it is not. */
  closed?: string | null
}

export interface Draft {
  kind: string
  place: Place | null
  address: string
  body: string
  name: string
  phone: string
}

function read<T>(store: Storage | undefined, slot: string, empty: T): T {
  try {
    const text = store?.getItem(slot)
    return text ? { ...empty, ...(JSON.parse(text) as T) } : empty
  } catch {
    return empty
  }
}

function write(store: Storage | undefined, slot: string, value: unknown) {
  try {
    store?.setItem(slot, JSON.stringify(value))
  } catch {
    /* a full or closed store: the page works on without it */
  }
}

const local = (() => {
  try {
    return window.localStorage
  } catch {
    return undefined
  }
})()
const session = (() => {
  try {
    return window.sessionStorage
  } catch {
    return undefined
  }
})()

const LIST_MAX = 50

/** As long as the server keeps who reported it: after that the receipt has nothing to show that is not public. */
export const KEEP_DAYS = 90
const isOver = ({ closed }: KeptReport) => Boolean(closed) && Date.now() - Date.parse(closed!) > KEEP_DAYS * 86_400_000
/** What is settled so long is not kept any more; said on the page about privacy. */
const list = reactive(read<{ items: KeptReport[] }>(local, 'wangge.reports', { items: [] }))
if (list.items.some(isOver)) {
  list.items = list.items.filter((report) => !isOver(report))
  write(local, 'wangge.reports', list)
}
/** Receipts of this tab only, for people who do not want them kept. */
const passing = reactive(read<{ items: KeptReport[] }>(session, 'wangge.reports', { items: [] }))
watch(list, () => write(local, 'wangge.reports', list))
watch(passing, () => write(session, 'wangge.reports', passing))

export const keptReports = list

export function findReport(ref: string): KeptReport | undefined {
  return list.items.find((r) => r.ref === ref) ?? passing.items.find((r) => r.ref === ref)
}

export const isKept = (ref: string) => list.items.some((r) => r.ref === ref)

export function keep(report: KeptReport, onDevice = true) {
  const into = onDevice ? list : passing
  into.items = [report, ...into.items.filter((r) => r.ref !== report.ref)].slice(0, LIST_MAX)
}

/** Off this device, but still there until the tab closes. */
export function unkeep(ref: string) {
  const report = findReport(ref)
  list.items = list.items.filter((r) => r.ref !== ref)
  if (report) keep({ ...report }, false)
}

export function saw(ref: string, now: { state: string; closed: string | null }) {
  const report = findReport(ref)
  if (report) Object.assign(report, { state: now.state, closed: now.closed })
}

const noDraft = (): Draft => ({ kind: '', place: null, address: '', body: '', name: '', phone: '' })
export const draft = reactive(read<Draft>(local, 'wangge.draft', noDraft()))
watch(draft, () => write(local, 'wangge.draft', draft))
export const clearDraft = () => Object.assign(draft, noDraft())

export const myPlace = ref<Place | null>(read<{ place: Place | null }>(local, 'wangge.place', { place: null }).place)
watch(myPlace, (place) => write(local, 'wangge.place', { place }))
