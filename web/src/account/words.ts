import { words } from '../i18n'
import { common, type CommonKey } from '../i18n/common'
import type zh from './locales/zh-CN.json'

/** Words of one's own login, the same at the phone and in the office. */
export const accountWords = words<keyof typeof zh | CommonKey>(
  {
    zh: () => import('./locales/zh-CN.json'),
    en: () => import('./locales/en.json'),
  },
  common.dictionary,
)
export const t = accountWords.t
