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

/** The states a matter passes when all goes well, first to last. */
export function mainStates(kind: string): string[] {
  const states = flowOf(kind)?.states ?? []
  const last = states.find((s) => s.final)
  return states.filter((s) => !s.final || s === last).map((s) => s.state)
}
