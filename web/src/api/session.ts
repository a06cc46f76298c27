import { computed, ref } from 'vue'

import { api, must } from './client'
import { forgetCopies } from './copies'
import { Problem } from './problem'
import type { Me, Role } from './types'

/* Who is signed in on this device. Visitors never cause a request: only a device that signed in before asks. */

const SLOT = 'wangge.signed'
/** Who was signed in last: without a signal the pages know whose tasks the device has. The server asks for the session anyway. */
const WHO = 'wangge.me'

export const me = ref<Me | null>(null)
export const signedIn = computed(() => me.value !== null)
export const hasRole = (...roles: Role[]) => me.value?.roles.some((grant) => roles.includes(grant.role)) ?? false
/** Whoever only handles cases works at the phone, and at a wide screen at the unit's desk; all other roles sit in the office. */
const outside: readonly Role[] = ['handler', 'grid_worker', 'grid_lead', 'inspector']
export const door = computed(() => (me.value?.roles.every((grant) => outside.includes(grant.role)) && !matchMedia('(min-width: 64rem)').matches ? 'field' : 'office'))

let asked: Promise<void> | undefined

function remember(who: Me | null) {
  try {
    if (who) {
      localStorage.setItem(SLOT, '1')
      localStorage.setItem(WHO, JSON.stringify(who))
    } else for (const slot of [SLOT, WHO]) localStorage.removeItem(slot)
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

function remembered(): Me | null {
  try {
    return JSON.parse(localStorage.getItem(WHO) ?? 'null') as Me | null
  } catch {
    return null
  }
}

async function ask() {
  try {
    me.value = await must(api.GET('/api/v1/session'))
    remember(me.value)
  } catch (e) {
    if (!(e instanceof Problem)) throw e
    if (e.status === 401) return remember(null)
    const who = e.status === 0 ? remembered() : null
    if (!who) throw e
    me.value = who
  }
}
addEventListener('online', () => me.value && void ask().catch(() => {}))

/** A session that ended while the person was at work shows at the next answer; the shells then lead to the sign-in page. */
api.use({
  onResponse({ response }) {
    if (response.status !== 401 || !me.value) return
    me.value = null
    remember(null)
  },
})

/** Asks the server once a page load; `sure` asks even on a device that never signed in. */
export function loadSession(sure = false): Promise<void> {
  if (me.value || (!sure && !maybeSigned())) return Promise.resolve()
  asked ??= ask().finally(() => (asked = undefined))
  return asked
}

export async function signIn(login: string, password: string) {
  const now = await must(api.POST('/api/v1/session', { body: { login, password } }))
  await forgetCopies(now.account)
  me.value = now
  remember(now)
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
  await forgetCopies()
  me.value = null
  remember(null)
}
