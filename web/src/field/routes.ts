import type { RouteRecordRaw } from 'vue-router'

import { caseWords } from '../case/words'
import { t } from '../i18n/common'
import { ledgerWords } from '../ledger/words'
import { inspectWords, t as inspect } from './inspect/words'
import { fieldWords } from './words'

const words = [fieldWords, caseWords]
const inspecting = [ledgerWords, inspectWords]

export const fieldRoutes: RouteRecordRaw[] = [
  { path: '/mine', name: 'mine', component: () => import('./MinePage.vue'), meta: { words, needs: 'signed', title: () => t('nav.mine') } },
  { path: '/mine/:ref', name: 'mine-case', component: () => import('./CasePage.vue'), meta: { words, needs: 'signed', title: () => t('nav.mine'), bare: true } },
  { path: '/me', name: 'me', component: () => import('./MePage.vue'), meta: { words, needs: 'signed', title: () => t('nav.me') } },
  { path: '/inspect', name: 'inspect', component: () => import('./inspect/TasksPage.vue'), meta: { words: inspecting, needs: 'signed', title: () => inspect('tasks.title') } },
  { path: '/inspect/:ref', name: 'inspect-one', component: () => import('./inspect/SheetPage.vue'), meta: { words: inspecting, needs: 'signed', title: () => inspect('sheet.title'), bare: true } },
]
