import createClient, { type Middleware } from 'openapi-fetch'

import { lang } from '../i18n'
import { Problem, problemOf } from './problem'
import type { paths } from './schema'

/* The one way to the server. Sessions are a cookie that the page cannot read; a changing request says that it is ours. */

const heads: Middleware = {
  onRequest({ request }) {
    request.headers.set('Accept-Language', lang.value === 'en' ? 'en' : 'zh-CN')
    if (request.method !== 'GET') request.headers.set('X-Requested-With', 'wangge')
    return request
  },
}

export const api = createClient<paths>({ baseUrl: location.origin, credentials: 'same-origin' })
api.use(heads)

type Outcome<T> = { data?: T; error?: unknown; response: Response }

/** The answer, or a Problem thrown. */
export async function must<T>(asked: Promise<Outcome<T>>): Promise<T> {
  let got: Outcome<T>
  try {
    got = await asked
  } catch {
    throw new Problem('net.offline', 0, '')
  }
  if (!got.response.ok) throw problemOf(got.response, got.error)
  return got.data as T
}

/** Made when the person presses the button and kept for every try: pressing twice, or a lost answer, files once. */
export function newKey(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16))
  return btoa(String.fromCharCode(...bytes))
    .replace(/\+/g, '-')
    .replace(/\//g, '_')
    .replace(/=+$/, '')
}

export const keyed = (key: string) => ({ 'Idempotency-Key': key })
export const match = (version: number) => ({ 'If-Match': `"v${version}"` })
