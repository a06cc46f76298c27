// SPDX-License-Identifier: Apache-2.0
// Every page of the phone, in both languages, light and dark, three prints: nothing that keeps a person out.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeFaults, inEachFace, launch, scrollsSideways, tooSmall, Visitor } from '../lib/browser.mjs'
import { cell, password, World } from '../lib/world.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const filed = (await world.anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '夜里十一点还在施工', area: cell, phone: '13800000009' } })).json
const place = { area: cell, chain: filed.chain, point: null }
const kept = { ref: filed.ref, secret: filed.secret, kind: filed.kind, place: '本区', opened: filed.opened, state: filed.state, words: '夜里十一点还在施工' }
const device = {
  'wangge.reports': { items: [kept] },
  'wangge.place': { place },
  'wangge.draft': { kind: 'neighbour_noise', place, address: '', body: '又在施工', name: '', phone: '13800000009' },
}

const open = ['/', '/report', '/follow', `/follow/${filed.ref}`, `/receipt/${filed.ref}`, '/still', `/still/${filed.ref}`, '/place', `/place/${cell}`, '/privacy', '/settings', '/signin', '/no-such-page']
const signed = ['/mine', `/mine/${filed.ref}`, '/me']

async function look(prefs, size) {
  const visitor = await Visitor.open(browser, world.server.base, { size, prefs })
  await visitor.context.addInitScript((slots) => {
    for (const [slot, value] of Object.entries(slots)) if (!localStorage.getItem(slot)) localStorage.setItem(slot, JSON.stringify(value))
  }, device)
  return visitor
}

async function signIn({ page }) {
  await page.goto('/signin')
  await page.locator('input[autocomplete=username]').fill('warden')
  await page.locator('input[type=password]').fill(password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL('**/mine')
}

async function faults(visitor, paths) {
  const { page } = visitor
  const found = []
  for (const path of paths) {
    await visitor.go(path)
    const here = await inEachFace(page, async () => [
      ...(await axeFaults(page)),
      ...((await scrollsSideways(page)) ? ['scrolls sideways'] : []),
      ...(await tooSmall(page, 44)).map((fault) => `small: ${fault}`),
    ])
    found.push(...here.map((fault) => `${path} ${fault}`))
  }
  return found
}

for (const lang of ['zh', 'en']) {
  test(`axe finds nothing, and thumbs find all, in ${lang}, light and dark, three prints`, { timeout: 240_000 }, async () => {
    const visitor = await look({ lang })
    const found = await faults(visitor, open)
    await signIn(visitor)
    found.push(...(await faults(visitor, signed)))
    assert.deepEqual(found, [])
    await visitor.close()
  })
}

test('the narrowest screen with the largest print needs no sideways scroll', async () => {
  for (const lang of ['zh', 'en']) {
    const visitor = await look({ lang, print: '3', theme: 'light' }, { width: 320, height: 640 })
    const found = []
    for (const path of open) {
      await visitor.go(path)
      if (await scrollsSideways(visitor.page)) found.push(`${lang} ${path}`)
    }
    assert.deepEqual(found, [])
    await visitor.close()
  }
})

test('a phone page stays small in the browser', async () => {
  const visitor = await look({ lang: 'zh' })
  for (const path of open) {
    await visitor.go(path)
    const nodes = await visitor.page.evaluate(() => document.querySelectorAll('*').length)
    assert.ok(nodes <= 800, `${path} has ${nodes} nodes`)
  }
  await visitor.close()
})
