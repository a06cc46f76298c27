import type { RouteRecordRaw } from 'vue-router'

import { officeWords, t } from './words'

const words = [officeWords]

export const officeRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./StartPage.vue'), meta: { words, title: () => t('nav.start') } },
  { path: '/board', name: 'board', component: () => import('./BoardPage.vue'), meta: { words, title: () => t('nav.board') } },
  { path: '/cases/:ref', name: 'case', component: () => import('./CasePage.vue'), meta: { words, title: () => t('case.title') } },
]
