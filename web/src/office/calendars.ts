import type { paths } from '../api/schema'

export type Calendar = paths['/api/v1/calendar']['get']['responses'][200]['content']['application/json']

/** A day without a time, as a moment of that day. */
export const noon = (date: string) => `${date}T12:00:00+08:00`
