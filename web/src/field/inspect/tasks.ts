import type { Task, Why } from './bundle'

/* The order in which I go from door to door. */

export interface Spot {
  lat: number
  lon: number
}
export interface Stop {
  entry: Task['entry']
  whys: Why[]
  task: Task
  late: boolean
  /** Metres as the crow flies; null: unknown. */
  away: number | null
}

const RADIUS = 6_371_000
const rad = (degrees: number) => (degrees * Math.PI) / 180
export function metres(a: Spot, b: Spot): number {
  const h = Math.sin(rad(b.lat - a.lat) / 2) ** 2 + Math.cos(rad(a.lat)) * Math.cos(rad(b.lat)) * Math.sin(rad(b.lon - a.lon) / 2) ** 2
  return 2 * RADIUS * Math.asin(Math.sqrt(h))
}

const isLate = (task: Task, now: number) => task.entry.review_due !== null && Date.parse(task.entry.review_due) < now

/** One stop a door, though it may wait for more than one reason. Near first where I said where I am; else late ones first, then by place. */
export function stopsOf(tasks: readonly Task[], now: number, here: Spot | null): Stop[] {
  const stops = new Map<string, Stop>()
  for (const task of tasks) {
    const known = stops.get(task.entry.ref)
    if (known) {
      known.whys.push(task.why)
      known.late ||= isLate(task, now)
      // The open items of a door are looked at in its full inspection, too.
      if (task.why === 'round' || known.task.why === 'recheck') known.task = task
      continue
    }
    stops.set(task.entry.ref, { entry: task.entry, whys: [task.why], task, late: isLate(task, now), away: here && task.entry.point ? metres(here, task.entry.point) : null })
  }
  const far = (stop: Stop) => stop.away ?? Infinity
  return [...stops.values()].sort((a, b) => (here && far(a) !== far(b) ? far(a) - far(b) : 0) || Number(b.late) - Number(a.late) || a.entry.area.localeCompare(b.entry.area) || (a.entry.review_due ?? '9').localeCompare(b.entry.review_due ?? '9') || a.entry.ref.localeCompare(b.entry.ref))
}
