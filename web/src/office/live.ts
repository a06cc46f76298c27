import { getCurrentScope, onScopeDispose, ref } from 'vue'

/*
 * What others change shows at once: one open line to the server for the whole page (`case`: this one changed; `reload`:
 * ask for everything anew). Without a line the lists ask every 20 s. A window out of sight keeps no line open, because a
 * browser has few of them for each server; when it comes back everything is asked anew.
 */

export interface Changed {
  ref: string
}
interface Listener {
  changed: (of: Changed) => void
  reload: () => void
}
type Line = Pick<EventSource, 'close' | 'readyState'> & { onopen: unknown; onerror: unknown; addEventListener: (name: string, on: (event: Event) => void) => void }

const ASK_AGAIN = 20_000
const CLOSED = 2

export function liveLine(dial: () => Line) {
  /** The line is up; else the lists ask every 20 s. */
  const up = ref(false)
  const listeners = new Set<Listener>()
  let line: Line | undefined
  let timer: ReturnType<typeof setInterval> | undefined
  let missed = false

  const reload = () => listeners.forEach((one) => one.reload())

  function open() {
    if (line || document.hidden || !listeners.size) return
    const mine = dial()
    line = mine
    mine.onopen = () => {
      up.value = true
      if (missed) reload()
      missed = false
    }
    mine.onerror = () => {
      up.value = false
      if (mine.readyState !== CLOSED || line !== mine) return
      hangUp()
      reload()
    }
    mine.addEventListener('case', (event) => {
      const of = JSON.parse((event as MessageEvent<string>).data) as Changed
      listeners.forEach((one) => one.changed(of))
    })
    mine.addEventListener('reload', reload)
  }

  function hangUp() {
    line?.close()
    line = undefined
    up.value = false
    missed = true
  }

  function tick() {
    if (document.hidden || up.value) return
    if (line) reload()
    else open()
  }

  function seen() {
    if (document.hidden) hangUp()
    else open()
  }

  function start() {
    missed = false
    open()
    timer = setInterval(tick, ASK_AGAIN)
    document.addEventListener('visibilitychange', seen)
  }

  function end() {
    hangUp()
    clearInterval(timer)
    document.removeEventListener('visibilitychange', seen)
  }

  /** Until the component that listens goes, or the returned function is called. */
  function listen(one: Listener): () => void {
    listeners.add(one)
    if (listeners.size === 1) start()
    const stop = () => {
      if (listeners.delete(one) && !listeners.size) end()
    }
    if (getCurrentScope()) onScopeDispose(stop)
    return stop
  }

  return { up, listen }
}

export const live = liveLine(() => new EventSource('/api/v1/events'))
