/** Digits of a code at each level from the province down. */
const LEVELS = [2, 4, 6, 9, 12, 15, 18]

/** The smallest area that has all of them. */
export function commonArea(rows: readonly { area: string }[]): string {
  const first = rows[0]?.area ?? ''
  const fits = LEVELS.map((digits) => first.slice(0, digits)).filter((code, i) => code.length === LEVELS[i] && rows.every((row) => row.area.startsWith(code)))
  return fits[fits.length - 1] ?? ''
}

/** Which item of a bulk request a problem speaks of: "items[3]", "items[3].version"; -1: none. */
export const itemOf = (field: string | undefined): number => Number(/^items\[(\d+)\]/.exec(field ?? '')?.[1] ?? -1)
