import { lang } from '.'
import { t } from './common'

/* Times as people say them, always on the grid's clock. */

const ZONE = 'Asia/Shanghai'
const DAY = 86_400_000

const locale = () => (lang.value === 'en' ? 'en-GB' : 'zh-CN')

function dayNumber(at: Date): number {
  const parts = new Intl.DateTimeFormat('en-CA', { timeZone: ZONE, year: 'numeric', month: '2-digit', day: '2-digit' }).format(at)
  return Math.round(Date.parse(`${parts}T00:00:00Z`) / DAY)
}

function clock(at: Date): string {
  return new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(at)
}

export function day(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, year: 'numeric', month: lang.value === 'en' ? 'short' : 'long', day: 'numeric' }).format(new Date(iso))
}

/** "2026-10": October 2026. */
export function monthYear(name: string): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, year: 'numeric', month: 'long' }).format(new Date(`${name}-02T00:00:00Z`))
}

export function monthDay(iso: string): string {
  return new Intl.DateTimeFormat(locale(), { timeZone: ZONE, month: lang.value === 'en' ? 'short' : 'long', day: 'numeric' }).format(new Date(iso))
}

/** "today 18:00", "tomorrow 18:00", "yesterday 08:12", "19 Oct 08:12", "19 Oct 2025". */
export function when(iso: string, now = new Date()): string {
  const at = new Date(iso)
  const apart = dayNumber(now) - dayNumber(at)
  if (apart === 0) return t('time.today', { time: clock(at) })
  if (apart === -1) return t('time.tomorrow', { time: clock(at) })
  if (apart === 1) return t('time.yesterday', { time: clock(at) })
  const sameYear = new Intl.DateTimeFormat('en', { timeZone: ZONE, year: 'numeric' })
  if (sameYear.format(at) !== sameYear.format(now)) return day(iso)
  return `${monthDay(iso)} ${clock(at)}`
}

/** The whole of it, for records and print. */
export function exact(iso: string): string {
  return `${day(iso)} ${clock(new Date(iso))}`
}

export function count(n: number): string {
  return new Intl.NumberFormat(locale()).format(n)
}
