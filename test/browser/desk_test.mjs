// SPDX-License-Identifier: Apache-2.0
// The office's desks need no mouse: reports are accepted one after the other, cases dispatched, checked and acted on in one
// go by keys alone. And the forms that open over a page keep nobody out.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeFaults, DESK, launch, looks, PHONE, scrollsSideways, tooSmall, Visitor } from '../lib/browser.mjs'
import { password, village, World } from '../lib/world.mjs'
import { press } from './keyboard.mjs'

const CONTROL = 24

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

// The forms that open over a page, each by the name of its button.
const forms = [
  ['/people', { zh: '登记人员', en: 'Add a person' }],
  ['/teams', { zh: '登记队伍', en: 'Add a team' }],
  ['/accounts', { zh: '新账号', en: 'New account' }],
  [`/areas/${village}`, { zh: '新设岗位', en: 'New post' }],
]

const enter = (login, prefs = { lang: 'zh' }) => Visitor.enter(browser, world.server.base, login, password, { prefs })

const state = async (ref) => (await world.intake.get(`/cases/${ref}`)).json.state
const shown = (visitor, text) => visitor.page.locator('.line-body', { hasText: text }).waitFor()
const bodies = (n, what) => Array.from({ length: n }, (_, i) => `${what}，第${'一二三四五'[i]}处`)

// Reports of one kind far enough apart in words, each with its number.
async function reports(texts, more = {}) {
  const made = []
  for (const body of texts) made.push((await world.file({ body, ...more })).ref)
  return made
}

test('an intake officer accepts three reports with keys alone, the next one comes by itself', async () => {
  const texts = bodies(3, '路灯不亮')
  const refs = await reports(texts, { kind: 'street_light' })
  const visitor = await enter('intake')
  await visitor.go('/office/intake?tab=reported')
  for (const text of texts) {
    await shown(visitor, text)
    await visitor.page.keyboard.press('a')
  }
  await visitor.page.getByText('这里办完了').waitFor()
  for (const ref of refs) assert.equal(await state(ref), 'accepted')
  await visitor.close()
})

test('the own password is changed from the head of the page, which stays signed in', async () => {
  await world.account('own.word', '周换', [['intake', village]])
  const visitor = await enter('own.word')
  const { page } = visitor
  await visitor.go('/office/')
  await page.getByRole('button', { name: '周换: 修改密码' }).click()
  const dialog = page.getByRole('dialog', { name: '修改密码' })
  await dialog.getByLabel('新密码').fill('a longer secret')
  await dialog.getByLabel('原密码').fill('not this one')
  await page.keyboard.press('Enter')
  await dialog.getByText('原密码不对').waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await dialog.getByLabel('原密码').fill(password)
  await page.keyboard.press('Enter')
  await page.getByText('密码已修改').waitFor()
  await page.reload()
  await page.getByRole('button', { name: '周换: 修改密码' }).waitFor()
  await visitor.close()
})

test('a case is filed under the standard of its kind with two keys', async () => {
  const [ref] = await reports(['沿河步道的灯坏了'], { kind: 'street_light' })
  await world.act(world.intake, ref, 'accept')
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go(`/office/intake?tab=accepted&case=${ref}`)
  await shown(visitor, '沿河步道')
  await page.keyboard.press('f')
  await page.waitForFunction(() => document.activeElement.matches('input[type=radio]'))
  await page.keyboard.press('Space')
  await page.keyboard.press('Enter')
  await page.getByText('已办：立案').waitFor()
  assert.equal(await state(ref), 'filed')
  await visitor.close()
})

test('a reason is asked where one is needed, and nothing is sent without it', async () => {
  const [ref] = await reports(['楼道里有人抽烟'], { kind: 'street_light' })
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go(`/office/intake?tab=reported`)
  await shown(visitor, '抽烟')
  await page.keyboard.press('r')
  await page.waitForFunction(() => document.activeElement.tagName === 'TEXTAREA')
  await page.keyboard.press('Control+Enter')
  await page.getByRole('alert').waitFor()
  assert.equal(await state(ref), 'reported')
  await page.keyboard.type('不属于网格事项 a r')
  await page.keyboard.press('Control+Enter')
  await page.getByText('这里办完了').waitFor()
  assert.equal(await state(ref), 'rejected')
  await visitor.close()
})

test('a second report of the same matter is merged by one key and taken back by another', async () => {
  const [first, second] = await reports(['井盖松动，车过时响', '井盖翘起来了'], { kind: 'manhole_cover' })
  await world.act(world.intake, first, 'accept')
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go('/office/intake?tab=reported')
  await shown(visitor, '翘起来')
  await page.getByRole('heading', { name: '可能是同一件（1）' }).waitFor()
  await page.keyboard.press('m')
  await page.getByText('这里办完了').waitFor()
  assert.equal(await state(second), 'merged')
  await page.keyboard.press('u')
  await page.waitForFunction(() => document.activeElement.tagName === 'TEXTAREA')
  await page.keyboard.type('不是同一处')
  await page.keyboard.press('Control+Enter')
  await page.getByText('已办：撤销并案').waitFor()
  assert.equal(await state(second), 'reported')
  await world.act(world.intake, second, 'reject', { reason: '测试' })
  await visitor.close()
})

test('whoever puts the letters off sets none of them off', async () => {
  const [ref] = await reports(['树枝压到电线'], { kind: 'street_light' })
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go('/office/intake?tab=reported')
  await shown(visitor, '压到电线')
  await page.getByRole('button', { name: '关掉快捷键' }).click()
  await page.keyboard.press('a')
  await press(page, /^受理$/)
  await page.getByText('已办：受理').waitFor()
  assert.equal(await state(ref), 'accepted')
  await visitor.close()
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

