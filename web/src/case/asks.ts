import type { CaseAct, Need } from '../api/types'
import type { Place } from '../place/place'
import type { Photo } from '../wg/photo'

/* What an action asks for and may be given, what of it is still missing, and what is sent. Nothing that the action does
   not know is ever sent: the server refuses it. */

export type Ask = Need

export interface Asking {
  readonly needs: readonly Need[]
  readonly offers: readonly Need[]
}

type Standard = NonNullable<CaseAct['standard']>
type Referral = NonNullable<CaseAct['referral']>

export interface Draft {
  reason: string
  note: string
  photos: Photo[]
  post: string
  co_posts: string[]
  into: string
  person: string
  /** a day */
  until: string
  standard: Standard | null
  /** due: a day, or nothing */
  referral: { to: string; number: string; due: string }
  close_reason: string
  finding: string
  rating: string
  kind: string
  place: Place | null
}

export type ActionInput = Omit<CaseAct, 'action' | 'uploads'> & { photos: Photo[] }

export const emptyDraft = (): Draft => ({
  reason: '', note: '', photos: [], post: '', co_posts: [], into: '', person: '', until: '', standard: null, referral: { to: '', number: '', due: '' },
  close_reason: '', finding: '', rating: '', kind: '', place: null,
})

export const needs = (action: Asking, ask: Ask) => action.needs.includes(ask)
export const asks = (action: Asking, ask: Ask) => needs(action, ask) || action.offers.includes(ask)
/** Does it open a form? Else it is done at the press. */
export const isAsking = (action: Asking) => action.needs.length + action.offers.length > 0

const given: Record<Ask, (draft: Draft) => boolean> = {
  reason: (d) => d.reason.trim() !== '',
  note: (d) => d.note.trim() !== '',
  photo: (d) => d.photos.length > 0,
  photo_after: (d) => d.photos.length > 0,
  post: (d) => d.post !== '',
  co_posts: (d) => d.co_posts.some((post) => post !== d.post),
  into: (d) => d.into.trim() !== '',
  person: (d) => d.person !== '',
  until: (d) => d.until !== '',
  standard: (d) => d.standard !== null,
  referral: ({ referral }) => referral.to !== '' && (referral.to !== '12345' || referral.number.trim() !== ''),
  close_reason: (d) => d.close_reason !== '',
  finding: (d) => d.finding !== '',
  rating: (d) => d.rating !== '',
  kind: (d) => d.kind !== '',
  place: (d) => d.place !== null,
}

export function lacking(action: Asking, draft: Draft): Set<Ask> {
  return new Set(action.needs.filter((ask) => !given[ask](draft)))
}

const parts: Record<Ask, (draft: Draft) => Partial<ActionInput>> = {
  reason: (d) => ({ reason: d.reason.trim() }),
  note: (d) => ({ note: d.note.trim() }),
  photo: (d) => ({ photos: d.photos }),
  photo_after: (d) => ({ photos: d.photos }),
  post: (d) => ({ post: d.post }),
  co_posts: (d) => ({ co_posts: d.co_posts.filter((post) => post !== d.post) }),
  into: (d) => ({ into: d.into.trim() }),
  person: (d) => ({ person: d.person }),
  until: (d) => ({ until: `${d.until}T23:59:59+08:00` }),
  standard: (d) => ({ standard: d.standard ?? undefined }),
  referral: ({ referral: r }) => ({ referral: { to: r.to as Referral['to'], number: r.number.trim() || undefined, due: r.due ? `${r.due}T23:59:59+08:00` : undefined } }),
  close_reason: (d) => ({ close_reason: d.close_reason }),
  finding: (d) => ({ finding: d.finding as CaseAct['finding'] }),
  rating: (d) => ({ rating: Number(d.rating) }),
  kind: (d) => ({ kind: d.kind }),
  place: ({ place }) => (place?.point ? { lon: place.point.lon, lat: place.point.lat } : { area: place?.area }),
}

export function inputOf(action: Asking, draft: Draft): ActionInput {
  const input: ActionInput = { photos: [] }
  for (const ask of Object.keys(parts) as Ask[]) if (asks(action, ask) && given[ask](draft)) Object.assign(input, parts[ask](draft))
  return input
}
