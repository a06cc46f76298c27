import { api, must } from '../api/client'
import type { paths } from '../api/schema'

/* The class catalogue that holds for a place: groups, classes, sub-classes and their rows, asked once a page load. */

export type Catalogue = paths['/api/v1/catalogue']['get']['responses'][200]['content']['application/json']
export type CatalogueGroup = Catalogue['groups'][number]
export type CatalogueClass = CatalogueGroup['classes'][number]
export type CatalogueSub = CatalogueClass['subs'][number]
export type Standard = CatalogueSub['standards'][number]

const DISTRICT = 6
/** The district of a place; wider than a district: the catalogue for all. */
export const districtOf = (area: string): string | undefined => (area.length >= DISTRICT ? area.slice(0, DISTRICT) : undefined)

const kept = new Map<string, Promise<Catalogue>>()

export function loadCatalogue(area: string): Promise<Catalogue> {
  const district = districtOf(area) ?? ''
  let got = kept.get(district)
  if (!got) {
    got = must(api.GET('/api/v1/catalogue', { params: { query: { area: district || undefined } } }))
    kept.set(district, got)
    got.catch(() => kept.delete(district))
  }
  return got
}

export function forgetCatalogue() {
  kept.clear()
}

/** Rows with a word in them: key, class, sub-class, condition; groups without any fall away. */
export function found(groups: readonly CatalogueGroup[], text: string): CatalogueGroup[] {
  const word = text.trim().toLowerCase()
  if (!word) return [...groups]
  const has = (...texts: string[]) => texts.some((one) => one.toLowerCase().includes(word))
  const kept = <T>(list: readonly T[], fits: (one: T) => T | undefined) => list.flatMap((one) => fits(one) ?? [])
  return kept(groups, (group) => {
    const classes = kept(group.classes, (cls) => {
      const subs = cls.subs.filter((sub) => has(cls.name, sub.name, sub.key, ...sub.standards.map((row) => row.filing)))
      return subs.length ? { ...cls, subs } : undefined
    })
    return classes.length ? { ...group, classes } : undefined
  })
}
