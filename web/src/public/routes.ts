import type { RouteRecordRaw } from 'vue-router'

import { caseWords } from '../case/words'
import { ledgerWords } from '../ledger/words'
import { lensWords, t as lens } from '../lens/words'
import { doorWords, t as door } from './ledger/words'
import { publicWords, t } from './words'

const words = [publicWords]
const withCase = [publicWords, caseWords]
const withLedger = [publicWords, ledgerWords, doorWords]

export const publicRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'home', component: () => import('./HomePage.vue'), meta: { words } },
  { path: '/report', name: 'report', component: () => import('./ReportPage.vue'), meta: { words, title: () => t('report.title'), bare: true } },
  { path: '/receipt/:ref', name: 'receipt', component: () => import('./ReceiptPage.vue'), meta: { words, title: () => t('receipt.title'), bare: true } },
  { path: '/follow', name: 'follow', component: () => import('./FollowPage.vue'), meta: { words, title: () => t('follow.title') } },
  { path: '/follow/:ref', name: 'case', component: () => import('./CasePage.vue'), meta: { words: withCase, title: () => t('follow.title'), bare: true } },
  { path: '/still/:ref?', name: 'still', component: () => import('./StillPage.vue'), meta: { words: withCase, title: () => t('still.title'), bare: true } },
  { path: '/listed/:code?', name: 'listed', component: () => import('./ListedPage.vue'), meta: { words: withCase, title: () => t('listed.title') } },
  { path: '/place', name: 'places', component: () => import('./PlacePage.vue'), meta: { words, title: () => t('place.title'), bare: true } },
  { path: '/place/:code', name: 'place', component: () => import('./AreaPage.vue'), meta: { words, title: () => t('place.title'), bare: true } },
  { path: '/privacy', name: 'privacy', component: () => import('./PrivacyPage.vue'), meta: { words, title: () => t('privacy.title'), bare: true } },
  { path: '/settings', name: 'settings', component: () => import('./SettingsPage.vue'), meta: { words, title: () => t('prefs.title'), bare: true } },
  { path: '/signin', name: 'signin', component: () => import('./SignInPage.vue'), meta: { words, title: () => t('signin.title'), bare: true } },
  { path: '/e/:ref', name: 'door', component: () => import('./ledger/DoorPage.vue'), meta: { words: withLedger, title: () => door('door.title') } },
  { path: '/directory', name: 'directories', component: () => import('./ledger/DirectoriesPage.vue'), meta: { words: withLedger, title: () => door('directories.title') } },
  { path: '/directory/:ledger', name: 'directory', component: () => import('./ledger/DirectoryPage.vue'), meta: { words: withLedger, title: () => door('directories.title') } },
  { path: '/lens/:programme', name: 'lens', component: () => import('./ledger/LensPage.vue'), meta: { words: [...withLedger, lensWords], title: () => lens('title') } },
  { path: '/apply/:ledger', name: 'apply', component: () => import('./ledger/ApplyPage.vue'), meta: { words: withLedger, title: () => door('apply.title'), bare: true } },
]
