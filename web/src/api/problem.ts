import { t, type CommonKey } from '../i18n/common'

/** What went wrong, in the reader's language: the server words its problems, the page those that never reached it. */
export class Problem extends Error {
  constructor(
    readonly code: string,
    readonly status: number,
    readonly title: string,
    readonly field?: string,
  ) {
    super(code)
  }
}

interface Document {
  code?: string
  title?: string
  field?: string
}

export function problemOf(response: Response, body: unknown): Problem {
  const doc = (typeof body === 'object' && body !== null ? body : {}) as Document
  return new Problem(doc.code ?? `http.${response.status}`, response.status, doc.title ?? '', doc.field)
}

/* These say what to do next better than a server can. */
const own: Record<string, CommonKey> = {
  'net.offline': 'problem.offline',
  'version.stale': 'problem.stale',
  'session.needed': 'problem.signed_out',
}

export function problemText(e: unknown): string {
  if (!(e instanceof Problem)) return t('problem.page')
  const key = own[e.code]
  if (key) return t(key)
  if (e.title) return e.title
  return e.status === 413 ? t('problem.too_large') : t('problem.server')
}
