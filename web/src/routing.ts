import { nextTick, watch } from 'vue'
import type { Router } from 'vue-router'

import { lang } from './i18n'
import { t } from './i18n/common'

/** After each change of page: its title in the window, its dictionaries there before, and the reader at its heading. */
export function tendRoutes(router: Router) {
  router.beforeResolve(async (to) => {
    await Promise.all((to.meta.words ?? []).map((group) => group.load()))
  })
  const name = () => {
    const title = router.currentRoute.value.meta.title?.()
    document.title = title ? `${title} · ${t('product')}` : t('product')
  }
  watch(lang, name)
  router.afterEach(async (to, from) => {
    await nextTick()
    name()
    if (from.matched.length === 0 || to.path === from.path) return
    document.querySelector<HTMLElement>('#main h1')?.focus({ preventScroll: true })
  })
}
