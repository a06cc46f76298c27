/** A day of a form as the moment when it begins on the grid's clock; nothing given: undefined, which the server reads as now. */
export const dayStart = (day: string): string | undefined => (day ? `${day}T00:00:00+08:00` : undefined)

/** How it stood on a day: at its end. */
export const dayEnd = (day: string): string | undefined => (day ? `${day}T23:59:59+08:00` : undefined)
