import { createRouter, createWebHistory } from 'vue-router'

import { loadSession, signedIn } from '../api/session'
import { fieldRoutes } from '../field/routes'
import { publicRoutes } from '../public/routes'
import { tendRoutes } from '../routing'

export const router = createRouter({
  history: createWebHistory('/'),
  routes: [...publicRoutes, ...fieldRoutes, { path: '/:rest(.*)*', name: 'lost', component: () => import('../public/LostPage.vue'), meta: publicRoutes[0]?.meta }],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
})

tendRoutes(router)
router.beforeEach(async (to) => {
  if (to.meta.needs !== 'signed') return true
  await loadSession()
  return signedIn.value || { path: '/signin', query: { to: to.fullPath } }
})
