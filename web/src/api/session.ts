import { computed, ref } from 'vue'

import { api, must } from './client'
import { Problem } from './problem'
import type { Me, Role } from './types'

/* Who is signed in on this device. Visitors never cause a request: only a device that signed in before asks. */

const SLOT = 'wangge.signed'

export const me = ref<Me | null>(null)
export const signedIn = computed(() => me.value !== null)
export const hasRole = (...roles: Role[]) => me.value?.roles.some((grant) => roles.includes(grant.role)) ?? false
/** Whoever only handles cases works at the phone, and at a wide screen at the unit's desk; all other roles sit in the office. */
const outside: readonly Role[] = ['handler', 'grid_worker', 'grid_lead', 'inspector']
export const door = computed(() => (me.value?.roles.every((grant) => outside.includes(grant.role)) && !matchMedia('(min-width: 64rem)').matches ? 'field' : 'office'))

let asked: Promise<void> | undefined

function remember(signed: boolean) {
  try {
    if (signed) localStorage.setItem(SLOT, '1')
    else localStorage.removeItem(SLOT)
  } catch {
    /* private window: the person signs in again next time */
  }
}

function maybeSigned(): boolean {
  try {
    return localStorage.getItem(SLOT) === '1'
  } catch {
    return false
  }
}

async function ask() {
  try {
    me.value = await must(api.GET('/api/v1/session'))
  } catch (e) {
    if (!(e instanceof Problem) || e.status !== 401) throw e
    remember(false)
  }
}

/** A session that ended while the person was at work shows at the next answer; the shells then lead to the sign-in page. */
api.use({
  onResponse({ response }) {
    if (response.status !== 401 || !me.value) return
    me.value = null
    remember(false)
  },
})

/** Asks the server once a page load; `sure` asks even on a device that never signed in. */
export function loadSession(sure = false): Promise<void> {
  if (me.value || (!sure && !maybeSigned())) return Promise.resolve()
  asked ??= ask().finally(() => (asked = undefined))
  return asked
}

export async function signIn(login: string, password: string) {
  me.value = await must(api.POST('/api/v1/session', { body: { login, password } }))
  remember(true)
}

export async function changePassword(old: string, password: string) {
  me.value = await must(api.POST('/api/v1/session/password', { body: { old, password } }))
}

export async function signOut() {
  try {
    await must(api.DELETE('/api/v1/session'))
  } catch (e) {
    if (!(e instanceof Problem) || e.status !== 401) throw e
  }
  me.value = null
  remember(false)
}
