import type { RouteRecordRaw } from 'vue-router'

import { caseWords } from '../case/words'
import { t } from '../i18n/common'
import { fieldWords } from './words'

const words = [fieldWords, caseWords]

export const fieldRoutes: RouteRecordRaw[] = [
  { path: '/mine', name: 'mine', component: () => import('./MinePage.vue'), meta: { words, needs: 'signed', title: () => t('nav.mine') } },
  { path: '/mine/:ref', name: 'mine-case', component: () => import('./CasePage.vue'), meta: { words, needs: 'signed', title: () => t('nav.mine'), bare: true } },
  { path: '/me', name: 'me', component: () => import('./MePage.vue'), meta: { words, needs: 'signed', title: () => t('nav.me') } },
]
