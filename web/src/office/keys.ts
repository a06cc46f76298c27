import { onBeforeUnmount, onMounted, ref } from 'vue'

/*
 * Keys of one letter. They work only while no field is written in and no question is open, and can be put off for good:
 * who dictates or types with a stick would set them off by accident.
 */

const SLOT = 'wangge.keys'
export const keysOn = ref(localStorage.getItem(SLOT) !== 'off')

export function setKeys(on: boolean) {
  keysOn.value = on
  localStorage.setItem(SLOT, on ? 'on' : 'off')
}

const WRITES = 'input:not([type=radio]):not([type=checkbox]):not([type=file]), textarea, select, [contenteditable=true]'

/** The letter of a key press that is meant for the page; none while the person writes. */
export function letterOf(event: KeyboardEvent): string {
  if (!keysOn.value || event.defaultPrevented || event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return ''
  const at = event.target instanceof Element ? event.target : undefined
  if (at?.closest(WRITES) || document.querySelector('[role=dialog]') || event.key.length !== 1) return ''
  return event.key.toLowerCase()
}

/** `press` says whether the letter was one of its own; `early` hears it before the others. */
export function letters(press: (letter: string, event: KeyboardEvent) => boolean, early = false) {
  const down = (event: KeyboardEvent) => {
    const letter = letterOf(event)
    if (letter && press(letter, event)) event.preventDefault()
  }
  onMounted(() => addEventListener('keydown', down, early))
  onBeforeUnmount(() => removeEventListener('keydown', down, early))
}
