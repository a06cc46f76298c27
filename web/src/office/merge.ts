/** A row of a list that somebody reads; `gone`: it no longer belongs there and only stays because it is being looked at. */
export type Shown<T> = T & { gone?: boolean }

/**
 * What a fresh answer does to a list that somebody is reading: rows change where they stand, new ones are only counted,
 * and those that left go, but for the held ones. Nothing moves under the reader's hand. `more`: the answer was cut, so the
 * last rows may only have been pushed beyond its end.
 */
export function merge<T extends { ref: string }>(shown: readonly Shown<T>[], page: readonly T[], more: boolean, held: (ref: string) => boolean) {
  const fresh = new Map(page.map((row) => [row.ref, row]))
  const known = new Set(shown.map((row) => row.ref))
  const added = page.filter((row) => !known.has(row.ref)).length
  const pushed = more ? shown.length - added : shown.length
  const rows = shown.flatMap((row, i): Shown<T>[] => {
    const now = fresh.get(row.ref)
    if (now) return [now]
    if (i >= pushed) return [row]
    return held(row.ref) ? [{ ...row, gone: true }] : []
  })
  return { rows, added }
}

/** Many calls in a moment are one: soon after the first, and never twice within `gap`. */
export function gathered(work: () => void, wait = 300, gap = 1500) {
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = -Infinity
  const run = () => {
    timer = undefined
    last = Date.now()
    work()
  }
  const call = () => {
    timer ??= setTimeout(run, Math.max(wait, last + gap - Date.now()))
  }
  return Object.assign(call, {
    stop: () => {
      clearTimeout(timer)
      timer = undefined
    },
  })
}
