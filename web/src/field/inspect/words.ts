import { words } from '../../i18n'
import { common, type CommonKey } from '../../i18n/common'
import type zh from './locales/zh-CN.json'

export const inspectWords = words<keyof typeof zh | CommonKey>(
  {
    zh: () => import('./locales/zh-CN.json'),
    en: () => import('./locales/en.json'),
  },
  common.dictionary,
)
export const t = inspectWords.t
