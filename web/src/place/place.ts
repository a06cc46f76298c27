import { api, must } from '../api/client'
import type { AreaStep } from '../api/types'
import type { Spot } from '../map/WgMap.vue'

/** Where a matter is: an area, and the point when it is known. The chain goes from the area up. */
export interface Place {
  area: string
  chain: readonly AreaStep[]
  point: Spot | null
}

export async function placeAt(point: Spot): Promise<Place> {
  const got = await must(api.GET('/api/v1/locate', { params: { query: { lon: point.lon, lat: point.lat } } }))
  return { area: got.area, chain: got.chain, point }
}

export type HereProblem = 'insecure' | 'refused' | 'unknown'
export const hereProblems = { insecure: 'place.here.insecure', refused: 'place.here.refused', unknown: 'place.here.unknown' } as const satisfies Record<HereProblem, string>

/** Asked once, when the person presses the button; never watched. */
export function whereAmI(): Promise<Spot> {
  return new Promise((done, failed) => {
    if (!window.isSecureContext || !navigator.geolocation) return failed('insecure' satisfies HereProblem)
    navigator.geolocation.getCurrentPosition(
      (got) => done({ lon: Number(got.coords.longitude.toFixed(7)), lat: Number(got.coords.latitude.toFixed(7)) }),
      (e) => failed((e.code === e.PERMISSION_DENIED ? 'refused' : 'unknown') satisfies HereProblem),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 0 },
    )
  })
}
