import { shallowRef } from 'vue'

import { say } from '../i18n'
import { api, must } from './client'
import type { CaseKind, Flow, Meta } from './types'

/* Names of all codes: levels, kinds, states, actions. Asked once a page load. */

export const meta = shallowRef<Meta>()
let asked: Promise<Meta> | undefined

export function loadMeta(): Promise<Meta> {
  asked ??= must(api.GET('/api/v1/meta')).then(
    (got) => (meta.value = got),
    (e: unknown) => {
      asked = undefined
      throw e
    },
  )
  return asked
}

export function caseKind(kind: string): CaseKind | undefined {
  return meta.value?.case_kinds.find((k) => k.kind === kind)
}

export function kindName(kind: string): string {
  const found = caseKind(kind)
  return found ? say(found.name) : kind
}

export function flowOf(kind: string): Flow | undefined {
  const flow = caseKind(kind)?.flow
  return meta.value?.flows.find((f) => f.flow === flow)
}

export function stateName(kind: string, state: string): string {
  const found = flowOf(kind)?.states.find((s) => s.state === state)
  return found ? say(found.name) : state
}

export function levelName(level: string): string {
  const found = meta.value?.levels.find((l) => l.level === level)
  return found ? say(found.name) : level
}

export function postKindName(kind: string): string {
  const found = meta.value?.post_kinds.find((p) => p.kind === kind)
  return found ? say(found.name) : kind
}

export function roleName(role: string): string {
  const found = meta.value?.roles.find((r) => r.role === role)
  return found ? say(found.name) : role
}

export type Milestone = NonNullable<Flow['states'][number]['milestone']>

/** What a matter reaches one after the other when all goes well. */
export function milestones(kind: string): Milestone[] {
  return (flowOf(kind)?.states ?? []).flatMap((s) => s.milestone ?? [])
}

/** How many of its milestones a matter in this state has reached. A state beside the way counts as the one it was left for. */
export function reached(kind: string, state: string): number {
  const flow = flowOf(kind)
  const states = flow?.states ?? []
  const at = states.findIndex((s) => s.state === state)
  if (!flow || at < 0) return 0
  const own = states[at]!.milestone
  if (own) return milestones(kind).indexOf(own) + 1
  const from = (before: string) => flow.actions.some((a) => a.to === state && a.from.includes(before))
  const before = states.slice(0, at)
  const left = [...before].reverse().find((s) => from(s.state))
  if (left) return reached(kind, left.state)
  return before.filter((s) => s.milestone).length
}
