import '../wg/tokens.css'
import '../wg/base.css'

import { createApp } from 'vue'

import { loadMeta } from '../api/meta'
import { loadSession } from '../api/session'
import { followLang } from '../i18n'
import { applyPrefs } from '../prefs'
import PhoneShell from './PhoneShell.vue'
import { router } from './router'

applyPrefs()
followLang()
void loadMeta().catch(() => {})
void loadSession().catch(() => {})
const app = createApp(PhoneShell).use(router)
router.isReady().then(
  () => app.mount('#app'),
  () => document.getElementById('unreached')?.removeAttribute('hidden'),
)
