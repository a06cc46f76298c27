import { milestones, reached } from '../api/meta'
import { say, type Bilingual } from '../i18n'
import { when } from '../i18n/time'
import type { Step } from '../wg/WgSteps.vue'
import { t } from './words'

interface Done {
  readonly at: string
  readonly action_name: Bilingual
  readonly role_name: Bilingual
  readonly state_to: string | null
  readonly reason: string | null
  readonly note?: string | null
  readonly who?: string
}

/** What was done, first to last, and the steps that still come; a settled matter has none. */
export function story(kind: string, state: string, open: boolean, history: readonly Done[]): Step[] {
  const done = [...history].sort((a, b) => a.at.localeCompare(b.at))
  // Looks at a contact, requests, marks and the like are part of the story, but do not move the matter.
  let now = 0
  let at: string | null = null
  done.forEach((step, i) => {
    if (!step.state_to || step.state_to === at) return
    at = step.state_to
    now = i
  })
  const past = done.map<Step>((step, i) => ({
    key: `d${i}`,
    title: say(step.action_name),
    meta: [when(step.at), step.who && step.who !== say(step.role_name) ? `${step.who} (${say(step.role_name)})` : say(step.role_name)].join(' · '),
    text: [step.reason, step.note].filter(Boolean).join('\n') || undefined,
    phase: i === now ? 'now' : 'past',
  }))
  const next = open ? milestones(kind).slice(reached(kind, state)) : []
  return [...past, ...next.map<Step>((m) => ({ key: `n${m}`, title: t(`to.${m}`), phase: 'next' }))]
}
