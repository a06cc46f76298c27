import { words } from '../../i18n'
import { common, type CommonKey } from '../../i18n/common'
import type zh from './locales/zh-CN.json'

/** Words of the office's pages on ledgers; they come with the pages, not with the office. */
export const deskWords = words<keyof typeof zh | CommonKey>(
  {
    zh: () => import('./locales/zh-CN.json'),
    en: () => import('./locales/en.json'),
  },
  common.dictionary,
)
export const t = deskWords.t
