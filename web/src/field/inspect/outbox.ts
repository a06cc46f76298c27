import { ref, shallowRef, watch } from 'vue'

import { api, keyed, must, newKey } from '../../api/client'
import { Problem, problemText } from '../../api/problem'
import { me } from '../../api/session'
import { upload } from '../../api/upload'
import type { Inspection } from '../../ledger/records'
import type { CheckItem } from '../../ledger/types'
import { backOff, bodyOf, type Sheet, type SheetPhoto } from './sheet'
import { dropSheet, putSheet, sheetsOf } from './store'

/*
 * Sends what was filled in. Each sheet has one key for all its tries, so that the server keeps it once however often an
 * answer is lost on the way. What the server refuses is held and shown; nothing is dropped.
 */

const EVERY = 15_000

/** The sheets of whoever is signed in, as they stand on this phone. */
export const sheets = shallowRef<readonly Sheet[]>([])
export const sending = ref(false)

export const account = () => me.value?.account ?? ''

export async function readSheets() {
  sheets.value = account() ? await sheetsOf(account()) : []
}

async function keep(sheet: Sheet) {
  await putSheet(sheet)
  await readSheets()
}

async function sendPhotos(sheet: Sheet, photos: readonly SheetPhoto[]) {
  for (const photo of photos) {
    if (photo.use) continue
    photo.use = await upload(photo.blob)
    await putSheet(sheet)
  }
}

const photosOf = (sheet: Sheet) => [...sheet.photos, ...Object.values(sheet.answers).flatMap((one) => one.photos)]

async function post(sheet: Sheet): Promise<Inspection> {
  await sendPhotos(sheet, photosOf(sheet))
  return must(api.POST('/api/v1/entries/{ref}/inspections', { params: { path: { ref: sheet.entry } }, body: bodyOf(sheet), headers: keyed(sheet.key) }))
}

/** No answer, too many at once, a server in trouble, a session that ended: the same again later. */
const isForLater = (e: unknown) => !(e instanceof Problem) || e.status === 0 || e.status === 401 || e.status === 408 || e.status === 429 || e.status >= 500

function later(sheet: Sheet) {
  sheet.tries++
  sheet.next = Date.now() + backOff(sheet.tries) * 1000
}

async function sendOne(sheet: Sheet) {
  try {
    const made = await post(sheet)
    Object.assign(sheet, { state: 'sent', problem: '', grade: { status: made.status, score: made.score }, answers: {}, photos: [] })
  } catch (e) {
    if (e instanceof Problem && e.code === 'media.unknown' && photosOf(sheet).some((photo) => photo.use)) {
      // Photos that waited longer than a day for their sheet: they go again, and so it is another request.
      for (const photo of photosOf(sheet)) delete photo.use
      sheet.key = newKey()
      later(sheet)
    } else if (isForLater(e)) {
      later(sheet)
    } else {
      Object.assign(sheet, { state: 'held', problem: problemText(e) })
    }
  }
  await keep(sheet)
}

async function drain(now: boolean) {
  if (!account()) return
  for (const sheet of await sheetsOf(account())) {
    if (sheet.state === 'waiting' && (now || sheet.next <= Date.now())) await sendOne(sheet)
  }
  await readSheets()
}

/** `now`: does not wait for the next try. Two tabs never send at the same time. */
export async function sendAll(now = false) {
  if (sending.value) return
  sending.value = true
  try {
    if (navigator.locks) await navigator.locks.request('wangge.inspections', () => drain(now))
    else await drain(now)
  } finally {
    sending.value = false
  }
}

/** The button was pressed: from now on it is sent, or tried until it is. */
export async function submit(sheet: Sheet, items: readonly CheckItem[]) {
  await keep(Object.assign(sheet, { items: [...items], state: 'waiting', key: newKey(), done: new Date().toISOString(), tries: 0, next: 0, problem: '' }))
  await sendAll(true)
}

/** A held one is filled in again. */
export const takeBack = (sheet: Sheet) => keep(Object.assign(sheet, { state: 'open', key: '', problem: '' }))

export async function drop(sheet: Sheet) {
  await dropSheet(sheet.id)
  await readSheets()
}

let started = false
/** Tries at the start, when a signal comes back, when the page is looked at again, and every 15 seconds while something waits. */
export function startOutbox() {
  if (started) return
  started = true
  const go = () => void sendAll().catch(() => {})
  addEventListener('online', () => void sendAll(true).catch(() => {}))
  document.addEventListener('visibilitychange', () => document.visibilityState === 'visible' && go())
  setInterval(() => sheets.value.some((sheet) => sheet.state === 'waiting') && go(), EVERY)
  watch(me, () => void readSheets().then(go), { immediate: true })
}
