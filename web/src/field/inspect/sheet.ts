import type { components } from '../../api/schema'
import type { UploadUse } from '../../api/types'
import { isAsked, judge, type Given, type Said } from '../../ledger/grade'
import type { Checklist, CheckItem } from '../../ledger/types'

/*
 * One inspection as it is being filled in, kept on the phone until the server has it. It belongs to whoever fills it in:
 * another login on the same phone neither sees nor sends it.
 */

export interface SheetPhoto {
  key: string
  name: string
  blob: Blob
  /** Set once it has arrived, so that it is not sent again. */
  use?: UploadUse
}
export interface SheetAnswer {
  answer?: Given
  /** A number as it is typed. */
  typed: string
  corrected: boolean
  note: string
  photos: SheetPhoto[]
}
export type SheetKind = 'full' | 'recheck'
export type SheetResult = 'done' | 'refused' | 'door_closed'
export interface Sheet {
  id: string
  account: string
  entry: string
  name: string
  place: string
  checklist: string
  checklist_version: number
  kind: SheetKind
  round: string | null
  result: SheetResult
  answers: Record<string, SheetAnswer>
  /** Of the list that was filled in, from the moment it is to be sent. */
  items: CheckItem[]
  note: string
  photos: SheetPhoto[]
  changed: string
  /** open: being filled in; waiting: to be sent; held: the server refused it, somebody must look; sent: the server has it. */
  state: 'open' | 'waiting' | 'held' | 'sent'
  /** Made when the button is pressed, kept for each try. */
  key: string
  done: string
  tries: number
  next: number
  problem: string
  grade: { status: string | null; score: number | null } | null
}

export const sheetId = (account: string, entry: string, kind: SheetKind) => `${account} ${entry} ${kind}`
/**
 * A sheet that was begun on another version of its list goes on with the newer one: what was answered to an item of the
 * same name stays, with its note and photos; only an answer that the item does not know any more is asked again. Answers
 * to items that are gone stay with the sheet, and are not sent. Says how many items still have their answer.
 */
export function carryOver(sheet: Sheet, list: Checklist): { sheet: Sheet; kept: number } {
  let kept = 0
  const answers = { ...sheet.answers }
  for (const item of list.items) {
    const one = answers[item.item]
    if (!one) continue
    if (isAnswered(item, one) || (item.type === 'number' && one.typed)) kept++
    else answers[item.item] = { ...one, answer: undefined }
  }
  return { sheet: { ...sheet, checklist_version: list.version, answers }, kept }
}

export const noAnswer = (): SheetAnswer => ({ typed: '', corrected: false, note: '', photos: [] })

/** The items that this kind of inspection asks: of a full one all of the trade, of a re-check the open ones only. */
export function itemsOf(list: Checklist, facet: string | null, kind: SheetKind, open: readonly string[]): CheckItem[] {
  return list.items.filter((item) => isAsked(item, facet) && (kind === 'full' || open.includes(item.item)))
}

/** "7,5" and "-18" as people type them. */
export function readNumber(typed: string): number | undefined {
  const plain = typed.trim().replace(/[,\uff0c\u3002]/, '.').replace(/^[\u2212\uff0d]/, '-')
  return /^-?\d{1,9}(\.\d{1,6})?$/.test(plain) ? Number(plain) : undefined
}

export function givenOf(item: CheckItem, one: SheetAnswer | undefined): Given | undefined {
  if (!one || one.answer === null) return one?.answer
  return item.type === 'number' ? readNumber(one.typed) : one.answer
}

export type Lack = 'answer' | 'photo'
/** What keeps an item from being sent. A re-check may leave items for another time. */
export function lackOf(item: CheckItem, one: SheetAnswer | undefined, kind: SheetKind): Lack | null {
  const passed = judge(item, givenOf(item, one))
  if (passed === undefined) return kind === 'recheck' && !one?.typed ? null : 'answer'
  return item.photo && passed === false && !one?.photos.length ? 'photo' : null
}

export const isAnswered = (item: CheckItem, one: SheetAnswer | undefined) => judge(item, givenOf(item, one)) !== undefined

/** For the reckoning beforehand. */
export function saidOf(items: readonly CheckItem[], answers: Readonly<Record<string, SheetAnswer>>): Record<string, Said> {
  return Object.fromEntries(items.map((item) => [item.item, { answer: givenOf(item, answers[item.item]), corrected: answers[item.item]?.corrected ?? false }]))
}

/** What the server is told. Photos have arrived before. */
export function bodyOf(sheet: Sheet): components['schemas']['NewInspection'] {
  const uses = (photos: readonly SheetPhoto[]) => photos.flatMap((photo) => photo.use ?? [])
  const answers = sheet.items.flatMap((item) => {
    const one = sheet.answers[item.item]
    const answer = givenOf(item, one)
    const passed = judge(item, answer)
    if (!one || answer === undefined || passed === undefined) return []
    const note = one.note.trim()
    return [{ item: item.item, answer, ...(passed === false && one.corrected && { corrected: true }), ...(note && { note }), ...(one.photos.length && { uploads: uses(one.photos) }) }]
  })
  const note = sheet.note.trim()
  return {
    checklist: sheet.checklist,
    checklist_version: sheet.checklist_version,
    kind: sheet.kind,
    result: sheet.result,
    done: sheet.done,
    ...(sheet.round && { round: sheet.round }),
    ...(note && { note }),
    ...(sheet.result === 'done' && { answers }),
    ...(sheet.photos.length && { uploads: uses(sheet.photos) }),
  }
}

/** Seconds until the next try: 2, 4, 8 … up to 5 minutes. */
export const backOff = (tries: number) => Math.min(300, 2 ** Math.min(tries, 9))
