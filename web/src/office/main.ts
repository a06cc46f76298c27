import '../wg/tokens.css'
import '../wg/base.css'

import { createApp } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'

import { loadMeta } from '../api/meta'
import { loadSession, signedIn } from '../api/session'
import { followLang } from '../i18n'
import { common } from '../i18n/common'
import { applyPrefs } from '../prefs'
import { tendRoutes } from '../routing'
import OfficeShell from './OfficeShell.vue'
import { officeRoutes } from './routes'
import { officeWords } from './words'

/** The whole office is behind the sign-in page, which stands in the other shell. */
async function start() {
  await Promise.all([common.load(), officeWords.load(), loadSession(true)])
  if (!signedIn.value) {
    location.replace(`/signin?to=${encodeURIComponent(location.pathname + location.search)}`)
    return
  }
  void loadMeta().catch(() => {})
  const router = createRouter({
    history: createWebHistory('/office/'),
    routes: [...officeRoutes, { path: '/:rest(.*)*', redirect: '/' }],
    scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
  })
  tendRoutes(router)
  const app = createApp(OfficeShell).use(router)
  await router.isReady()
  app.mount('#app')
}

applyPrefs()
followLang()
start().catch(() => document.getElementById('unreached')?.removeAttribute('hidden'))
