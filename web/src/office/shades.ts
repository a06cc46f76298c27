/** Steps 0..4 of the map's ramp by open cases: none, 1-2, 3-7, 8-14, 15 and more. A hidden small number counts as 1. */
export function shades(areas: readonly { code: string; open: number | null }[]): Record<string, number> {
  const step = (n: number) => (n === 0 ? 0 : n < 3 ? 1 : n < 8 ? 2 : n < 15 ? 3 : 4)
  return Object.fromEntries(areas.map((area) => [area.code, step(area.open ?? 1)]))
}
