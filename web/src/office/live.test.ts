import { afterEach, beforeEach, expect, test, vi } from 'vitest'

import { liveLine } from './live'

class Line {
  onopen: unknown
  onerror: unknown
  readyState = 0
  heard = new Map<string, (event: Event) => void>()
  addEventListener = (name: string, on: (event: Event) => void) => void this.heard.set(name, on)
  close = () => void (this.readyState = 2)
  open = () => (this.onopen as () => void)()
  fail(for_good: boolean) {
    this.readyState = for_good ? 2 : 0
    ;(this.onerror as () => void)()
  }
  say = (name: string, data: unknown) => this.heard.get(name)?.(new MessageEvent(name, { data: JSON.stringify(data) }))
}

let lines: Line[]
let hidden = false
const line = () => lines[lines.length - 1]!

function listening() {
  const live = liveLine(() => {
    lines.push(new Line())
    return line()
  })
  const one = { changed: vi.fn(), reload: vi.fn() }
  return { live, one, stop: live.listen(one) }
}

function look(away: boolean) {
  hidden = away
  document.dispatchEvent(new Event('visibilitychange'))
}

beforeEach(() => {
  lines = []
  hidden = false
  vi.useFakeTimers()
  Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden })
})
afterEach(() => vi.useRealTimers())

test('a change is told to whoever listens, and a line that is up asks for nothing', () => {
  const { live, one, stop } = listening()
  line().open()
  line().say('case', { ref: '410105-A' })
  vi.advanceTimersByTime(60_000)
  expect(live.up.value).toBe(true)
  expect(one.changed).toHaveBeenCalledWith({ ref: '410105-A' })
  expect(one.reload).not.toHaveBeenCalled()
  stop()
})

test('a line that the browser mends by itself is left to it; meanwhile the lists ask', () => {
  const { live, one, stop } = listening()
  line().open()
  line().fail(false)
  expect(live.up.value).toBe(false)
  vi.advanceTimersByTime(20_000)
  expect(one.reload).toHaveBeenCalledTimes(1)
  line().open()
  expect([live.up.value, lines.length]).toEqual([true, 1])
  stop()
})

test('a line refused for good is dialled again every 20 s, and once up all is asked anew', () => {
  const { one, stop } = listening()
  line().fail(true)
  expect(one.reload).toHaveBeenCalledTimes(1)
  vi.advanceTimersByTime(20_000)
  expect(lines.length).toBe(2)
  line().open()
  expect(one.reload).toHaveBeenCalledTimes(2)
  stop()
})

test('a window out of sight holds no line and asks for nothing', () => {
  const { one, stop } = listening()
  line().open()
  look(true)
  expect(line().readyState).toBe(2)
  vi.advanceTimersByTime(60_000)
  expect([lines.length, one.reload.mock.calls.length]).toEqual([1, 0])
  look(false)
  line().open()
  expect([lines.length, one.reload.mock.calls.length]).toEqual([2, 1])
  stop()
})

test('the last one who leaves hangs up', () => {
  const { stop } = listening()
  stop()
  expect(line().readyState).toBe(2)
  vi.advanceTimersByTime(60_000)
  expect(lines.length).toBe(1)
})
