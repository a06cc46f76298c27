/*
 * The code that only the owner has. The notice's QR carries it behind the #, which no server and no other page ever sees;
 * it is taken off the address at once. It is kept until the tab closes, so that a reload does not ask for it again.
 */

const slot = (ref: string) => `wangge.owner.${ref}`

/** "#k=K7M2P-9QXTA" */
export const codeOf = (hash: string) => /^#k=([0-9A-Za-z -]{6,20})$/.exec(hash)?.[1] ?? ''

export function keptCode(ref: string): string {
  try {
    return sessionStorage.getItem(slot(ref)) ?? ''
  } catch {
    return ''
  }
}

export function keepCode(ref: string, code: string) {
  try {
    if (code) sessionStorage.setItem(slot(ref), code)
    else sessionStorage.removeItem(slot(ref))
  } catch {
    /* a private window: it is asked for again after a reload */
  }
}
