import type { Cut, Figure, Part } from './figures'

/*
 * Which industries are strong: in each lens the places of its figures are averaged, then the places of the lenses. Whoever
 * lacks a figure in a lens has no place there, and no place in all; equal values share the mean of their places.
 */

export type Lens = 'scale' | 'benefit' | 'speed'
export const lenses: readonly Lens[] = ['scale', 'benefit', 'speed']
export const lensOf = (figure: Pick<Figure, 'form'>): Lens => (figure.form === 'ratio' ? 'benefit' : figure.form === 'growth' ? 'speed' : 'scale')

/** What a figure gives for each industry; null: not known, or not told. */
export type Values = Readonly<Record<string, number | null>>
export const valuesOf = (parts: readonly Part[]): Values => Object.fromEntries(parts.map((part) => [part.label, part.known && !part.withheld ? part.value : null]))

/** Places by value, the largest first. */
export function places(values: Values): Record<string, number> {
  const known = Object.entries(values).filter((one): one is [string, number] => one[1] !== null)
  return Object.fromEntries(
    known.map(([label, value]) => {
      const above = known.filter(([, other]) => other > value).length
      const equal = known.filter(([, other]) => other === value).length
      return [label, above + (equal + 1) / 2]
    }),
  )
}

const mean = (of: readonly number[]) => of.reduce((sum, n) => sum + n, 0) / of.length

export interface Strength {
  label: string
  lens: Partial<Record<Lens, number>>
  /** Null: a lens is missing. */
  mean: number | null
}

/** `figures`: by lens, what each of its figures gives. Lenses without figures are left out for all. */
export function ranking(labels: readonly string[], figures: Readonly<Partial<Record<Lens, readonly Values[]>>>): Strength[] {
  const used = lenses.filter((lens) => figures[lens]?.length)
  const placed = new Map(used.map((lens) => [lens, figures[lens]!.map(places)]))
  const rows = labels.map((label) => {
    const lens: Strength['lens'] = {}
    for (const one of used) {
      const all = placed.get(one)!.map((each) => each[label])
      if (all.every((place): place is number => place !== undefined)) lens[one] = mean(all)
    }
    const known = used.flatMap((one) => lens[one] ?? [])
    return { label, lens, mean: used.length && known.length === used.length ? mean(known) : null }
  })
  return rows.sort((a, b) => (a.mean ?? Infinity) - (b.mean ?? Infinity) || a.label.localeCompare(b.label))
}

/** The fields by which figures are taken apart: the one of most figures first, those of as many in their order. */
export function cutsOf(figures: readonly Pick<Figure, 'by'>[]): Cut[] {
  const found = new Map<string, { cut: Cut; n: number }>()
  for (const cut of figures.flatMap((one) => one.by)) {
    const had = found.get(cut.field)
    if (had) had.n++
    else found.set(cut.field, { cut, n: 1 })
  }
  return [...found.values()].sort((a, b) => b.n - a.n).map((one) => one.cut)
}
