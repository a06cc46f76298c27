import type { RouteRecordRaw } from 'vue-router'

import { publicWords, t } from './words'

const words = [publicWords]

export const publicRoutes: RouteRecordRaw[] = [
  { path: '/signin', name: 'signin', component: () => import('./SignInPage.vue'), meta: { words, title: () => t('signin.title'), bare: true } },
]
