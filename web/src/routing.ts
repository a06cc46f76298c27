import { nextTick } from 'vue'
import type { Router } from 'vue-router'

import { t } from './i18n/common'

/** After each change of page: its title in the window, its dictionaries there before, and the reader at its heading. */
export function tendRoutes(router: Router) {
  router.beforeResolve(async (to) => {
    await Promise.all((to.meta.words ?? []).map((group) => group.load()))
  })
  router.afterEach(async (to, from) => {
    const title = to.meta.title?.()
    document.title = title ? `${title} · ${t('product')}` : t('product')
    if (from.matched.length === 0 || to.path === from.path) return
    await nextTick()
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
  })
}
