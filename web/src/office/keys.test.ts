import { afterEach, beforeEach, expect, test } from 'vitest'

import { letterOf, setKeys } from './keys'

function pressed(html: string, key: string, more: KeyboardEventInit = {}): string {
  document.body.innerHTML = html
  let letter = ''
  const hear = (event: KeyboardEvent) => (letter = letterOf(event))
  addEventListener('keydown', hear, { once: true })
  document.body.firstElementChild!.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, ...more }))
  return letter
}

beforeEach(() => setKeys(true))
afterEach(() => (document.body.innerHTML = ''))

test('a letter on a button or a row is meant for the page', () => {
  expect(pressed('<button>x</button>', 'a')).toBe('a')
  expect(pressed('<button>x</button>', 'A')).toBe('a')
  expect(pressed('<input type="checkbox">', 'x')).toBe('x')
})

test('whoever writes is left alone', () => {
  expect(pressed('<input>', 'a')).toBe('')
  expect(pressed('<textarea></textarea>', 'a')).toBe('')
  expect(pressed('<select></select>', 'a')).toBe('')
})

test('keys of the browser and named keys are not letters', () => {
  expect(pressed('<button>x</button>', 'a', { ctrlKey: true })).toBe('')
  expect(pressed('<button>x</button>', 'Enter')).toBe('')
})

test('an open question and a reader who put the letters off hear nothing', () => {
  expect(pressed('<button>x</button><div role="dialog"></div>', 'a')).toBe('')
  setKeys(false)
  expect(pressed('<button>x</button>', 'a')).toBe('')
})
