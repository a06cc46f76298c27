import { words } from '../i18n'
import { common, type CommonKey } from '../i18n/common'
import type zh from './locales/zh-CN.json'

/** Words of what is done about a case; every page that shows one loads them beside its own. */
export const caseWords = words<keyof typeof zh | CommonKey>(
  {
    zh: () => import('./locales/zh-CN.json'),
    en: () => import('./locales/en.json'),
  },
  common.dictionary,
)
export const t = caseWords.t
