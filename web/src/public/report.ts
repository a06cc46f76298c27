import { api, keyed, must, newKey } from '../api/client'
import type { components } from '../api/schema'
import type { Answer, NearCase, Receipt } from '../api/types'
import { uploadAll } from '../api/upload'
import type { Place } from '../place/place'
import type { Photo } from '../wg/photo'
import type { Draft } from './device'

export type Missing = 'kind' | 'place' | 'body' | 'phone'
type NewCase = components['schemas']['NewCase']

export const BODY_MIN = 2

/** What still keeps a report from being sent, in the order of the page. */
export function missing(draft: Draft): Missing[] {
  const out: Missing[] = []
  if (!draft.kind) out.push('kind')
  if (!draft.place) out.push('place')
  if ([...draft.body.trim()].length < BODY_MIN) out.push('body')
  if (draft.phone.trim() && !/^\+?[\d -]{5,20}$/.test(draft.phone.trim())) out.push('phone')
  return out
}

/** How a matter came to the officer who writes it down; "" is the officer's own report. */
export interface Channel {
  source: '' | NonNullable<NewCase['source']>
  /** Of the hotline's order. */
  number: string
}
export const ownChannel = (): Channel => ({ source: '', number: '' })

export function bodyOf(draft: Draft, channel = ownChannel()): NewCase {
  const place = draft.place!
  const body: NewCase = { kind: draft.kind, body: draft.body.trim() }
  if (place.point) Object.assign(body, { lon: place.point.lon, lat: place.point.lat })
  else body.area = place.area
  for (const key of ['address', 'name', 'phone'] as const) {
    const text = draft[key].trim()
    if (text) body[key] = text
  }
  if (channel.source) body.source = channel.source
  const number = channel.number.trim()
  if (channel.source === 'hotline' && number) body.external = { to: '12345', number }
  return body
}

/** One key for one content: pressing again sends the same report, changing a word makes another. */
export class Sender {
  private text = ''
  private key = ''

  keyFor(body: NewCase): string {
    const text = JSON.stringify(body)
    if (text !== this.text) {
      this.text = text
      this.key = newKey()
    }
    return this.key
  }

  async send(draft: Draft, photos: readonly Photo[], onPhoto: (done: number) => void, channel = ownChannel()): Promise<Receipt> {
    const body = bodyOf(draft, channel)
    if (photos.length) body.uploads = await uploadAll(photos, onPhoto)
    return must(api.POST('/api/v1/cases', { body, headers: keyed(this.keyFor(body)) }))
  }
}

const where = (place: Place) => (place.point ? { lon: place.point.lon, lat: place.point.lat } : { area: place.area })

export async function whoAnswers(kind: string, place: Place): Promise<Answer> {
  return (await must(api.GET('/api/v1/answer', { params: { query: { kind, ...where(place) } } }))).answer
}

export async function near(kind: string, place: Place): Promise<NearCase[]> {
  return (await must(api.GET('/api/v1/cases/near', { params: { query: { kind, ...where(place) } } }))).items
}
