// SPDX-License-Identifier: Apache-2.0
// The office's controls are large enough, its forms keep nobody out, and the board needs no mouse.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeFaults, DESK, launch, looks, PHONE, scrollsSideways, tooSmall, Visitor } from '../lib/browser.mjs'
import { cell, password, village, World } from '../lib/world.mjs'
import { press } from './keyboard.mjs'

const CONTROL = 24

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const filed = await world.file()
const worked = await world.file({ body: '井盖松动，车过时响', phone: '13800000009' })
await world.act(world.intake, worked.ref, 'accept')

const seenBy = {
  intake: ['/board', `/board?case=${filed.ref}`, `/cases/${worked.ref}`, '/accounts'],
  admin: ['/', '/areas', `/areas/${village}`, `/areas/${cell}`, '/people', '/teams', `/teams/${world.team}`, '/accounts', '/imports'],
  auditor: ['/journal'],
}

// The forms that open over a page, each by the name of its button.
const forms = [
  ['/people', { zh: '登记人员', en: 'Add a person' }],
  ['/teams', { zh: '登记队伍', en: 'Add a team' }],
  ['/accounts', { zh: '新账号', en: 'New account' }],
  [`/areas/${village}`, { zh: '新设岗位', en: 'New post' }],
]

async function enter(login, prefs, size = DESK) {
  const visitor = await Visitor.open(browser, world.server.base, { size, prefs })
  const reply = await visitor.context.request.post('/api/v1/session', { data: { login, password }, headers: { 'X-Requested-With': 'wangge' } })
  assert.equal(reply.status(), 200)
  return visitor
}

test('no control of the office is too small to hit', { timeout: 120_000 }, async () => {
  const found = []
  for (const lang of ['zh', 'en'])
    for (const [login, paths] of Object.entries(seenBy)) {
      const visitor = await enter(login, { lang, print: '1' })
      for (const path of paths) {
        await visitor.go(`/office${path}`)
        found.push(...(await tooSmall(visitor.page, CONTROL)).map((fault) => `${lang} ${path} ${fault}`))
      }
      await visitor.close()
    }
  assert.deepEqual(found, [])
})

async function faults(page, path) {
  const found = [...(await axeFaults(page)), ...(await tooSmall(page, CONTROL)).map((fault) => `small: ${fault}`)]
  await page.setViewportSize(PHONE)
  if (await scrollsSideways(page)) found.push('scrolls sideways on a phone')
  await page.setViewportSize(DESK)
  return found.map((fault) => `${path} ${fault}`)
}

for (const prefs of [looks[0], looks[3], looks[5]]) {
  test(`axe finds nothing in the office's forms: ${prefs.lang}, print ${prefs.print}, ${prefs.theme}`, async () => {
    const visitor = await enter('admin', prefs)
    const found = []
    for (const [path, button] of forms) {
      await visitor.go(`/office${path}`)
      await visitor.page.getByRole('button', { name: button[prefs.lang] }).click()
      await visitor.page.getByRole('dialog').waitFor()
      found.push(...(await faults(visitor.page, `${path} form`)))
    }
    assert.deepEqual(found, [])
    await visitor.close()
  })
}

test('an intake officer accepts a matter from the board without a mouse', async () => {
  const { ref } = await world.file({ body: '楼道灯不亮，老人摔过' })
  const visitor = await enter('intake', { lang: 'zh' })
  const { page } = visitor
  await visitor.go('/office/board')
  await press(page, '跳到正文')
  await press(page, '楼道灯不亮')
  await page.waitForURL(`**case=${ref}*`)
  await press(page, /^受理$/)
  await page.getByText('已办：受理').waitFor()
  await page.waitForFunction(() => document.activeElement.closest('.board-case') !== null)
  const now = await world.intake.get(`/cases/${ref}`)
  assert.equal(now.json.state, 'accepted')
  await visitor.close()
})

test('arrows walk the list of the board', async () => {
  const visitor = await enter('intake', { lang: 'zh' })
  const { page } = visitor
  await visitor.go('/office/board')
  await press(page, '水管漏水')
  for (const key of ['ArrowUp', 'ArrowDown']) {
    const before = await page.evaluate(() => document.activeElement.textContent)
    await page.keyboard.press(key)
    await page.waitForFunction((old) => document.activeElement.matches('[aria-current=true]') && document.activeElement.textContent !== old, before)
  }
  await visitor.close()
})
