import { ref, shallowRef, watch, type Ref } from 'vue'

import { chosenLang } from '../prefs'

/*
 * Words by group: each part of the product has its own two dictionaries, loaded when its first page opens. The Chinese
 * one is the source and gives the keys their type. `{name}` in a text is filled in; an English text with a number `n`
 * may have the forms one and other.
 */

export type Lang = 'zh' | 'en'
export interface Bilingual {
  readonly zh: string
  readonly en: string
}
export type Params = Record<string, string | number>

type Text = string | { one: string; other: string }
type Dictionary = Record<string, Text>
type Loader = Record<Lang, () => Promise<{ default: Dictionary }>>

export interface Words<Key extends string> {
  load(): Promise<void>
  t(key: Key, params?: Params): string
}

function browserLang(): Lang {
  return /^zh\b/i.test(navigator.language || 'zh') ? 'zh' : 'en'
}

export const lang = ref<Lang>(chosenLang.value === 'en' || chosenLang.value === 'zh' ? chosenLang.value : browserLang())

const loaded = new Set<(to: Lang) => Promise<void>>()
const plural = new Intl.PluralRules('en')

function fill(text: Text, params: Params | undefined): string {
  const form = typeof text === 'string' ? text : plural.select(Number(params?.n ?? 0)) === 'one' ? text.one : text.other
  return params ? form.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole)) : form
}

export function words<Key extends string>(loader: Loader, below?: Ref<Dictionary>): Words<Key> & { dictionary: Ref<Dictionary> } {
  const dictionary = shallowRef<Dictionary>({})
  let first: Promise<void> | undefined
  const reload = async (to: Lang) => {
    dictionary.value = (await loader[to]()).default
  }
  return {
    dictionary,
    load() {
      if (!first) {
        loaded.add(reload)
        first = reload(lang.value).catch((e: unknown) => {
          first = undefined
          throw e
        })
      }
      return first
    },
    t(key, params) {
      const text = dictionary.value[key] ?? below?.value[key]
      return text === undefined ? key : fill(text, params)
    },
  }
}

/** Draws the whole page in the other language once all its dictionaries are there. */
export async function setLang(to: Lang) {
  await Promise.all([...loaded].map((reload) => reload(to)))
  lang.value = to
  chosenLang.value = to
}

/** The reader's one of two names. */
export function say(name: Bilingual): string {
  return lang.value === 'en' ? name.en || name.zh : name.zh
}

export function followLang() {
  watch(lang, (to) => (document.documentElement.lang = to === 'en' ? 'en' : 'zh-CN'), { immediate: true })
}
