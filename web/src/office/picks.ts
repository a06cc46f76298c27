import { computed, shallowRef } from 'vue'

/** How many one bulk action takes. */
export const PICKS_MAX = 100

/** Rows chosen for one action on all of them. */
export function picks() {
  const chosen = shallowRef<ReadonlySet<string>>(new Set())
  let anchor = ''

  const set = (refs: Iterable<string>) => (chosen.value = new Set([...refs].slice(0, PICKS_MAX)))

  /** One row in or out; with `range` all rows from the last one touched to this one, as that one is. */
  function toggle(ref: string, rows: readonly { ref: string }[], range = false) {
    const to = new Set(chosen.value)
    const [from, until] = [rows.findIndex((row) => row.ref === anchor), rows.findIndex((row) => row.ref === ref)]
    if (range && from >= 0 && until >= 0) {
      const into = to.has(anchor)
      for (const row of rows.slice(Math.min(from, until), Math.max(from, until) + 1)) into ? to.add(row.ref) : to.delete(row.ref)
    } else {
      if (!to.delete(ref)) to.add(ref)
      anchor = ref
    }
    set(to)
  }

  const has = (ref: string) => chosen.value.has(ref)
  const whole = (rows: readonly { ref: string }[]) => rows.length > 0 && rows.slice(0, PICKS_MAX).every((row) => has(row.ref))
  /** All that are on the page; pressed again, none. */
  const all = (rows: readonly { ref: string }[]) => (whole(rows) ? clear() : set(rows.map((row) => row.ref)))
  const drop = (ref: string) => set([...chosen.value].filter((one) => one !== ref))
  /** What is no longer in the list is not acted on. */
  function keep(rows: readonly { ref: string }[]) {
    const left = rows.map((row) => row.ref).filter(has)
    if (left.length !== chosen.value.size) set(left)
  }
  function clear() {
    anchor = ''
    chosen.value = new Set()
  }

  return { chosen, n: computed(() => chosen.value.size), has, whole, toggle, all, drop, keep, clear }
}
