// SPDX-License-Identifier: Apache-2.0
// A person without a mouse: goes by Tab, and sees at each step where the focus is.
import assert from 'node:assert/strict'

const STEPS_MAX = 120

// What has the focus: its words, whether its outline shows, whether something lies over it.
const focused = (page) =>
  page.evaluate(() => {
    const at = document.activeElement
    const box = at.getBoundingClientRect()
    const shown = at.matches('input[type=file], input[type=radio], input[type=checkbox]') ? at.parentElement : at
    const style = getComputedStyle(at.matches('input[type=file]') ? at.parentElement : at)
    const top = document.elementFromPoint(box.left + box.width / 2, box.top + Math.min(box.height / 2, 20))
    const label = at.labels?.[0]?.textContent ?? ''
    return {
      words: `${at.getAttribute('aria-label') ?? ''} ${label} ${at.textContent}`.replace(/\s+/g, ' ').trim().slice(0, 200),
      tag: at.tagName,
      ringed: style.outlineStyle !== 'none' && style.outlineWidth !== '0px' && !/rgba\(.*, 0\)|transparent/.test(style.outlineColor),
      covered: Boolean(top) && !shown.contains(top) && !top.contains(at),
    }
  })

// Tabs on until the focus is on something with these words (or words like the pattern).
export async function tabTo(page, words, key = 'Tab') {
  const passed = []
  for (let steps = 0; steps < STEPS_MAX; steps++) {
    await page.keyboard.press(key)
    const at = await focused(page)
    if (at.tag === 'BODY') continue
    assert.ok(at.ringed, `no ring on ${at.tag} "${at.words}"`)
    assert.ok(!at.covered, `something lies over ${at.tag} "${at.words}"`)
    if (words instanceof RegExp ? words.test(at.words) : at.words.includes(words)) return at
    passed.push(at.words.slice(0, 30))
  }
  assert.fail(`no Tab leads to "${words}"; passed ${passed.join(' | ')}`)
}

export async function press(page, words) {
  await tabTo(page, words)
  await page.keyboard.press('Enter')
}

export async function write(page, words, text) {
  await tabTo(page, words)
  await page.keyboard.type(text)
}
