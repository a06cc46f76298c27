import { computed, ref, watch } from 'vue'

import { areasBelow, getArea } from '../api/areas'
import { me } from '../api/session'
import type { Area, AreaSummary } from '../api/types'

/* The area that every office page speaks of: one of the caller's, or one below it. Kept while the window is open. */

const SLOT = 'wangge.scope'

/** Areas of the caller's roles, without those that lie in another. */
export const granted = computed(() => {
  const codes = [...new Set((me.value?.roles ?? []).map((grant) => grant.area))].sort()
  return codes.filter((code) => !codes.some((other) => other !== code && code.startsWith(other)))
})

export const scope = ref(sessionStorage.getItem(SLOT) ?? '')
export const scopeArea = ref<Area>()
export const scopeBelow = ref<AreaSummary[]>([])

export const mayScope = (code: string) => granted.value.some((area) => code.startsWith(area))

export function setScope(code: string) {
  scope.value = code
  sessionStorage.setItem(SLOT, code)
}

watch(
  [scope, granted],
  async ([code]) => {
    const first = granted.value[0]
    if (first && !mayScope(code)) return setScope(first)
    if (!code) return
    const area = await getArea(code)
    const below = area.is_leaf ? [] : await areasBelow(code)
    if (scope.value !== code) return
    scopeArea.value = area
    scopeBelow.value = below
  },
  { immediate: true },
)
