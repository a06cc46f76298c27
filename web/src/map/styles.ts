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
  red: string
  amber: string
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
    red: token('red'),
    amber: token('amber'),
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

export type CaseLook = 'late' | 'soon' | 'open' | 'settled'

/** Open cases are full dots, settled ones rings; late ones diamonds, those due soon squares, each with its colour. */
export function caseStyle(look: Look, chosen: string | undefined, lights: Record<string, 'late' | 'soon'> = {}) {
  const white = new Stroke({ color: look.surface, width: 2 })
  const shape = {
    late: (radius: number) => new RegularShape({ points: 4, radius: radius * 1.3, fill: new Fill({ color: look.red }), stroke: white }),
    soon: (radius: number) => new RegularShape({ points: 4, radius: radius * 1.3, angle: Math.PI / 4, fill: new Fill({ color: look.amber }), stroke: white }),
    open: (radius: number) => new Circle({ radius, fill: new Fill({ color: look.blue }), stroke: white }),
    settled: (radius: number) => new Circle({ radius, fill: new Fill({ color: look.surface }), stroke: new Stroke({ color: look.green, width: 2 }) }),
  }
  const over = { late: 2, soon: 1, open: 0, settled: 0 }
  const made = new Map<string, Style>()
  return (feature: FeatureLike) => {
    const ref = String(feature.get('ref'))
    const open = feature.get('open') === true || feature.get('open') === 1
    const kind: CaseLook = open ? (lights[ref] ?? 'open') : 'settled'
    const large = ref === chosen
    const key = `${kind} ${large}`
    const style = made.get(key) ?? new Style({ image: shape[kind](large ? 10 : 6), zIndex: 3 + over[kind] + (large ? 3 : 0) })
    made.set(key, style)
    return style
  }
}
