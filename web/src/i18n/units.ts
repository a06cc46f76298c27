import { lang } from '.'
import english from './units.en.json'

/*
 * Units stand in programme files once, in Chinese. English has none for most of them: a measure word only counts, and what is
 * counted is the field's name.
 */
const known: Record<string, string> = english

/** As it follows a number or stands behind a name; '' where nothing does. */
export function unitWords(unit: string | null | undefined): string {
  return unit && lang.value === 'en' ? (known[unit] ?? unit) : (unit ?? '')
}

/** "Revenue (× 10,000 yuan)" */
export function withUnit(name: string, unit: string | null | undefined): string {
  const words = unitWords(unit)
  return words ? `${name} (${words})` : name
}
