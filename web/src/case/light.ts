import { onBeforeUnmount, onMounted, ref } from 'vue'

import { t, type CommonKey } from '../i18n/common'

/* The clock of a case in one short word: what is left of it, or how far over it is. How it came about stands on the case's page. */

export interface Running {
  due: string | null
  light: 'none' | 'yellow' | 'red'
  paused: boolean
  provisional: boolean
}

export type Light = 'late' | 'soon' | 'calm' | 'off'

const MINUTE = 60_000

/** Late is late at once, also when the server's lamp of that minute has not been heard yet. */
export function lightOf(clock: Running | null, now: number): Light {
  if (!clock || (!clock.due && clock.light === 'none')) return 'off'
  if (clock.paused) return clock.light === 'red' ? 'late' : 'off'
  if (clock.light === 'red' || (clock.due && Date.parse(clock.due) <= now)) return 'late'
  return clock.light === 'yellow' ? 'soon' : 'calm'
}

/** "3 hours": one unit, the largest that is not more exact than people speak. */
function span(ms: number): string {
  const minutes = Math.max(1, Math.floor(ms / MINUTE))
  const [unit, n] = minutes < 60 ? ['minutes', minutes] : minutes < 48 * 60 ? ['hours', Math.floor(minutes / 60)] : ['days', Math.floor(minutes / 1440)]
  return t(`light.${unit}` as CommonKey, { n })
}

export function lightText(clock: Running | null, now: number): string {
  if (!clock) return ''
  if (clock.paused) return t('light.paused')
  if (!clock.due) return ''
  const left = Date.parse(clock.due) - now
  const text = t(left > 0 ? 'light.left' : 'light.over', { span: span(Math.abs(left)) })
  return clock.provisional ? t('light.provisional', { text }) : text
}

/* One hand for all clocks of the page: it moves while one of them is in sight. */
const hand = ref(Date.now())
let users = 0
let timer: ReturnType<typeof setInterval> | undefined

export function useNow() {
  onMounted(() => {
    hand.value = Date.now()
    if (users++ === 0) timer = setInterval(() => (hand.value = Date.now()), MINUTE / 4)
  })
  onBeforeUnmount(() => {
    if (--users === 0) clearInterval(timer)
  })
  return hand
}
