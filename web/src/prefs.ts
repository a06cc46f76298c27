import { ref, watch } from 'vue'

/* How this device shows the product. Kept on the device only; never sent. */

export type Print = '1' | '2' | '3'
export type Theme = 'auto' | 'light' | 'dark'

const SLOT = 'wangge.prefs'

interface Kept {
  lang?: string
  print?: Print
  theme?: Theme
}

function read(): Kept {
  try {
    return JSON.parse(localStorage.getItem(SLOT) ?? '{}') as Kept
  } catch {
    return {}
  }
}

const kept = read()

export const print = ref<Print>(kept.print ?? '1')
export const theme = ref<Theme>(kept.theme ?? 'auto')
/** What the person chose; undefined: as the browser says. */
export const chosenLang = ref<string | undefined>(kept.lang)
/** Light or dark as drawn now. */
export const dark = ref(false)

function write() {
  try {
    localStorage.setItem(SLOT, JSON.stringify({ lang: chosenLang.value, print: print.value, theme: theme.value }))
  } catch {
    /* private windows may refuse: the choice then lasts until the page closes */
  }
}

export function applyPrefs() {
  const system = matchMedia('(prefers-color-scheme: dark)')
  const draw = () => {
    const root = document.documentElement
    dark.value = theme.value === 'dark' || (theme.value === 'auto' && system.matches)
    root.dataset.theme = dark.value ? 'dark' : 'light'
    root.dataset.print = print.value
  }
  watch([print, theme], draw, { immediate: true })
  watch([print, theme, chosenLang], write)
  system.addEventListener?.('change', draw)
}
