import { words } from '.'
import type zh from './locales/zh-CN.json'

export type CommonKey = keyof typeof zh

export const common = words<CommonKey>({
  zh: () => import('./locales/zh-CN.json'),
  en: () => import('./locales/en.json'),
})
export const t = common.t
