/* Whether this device has copies of what officers read (field/inspect/store.ts), so that leaving by any door takes them off it. */

const SLOT = 'wangge.copies'

export function noteCopies() {
  try {
    localStorage.setItem(SLOT, '1')
  } catch {
    /* a private window keeps nothing anyway */
  }
}

/** When somebody signs out: all of them; when `account` signs in: those of all others. */
export async function forgetCopies(account = '') {
  try {
    if (localStorage.getItem(SLOT) !== '1') return
    await (await import('../field/inspect/store')).forgetCopies(account)
    if (!account) localStorage.removeItem(SLOT)
  } catch {
    /* the store is closed: nothing can be read from it either */
  }
}
