import type { Case, Followed } from '../api/types'
import { flowOf } from '../api/meta'
import { say } from '../i18n'
import { t } from './words'

/** How it was closed, in words; closed for another reason than being fixed says so. */
export function closedWords(seen: Pick<Case, 'kind' | 'closed_as'> | Pick<Followed, 'kind' | 'closed_as'>): string {
  const as = seen.closed_as
  if (!as) return ''
  const reason = typeof as === 'string' ? flowOf(seen.kind)?.close_reasons.find((r) => r.reason === as) : as
  if (!reason) return String(as)
  return reason.fixed ? say(reason.name) : t('closed.other', { reason: say(reason.name) })
}

/** Below what a phone can tell apart it is the same spot; above it somebody should look. */
export const SAME_SPOT_M = 50

export function distanceWords(metres: number | null): string {
  if (metres === null) return t('proof.distance.unknown')
  return metres < SAME_SPOT_M ? t('proof.distance.same', { n: Math.round(metres) }) : t('proof.distance', { n: Math.round(metres) })
}
