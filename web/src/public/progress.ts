import type { Followed } from '../api/types'
import { closedWords } from '../case/proof'
import { say } from '../i18n'
import { t } from './words'

/** Where a matter stands, in a sentence a neighbour would say; a flow's own state that has none is named. */
export function nowWords(seen: Followed): string {
  if (seen.state === 'closed' && seen.verdict) return t(`now.closed.${seen.verdict}`)
  if (seen.state === 'closed' && seen.closed_as && !seen.closed_as.fixed) return t('now.closed.other', { why: closedWords(seen) })
  const key = `now.${seen.state}` as 'now.reported'
  const text = t(key)
  return text === key ? say(seen.state_name) : text
}
