import type { ClockRun, ClockStep, Derivation } from '../api/types'
import { day, exact } from '../i18n/time'
import { t } from './words'

/* Limits, spans and steps of a clock in words. */

/** "4 work_hour" as people say it; several tiers "2 urgent_hour/4 work_hour" one after the other. */
export function limitWords(text: string): string {
  return text
    .split('/')
    .map((one) => {
      const m = /^([\d.]+) (urgent_hour|work_hour|work_day|natural_day)$/.exec(one.trim())
      return m ? t(`limit.${m[2]}` as 'limit.work_day', { n: m[1]! }) : one.trim()
    })
    .join(' / ')
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

const plain = (n: number) => String(Math.round(n * 1000) / 1000)

export function amountWords(measure: Derivation['measure'], amount: number): string {
  return measure === 'day' ? t('span.days', { n: plain(amount) }) : hoursWords(amount)
}

const PER_DAY = 86_400_000_000

/** What of a limit is used, in its own unit. */
export function usedWords(run: Pick<ClockRun, 'unit' | 'used_ticks'>): string {
  if (run.unit === 'date') return ''
  return run.unit === 'work_day' || run.unit === 'natural_day' ? t('span.days', { n: plain(run.used_ticks / PER_DAY) }) : hoursWords(run.used_ticks / 1_000_000)
}

const SHANGHAI = 8 * 3_600_000
const local = (iso: string) => new Date(Date.parse(iso) + SHANGHAI).toISOString()

/** A span on one day says the day once. */
export function spanWords(step: Pick<ClockStep, 'from' | 'to'>): string {
  if (!step.to) return t('step.since', { from: exact(step.from) })
  if (step.from === step.to) return exact(step.from)
  const [a, b] = [local(step.from), local(step.to)]
  if (a.slice(0, 10) === b.slice(0, 10)) return `${day(step.from)} ${a.slice(11, 16)}–${b.slice(11, 16)}`
  // To midnight is still that day.
  const midnight = new Date(Date.parse(step.from) + SHANGHAI)
  if (b.slice(11, 19) === '00:00:00' && Date.parse(step.to) + SHANGHAI - Date.parse(`${midnight.toISOString().slice(0, 10)}T00:00:00Z`) === 86_400_000) return `${day(step.from)} ${a.slice(11, 16)}–24:00`
  return `${exact(step.from)} – ${exact(step.to)}`
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
