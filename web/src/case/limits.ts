import type { Case, ClockRun, ClockStep, Derivation } from '../api/types'
import { lang, say } from '../i18n'
import { day, monthDay } from '../i18n/time'
import { t } from './words'

/* Limits, spans and steps of a clock in words. */

const plain = (n: number) => String(Math.round(n * 1000) / 1000)

/** "4 work_hour" as people say it; several tiers "2 urgent_hour/4 work_hour" one after the other. */
export function limitWords(text: string): string {
  return text
    .split('/')
    .map((one) => {
      const m = /^([\d.]+) (urgent_hour|work_hour|work_day|natural_day)$/.exec(one.trim())
      const minutes = m && Number(m[1]) < 1 && m[2]!.endsWith('_hour') ? Number(m[1]) * 60 : 0
      if (m && minutes) return t(`limit.${m[2]}.minutes` as 'limit.work_hour.minutes', { n: plain(minutes) })
      return m ? t(`limit.${m[2]}` as 'limit.work_day', { n: m[1]! }) : one.trim()
    })
    .join(' / ')
}

/** The closing condition in the reader's language, where the rule has it. */
export function closingWords(rule: { closing: string | null; closing_en: string | null } | null): string {
  return (lang.value === 'en' ? (rule?.closing_en ?? rule?.closing) : rule?.closing) ?? ''
}

/** Hours and minutes, exact to the second, for computing by hand. */
export function hoursWords(seconds: number): string {
  const rest = Math.round(seconds)
  const parts = [
    [Math.floor(rest / 3600), 'span.hours'],
    [Math.floor(rest / 60) % 60, 'span.minutes'],
    [rest % 60, 'span.seconds'],
  ] as const
  const said = parts.filter(([n]) => n > 0).map(([n, key]) => t(key, { n }))
  return said.length ? said.join(' ') : t('span.minutes', { n: 0 })
}

export function amountWords(measure: Derivation['measure'], amount: number): string {
  return measure === 'day' ? t('span.days', { n: plain(amount) }) : hoursWords(amount)
}

const PER_DAY = 86_400_000_000

/** What of a limit is used, in its own unit. */
export function usedWords(run: Pick<ClockRun, 'unit' | 'used_ticks'>): string {
  if (run.unit === 'date') return ''
  return run.unit === 'work_day' || run.unit === 'natural_day' ? t('span.days', { n: plain(run.used_ticks / PER_DAY) }) : hoursWords(run.used_ticks / 1_000_000)
}

/** By how much it went over its limit, in its own unit; 0: it did not, or it cannot be said. */
const over = (run: Pick<ClockRun, 'unit' | 'ticks' | 'used_ticks'>) => (run.unit === 'date' ? 0 : Math.max(0, run.used_ticks - run.ticks))

function overWords(run: Pick<ClockRun, 'unit' | 'ticks' | 'used_ticks'>): string {
  const by = over(run)
  if (run.unit === 'work_day' || run.unit === 'natural_day') return t('span.days', { n: String(Math.max(0.1, Math.round((by / PER_DAY) * 10) / 10)) })
  return hoursWords(Math.max(60, Math.floor(by / 60_000_000) * 60))
}

/** How a clock that does not run any more came out. It may still run again while the case is open and has not ended it. */
export function outcomeWords(run: Pick<ClockRun, 'unit' | 'ticks' | 'used_ticks' | 'late' | 'ended'>, open: boolean): string {
  if (run.unit === 'date') return t(run.ended || !open ? 'clock.ended' : 'clock.paused')
  const how = !run.late ? t('clock.in_time') : over(run) ? t('clock.late_by', { span: overWords(run) }) : t('clock.late')
  return run.ended || !open ? how : t('clock.so_far', { how })
}

/** What a row of the history says of a clock's lamp. */
export const lampWords = (lamp: NonNullable<Case['history'][number]['lamp']>) => t(`lamp.${lamp.light}`, { name: say(lamp.name) })

const marks = { urge: 'mark.1', supervise: 'mark.2', list: 'mark.3' } as const

/** Marks that the system makes have "handle 100%" as their reason: the clock's code and what of its limit is used; or "overdue urge": what was not answered by its date. */
export function reasonWords(of: { role: string; reason: string | null }, clocks: Case['clocks']): string {
  const mark = of.role === 'system' ? marks[/^overdue (\w+)$/.exec(of.reason ?? '')?.[1] as keyof typeof marks] : undefined
  if (mark) return t('mark.overdue', { mark: t(mark) })
  const m = of.role === 'system' ? /^(\w+) (\d+)%$/.exec(of.reason ?? '') : null
  const clock = clocks.find((run) => run.clock === m?.[1])
  return m && clock ? t('mark.used', { name: say(clock.name), n: m[2]! }) : (of.reason ?? '')
}

const SHANGHAI = 8 * 3_600_000
const local = (iso: string, more = 0) => new Date(Date.parse(iso) + SHANGHAI + more).toISOString()
const clockOf = (text: string) => text.slice(11, 16)
const isMidnight = (text: string) => text.slice(11, 19) === '00:00:00'

/** A span in which the day is said once, whole days as days; within the year of `year` without it. */
export function spanWords(step: Pick<ClockStep, 'from' | 'to'>, year = ''): string {
  const { from, to } = step
  const dayOf = (iso: string) => (local(iso).slice(0, 4) === year ? monthDay(iso) : day(iso))
  const at = (iso: string) => `${dayOf(iso)} ${clockOf(local(iso))}`
  if (!to) return t('step.since', { from: at(from) })
  if (from === to) return at(from)
  const [a, b] = [local(from), local(to)]
  // Midnight still belongs to the day that it ends.
  const last = isMidnight(b) ? local(to, -1) : b
  const lastIso = new Date(Date.parse(to) - (isMidnight(b) ? 1 : 0)).toISOString()
  if (isMidnight(a) && isMidnight(b)) return a.slice(0, 10) === last.slice(0, 10) ? dayOf(from) : `${dayOf(from)} – ${dayOf(lastIso)}`
  if (a.slice(0, 10) === last.slice(0, 10)) return `${dayOf(from)} ${clockOf(a)}–${isMidnight(b) ? '24:00' : clockOf(b)}`
  return `${at(from)} – ${at(to)}`
}

export function stepWords(step: Pick<ClockStep, 'kind' | 'name'>): string {
  const what = t(`step.${step.kind}` as 'step.start')
  return step.name ? t('step.named', { what, name: step.name }) : what
}

/** The gaps between the spans in which it ran. */
export function pauses(runs: ClockRun['runs']): { from: string; to: string | null }[] {
  const gaps = runs.slice(1).flatMap((run, i) => {
    const from = runs[i]!.to
    return from && from < run.from ? [{ from, to: run.from as string | null }] : []
  })
  const last = runs[runs.length - 1]?.to
  return last ? [...gaps, { from: last, to: null }] : gaps
}
