/** Today on the grid's clock. */
export const today = (now = Date.now()) => new Date(now + 8 * 3_600_000).toISOString().slice(0, 10)

/** Only a whole day that is over can be looked back at; anything else in the address is today. */
export function pastDay(text: string, now = Date.now()): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return ''
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.valueOf()) && at.toISOString().slice(0, 10) === text && text < today(now) ? text : ''
}
