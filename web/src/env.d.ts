/// <reference types="vite/client" />
import 'vue-router'

declare module 'vue-router' {
  interface RouteMeta {
    /** Dictionaries that must be there before the page is drawn. */
    words?: { load(): Promise<void> }[]
    title?: () => string
    /** 'signed': asks for a login first. */
    needs?: 'signed'
    /** No bottom bar: the page has its own fixed action. */
    bare?: boolean
  }
}
