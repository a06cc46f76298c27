import { noteCopies } from '../../api/copies'
import type { Sheet } from './sheet'

/*
 * The phone's own store: sheets (with their photos) and the copies of what was last read, so that both are there without a
 * signal. A browser that keeps nothing (some private windows) gets a store that lives as long as the page, and `keeps` says so.
 */

export const keeps = { value: true }
const memory = { sheets: new Map<string, unknown>(), copies: new Map<string, unknown>() }
type Name = keyof typeof memory

let opened: Promise<IDBDatabase | null> | undefined

function open(): Promise<IDBDatabase | null> {
  opened ??= new Promise((done) => {
    const without = () => {
      keeps.value = false
      done(null)
    }
    try {
      const asked = indexedDB.open('wangge-field', 1)
      asked.onupgradeneeded = () => {
        asked.result.createObjectStore('sheets')
        asked.result.createObjectStore('copies')
      }
      asked.onsuccess = () => done(asked.result)
      asked.onerror = without
      asked.onblocked = without
    } catch {
      without()
    }
  })
  return opened
}

async function ask<T>(name: Name, mode: IDBTransactionMode, act: (store: IDBObjectStore) => IDBRequest): Promise<T | undefined> {
  const db = await open()
  if (!db) return undefined
  return new Promise((done, failed) => {
    const turn = db.transaction(name, mode)
    const asked = act(turn.objectStore(name))
    turn.oncomplete = () => done(asked.result as T)
    turn.onerror = turn.onabort = () => failed(turn.error ?? new Error('store'))
  })
}

/** A page's reactive object cannot be stored: a plain copy of it, with its photos as they are. */
function plain(value: unknown): unknown {
  if (value instanceof Blob || value === null || typeof value !== 'object') return value
  if (Array.isArray(value)) return value.map(plain)
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, plain(each)]))
}

async function put(name: Name, key: string, value: unknown) {
  const copy = plain(value)
  memory[name].set(key, copy)
  try {
    await ask(name, 'readwrite', (store) => store.put(copy, key))
  } catch {
    keeps.value = false
  }
}
async function get<T>(name: Name, key: string): Promise<T | undefined> {
  return (await ask<T>(name, 'readonly', (store) => store.get(key)).catch(() => undefined)) ?? (memory[name].get(key) as T | undefined)
}
async function drop(name: Name, key: string) {
  memory[name].delete(key)
  await ask(name, 'readwrite', (store) => store.delete(key)).catch(() => undefined)
}

export const putSheet = (sheet: Sheet) => put('sheets', sheet.id, sheet)
export const getSheet = (id: string) => get<Sheet>('sheets', id)
export const dropSheet = (id: string) => drop('sheets', id)

/** All sheets of one person. */
export async function sheetsOf(account: string): Promise<Sheet[]> {
  const kept = (await ask<Sheet[]>('sheets', 'readonly', (store) => store.getAll()).catch(() => undefined)) ?? [...memory.sheets.values()]
  return (kept as Sheet[]).filter((sheet) => sheet.account === account)
}

export interface Copy<T> {
  at: string
  value: T
}
export function keepCopy(account: string, what: string, value: unknown) {
  noteCopies()
  return put('copies', `${account} ${what}`, { at: new Date().toISOString(), value })
}
export const readCopy = <T>(account: string, what: string) => get<Copy<T>>('copies', `${account} ${what}`)
/** What was read is taken off the phone, but for what `account` read; what still waits to be sent stays. */
export async function forgetCopies(account = '') {
  const isOwn = (key: IDBValidKey) => account !== '' && String(key).startsWith(`${account} `)
  for (const key of [...memory.copies.keys()]) if (!isOwn(key)) memory.copies.delete(key)
  const kept = (await ask<IDBValidKey[]>('copies', 'readonly', (store) => store.getAllKeys()).catch(() => undefined)) ?? []
  for (const key of kept) if (!isOwn(key)) await ask('copies', 'readwrite', (store) => store.delete(key)).catch(() => undefined)
}
