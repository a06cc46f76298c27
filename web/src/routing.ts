import { nextTick, watch } from 'vue'
import type { RouteLocationNormalized, Router } from 'vue-router'

import { lang } from './i18n'
import { common, t } from './i18n/common'

/** After each change of page: its title in the window, its dictionaries there before, and the reader at its heading. */
export function tendRoutes(router: Router) {
  // Words and page are fetched side by side.
  const words = (to: RouteLocationNormalized) => Promise.all([common, ...(to.meta.words ?? [])].map((group) => group.load()))
  router.beforeEach((to) => {
    void words(to).catch(() => {})
  })
  router.beforeResolve(async (to) => {
    await words(to)
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
