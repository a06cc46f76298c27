import type { FeatureLike } from 'ol/Feature'
import Circle from 'ol/style/Circle'
import Fill from 'ol/style/Fill'
import RegularShape from 'ol/style/RegularShape'
import Stroke from 'ol/style/Stroke'
import Style from 'ol/style/Style'
import Text from 'ol/style/Text'

/* How the map draws; all colours come from the tokens. */

export interface Look {
  ramp: string[]
  line: string
  ink: string
  ground: string
  pine: string
  surface: string
  blue: string
  green: string
  font: string
}

export function readLook(): Look {
  const css = getComputedStyle(document.documentElement)
  const token = (name: string) => css.getPropertyValue(`--${name}`).trim()
  return {
    ramp: [0, 1, 2, 3, 4].map((step) => token(`map-${step}`)),
    line: token('map-line'),
    ink: token('map-ink'),
    ground: token('map-ground'),
    pine: token('pine'),
    surface: token('surface'),
    blue: token('blue'),
    green: token('green'),
    font: `${Math.round(parseFloat(css.fontSize) * 0.8125)}px ${token('font')}`,
  }
}

/**
 * An area comes in pieces, one a tile; only the largest piece seen so far at its scale carries the name. `changed` is
 * told when a larger one came, so that the map draws the names anew.
 */
export class Labels {
  private readonly largest = new Map<string, number>()
  constructor(private readonly changed: () => void) {}

  carries(feature: FeatureLike, code: string, resolution: number): boolean {
    const [west = 0, south = 0, east = 0, north = 0] = feature.getGeometry()?.getExtent() ?? []
    const size = (east - west) * (north - south)
    const key = `${code} ${Math.round(Math.log2(resolution))}`
    const before = this.largest.get(key) ?? 0
    if (size > before) {
      this.largest.set(key, size)
      if (before) this.changed()
    }
    return size >= before
  }
}

/** `shade`: step 0..4 of the ramp by area code. */
export function areaStyle(look: Look, shade: Record<string, number>, labels: Labels) {
  const fills = look.ramp.map((color) => new Fill({ color }))
  const stroke = new Stroke({ color: look.line, width: 1 })
  const ink = new Fill({ color: look.ink })
  const halo = new Stroke({ color: look.ramp[0], width: 3 })
  return (feature: FeatureLike, resolution: number) => {
    const code = String(feature.get('code'))
    const named = labels.carries(feature, code, resolution)
    return new Style({
      fill: fills[shade[code] ?? 0],
      stroke,
      text: named ? new Text({ text: String(feature.get('name') ?? ''), font: look.font, fill: ink, stroke: halo, padding: [4, 4, 4, 4] }) : undefined,
    })
  }
}

export function outlineStyle(look: Look) {
  return [new Style({ stroke: new Stroke({ color: look.surface, width: 6 }) }), new Style({ stroke: new Stroke({ color: look.pine, width: 3 }) })]
}

/** A diamond, so that the chosen point is not told by colour alone. */
export function pointStyle(look: Look) {
  return new Style({
    image: new RegularShape({ points: 4, radius: 12, fill: new Fill({ color: look.pine }), stroke: new Stroke({ color: look.surface, width: 3 }) }),
    zIndex: 5,
  })
}

/** Open cases are full dots, settled ones rings. */
export function caseStyle(look: Look, chosen: string | undefined) {
  const dot = (open: boolean, large: boolean) =>
    new Style({
      image: new Circle({
        radius: large ? 10 : 6,
        fill: new Fill({ color: open ? look.blue : look.surface }),
        stroke: new Stroke({ color: open ? look.surface : look.green, width: 2 }),
      }),
      zIndex: large ? 4 : 3,
    })
  const dots = [dot(false, false), dot(true, false), dot(false, true), dot(true, true)]
  return (feature: FeatureLike) => {
    const open = feature.get('open') === true || feature.get('open') === 1
    const large = feature.get('ref') === chosen
    return dots[(large ? 2 : 0) + (open ? 1 : 0)]
  }
}
