/**
 * Puts the hand on what a form offers once it is there: on the chosen one of several, else on the first. A person who has
 * begun to write is left alone.
 */
export function putHand(box: HTMLElement | undefined) {
  const form = box?.closest('form')
  const at = document.activeElement
  const busy = at instanceof HTMLTextAreaElement && at.value !== ''
  if (!box || busy || !(at === null || at === document.body || form?.contains(at))) return
  box.querySelector<HTMLElement>('input:checked, input[type=radio]')?.focus()
}
