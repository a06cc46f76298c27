import type { RouteRecordRaw } from 'vue-router'

import { caseWords } from '../case/words'
import { ledgerWords } from '../ledger/words'
import { lensWords, t as lens } from '../lens/words'
import { deskWords } from './ledger/words'
import type { Right } from './may'
import { officeWords, t } from './words'

declare module 'vue-router' {
  interface RouteMeta {
    /** What the page needs; without it the page says so. */
    right?: Right
    /** The page speaks of the chosen scope and keeps it in its address. */
    scoped?: boolean
  }
}

const words = [officeWords]
const withCase = [officeWords, caseWords]
const withLedger = [officeWords, ledgerWords, deskWords]

export const officeRoutes: RouteRecordRaw[] = [
  { path: '/', name: 'start', component: () => import('./StartPage.vue'), meta: { words, title: () => t('nav.start') } },
  { path: '/board', name: 'board', component: () => import('./BoardPage.vue'), meta: { words: withCase, title: () => t('nav.board'), right: 'case_read', scoped: true } },
  { path: '/intake', name: 'intake', component: () => import('./IntakePage.vue'), meta: { words: withCase, title: () => t('nav.intake'), right: 'case_read', scoped: true } },
  { path: '/unit', name: 'unit', component: () => import('./UnitPage.vue'), meta: { words: withCase, title: () => t('nav.unit'), right: 'case_read' } },
  { path: '/checks', name: 'checks', component: () => import('./ChecksPage.vue'), meta: { words: withCase, title: () => t('nav.checks'), right: 'case_read', scoped: true } },
  { path: '/oversee', name: 'oversee', component: () => import('./OverseePage.vue'), meta: { words: withCase, title: () => t('nav.oversee'), right: 'case_read', scoped: true } },
  { path: '/cases/:ref', name: 'case', component: () => import('./CasePage.vue'), meta: { words: withCase, title: () => t('case.title'), right: 'case_read' } },
  { path: '/areas/:code(\\d+)?', name: 'areas', component: () => import('./AreasPage.vue'), meta: { words, title: () => t('nav.areas'), right: 'area_read' } },
  { path: '/people', name: 'people', component: () => import('./PeoplePage.vue'), meta: { words, title: () => t('nav.people'), right: 'people_read', scoped: true } },
  { path: '/teams', name: 'teams', component: () => import('./TeamsPage.vue'), meta: { words, title: () => t('nav.teams'), right: 'people_read', scoped: true } },
  { path: '/teams/:ref', name: 'team', component: () => import('./TeamPage.vue'), meta: { words, title: () => t('nav.teams'), right: 'people_read' } },
  { path: '/ledgers', name: 'ledgers', component: () => import('./ledger/LedgersPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_read', scoped: true } },
  { path: '/ledgers/:ledger', name: 'ledger', component: () => import('./ledger/LedgerPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_read', scoped: true } },
  { path: '/ledgers/:ledger/new', name: 'entry-new', component: () => import('./ledger/EntryNewPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_write', scoped: true } },
  { path: '/ledgers/:ledger/import', name: 'entry-import', component: () => import('./ledger/ImportPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_write', scoped: true } },
  { path: '/ledgers/:ledger/past', name: 'entry-past', component: () => import('./ledger/PastPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_write', scoped: true } },
  { path: '/ledgers/:ledger/rectification', name: 'rectification', component: () => import('./ledger/RectificationPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_read', scoped: true } },
  { path: '/entries/:ref', name: 'entry', component: () => import('./ledger/EntryPage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_read' } },
  { path: '/entries/:ref/change', name: 'entry-change', component: () => import('./ledger/EntryChangePage.vue'), meta: { words: withLedger, title: () => t('nav.ledgers.all'), right: 'ledger_write' } },
  { path: '/reminders', name: 'reminders', component: () => import('./ledger/RemindersPage.vue'), meta: { words: withLedger, title: () => t('nav.reminders'), right: 'ledger_read', scoped: true } },
  { path: '/rounds', name: 'rounds', component: () => import('./ledger/RoundsPage.vue'), meta: { words: withLedger, title: () => t('nav.rounds'), right: 'ledger_read', scoped: true } },
  { path: '/rounds/:ref', name: 'round', component: () => import('./ledger/RoundPage.vue'), meta: { words: withLedger, title: () => t('nav.rounds'), right: 'ledger_read' } },
  { path: '/requests', name: 'requests', component: () => import('./ledger/RequestsPage.vue'), meta: { words: withLedger, title: () => t('nav.requests'), right: 'request_decide', scoped: true } },
  { path: '/exports', name: 'exports', component: () => import('./ledger/ExportsPage.vue'), meta: { words: withLedger, title: () => t('nav.exports'), right: 'ledger_secret', scoped: true } },
  { path: '/programmes', name: 'programmes', component: () => import('./ledger/ProgrammesPage.vue'), meta: { words: withLedger, title: () => t('nav.programmes') } },
  { path: '/programmes/:programme/lens', name: 'programme-lens', component: () => import('./lens/LensPage.vue'), meta: { words: [officeWords, lensWords], title: () => lens('title'), scoped: true } },
  { path: '/programmes/:programme', name: 'programme', component: () => import('./ledger/ProgrammePage.vue'), meta: { words: withLedger, title: () => t('nav.programmes'), scoped: true } },
  { path: '/agenda', name: 'agenda', component: () => import('./AgendaPage.vue'), meta: { words, title: () => t('nav.agenda'), right: 'case_read', scoped: true } },
  { path: '/indicators', name: 'indicators', component: () => import('./IndicatorsPage.vue'), meta: { words, title: () => t('nav.indicators'), scoped: true } },
  { path: '/calendar', name: 'calendar', component: () => import('./CalendarPage.vue'), meta: { words: withCase, title: () => t('nav.calendar'), scoped: true } },
  { path: '/catalogue', name: 'catalogue', component: () => import('./CataloguePage.vue'), meta: { words: withCase, title: () => t('nav.catalogue'), scoped: true } },
  { path: '/accounts', name: 'accounts', component: () => import('./AccountsPage.vue'), meta: { words, title: () => t('nav.accounts'), right: 'account_read', scoped: true } },
  { path: '/imports', name: 'imports', component: () => import('./ImportsPage.vue'), meta: { words, title: () => t('nav.imports'), right: 'area_write' } },
  { path: '/journal', name: 'journal', component: () => import('./JournalPage.vue'), meta: { words, title: () => t('nav.journal'), right: 'journal_read', scoped: true } },
]
