// SPDX-License-Identifier: Apache-2.0
// The board lives: what one officer does, another sees without asking, and nothing moves under the hand. One action on
// many is done on all or on none. A case is dispatched and checked by keys.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch, Visitor } from '../lib/browser.mjs'
import { home } from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { password, World } from '../lib/world.mjs'
import { press, tabTo } from './keyboard.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

async function enter(login, { live = true } = {}) {
  const visitor = await Visitor.enter(browser, world.server.base, login, password, { prefs: { lang: 'zh' } })
  if (!live) await visitor.context.route('**/api/v1/events*', (route) => route.abort())
  return visitor
}

const state = async (ref) => (await world.intake.get(`/cases/${ref}`)).json.state
const row = (page, text) => page.locator('.case-row', { hasText: text })
const focusedRow = (page) => page.evaluate(() => document.activeElement.getAttribute('data-ref'))

test('what one officer does shows to another in its row, without asking and without moving', async () => {
  const { ref } = await world.file({ body: '雨水篦子堵了' })
  await world.file({ body: '二楼漏水到一楼' })
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go('/office/board')
  await page.getByText('实时').waitFor()
  await row(page, '雨水篦子').locator('button').focus()
  const before = await focusedRow(page)
  await world.act(world.intake, ref, 'accept')
  await row(page, '雨水篦子').getByText('已受理').waitFor()
  assert.equal(await focusedRow(page), before)
  await visitor.close()
})

test('new cases wait above the list until they are asked for', async () => {
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go('/office/board')
  await page.getByText('实时').waitFor()
  const rows = await page.locator('.case-row').count()
  await world.file({ body: '水表井盖不见了' })
  await page.getByRole('button', { name: '有 1 件新的' }).waitFor()
  assert.equal(await page.locator('.case-row').count(), rows)
  await page.keyboard.press('n')
  await row(page, '水表井盖').waitFor()
  await visitor.close()
})

test('an open case tells what somebody else has just done to it', async () => {
  const { ref } = await world.file({ body: '消防通道停车' })
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go(`/office/board?case=${ref}`)
  await page.getByText('实时').waitFor()
  await world.act(world.intake, ref, 'accept')
  await page.getByText('李受理刚刚办了：受理').waitFor()
  await visitor.close()
})

test('without a line the page says so and the desk works all the same', async () => {
  const { ref } = await world.file({ body: '垃圾桶坏了' })
  const visitor = await enter('intake', { live: false })
  const { page } = visitor
  await visitor.go(`/office/board?case=${ref}`)
  await page.getByText('每 20 秒更新').waitFor()
  await page.keyboard.press('a')
  await page.getByText('已办：受理').waitFor()
  assert.equal(await state(ref), 'accepted')
  await visitor.close()
})

test('arrows and letters walk the list of the board', async () => {
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go('/office/board')
  await press(page, '二楼漏水')
  for (const key of ['ArrowDown', 'ArrowUp', 'j', 'k']) {
    const before = await focusedRow(page)
    await page.keyboard.press(key)
    await page.waitForFunction((old) => document.activeElement.matches('[aria-current=true]') && document.activeElement.getAttribute('data-ref') !== old, before)
  }
  await visitor.close()
})

test('one action on several: one is refused, none is done; left out, the others are', async () => {
  const texts = ['充电桩冒烟', '充电线从楼上拉下来', '充电棚漏电']
  const refs = []
  for (const body of texts) refs.push((await world.file({ body })).ref)
  const visitor = await enter('intake', { live: false })
  const { page } = visitor
  await visitor.go('/office/board?tab=reported')
  for (const text of texts) await row(page, text).locator('input[type=checkbox]').check()
  await page.getByText('已选 3 件').waitFor()
  await world.act(world.intake, refs[1], 'accept')
  await page.keyboard.press('r')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, '为什么')
  await page.keyboard.type('物业已经在修')
  await page.keyboard.press('Control+Enter')
  await page.getByText('一件也没有办').waitFor()
  assert.deepEqual(await Promise.all(refs.map(state)), ['reported', 'accepted', 'reported'])
  await page.getByRole('button', { name: '去掉这一件，办其余 2 件' }).click()
  await page.getByText('已办：不予受理，2 件').waitFor()
  assert.deepEqual(await Promise.all(refs.map(state)), ['rejected', 'accepted', 'rejected'])
  await visitor.close()
})

test('shift takes all rows between two into the selection', async () => {
  const visitor = await enter('intake')
  const { page } = visitor
  await visitor.go('/office/board')
  const boxes = page.locator('.case-row input[type=checkbox]')
  await boxes.nth(0).click()
  await boxes.nth(2).click({ modifiers: ['Shift'] })
  await page.getByText('已选 3 件').waitFor()
  await visitor.close()
})

test('a dispatcher sends a filed case to the nearest post with two keys', async () => {
  const { ref } = await world.file({ kind: 'street_light', body: '路口三盏灯都不亮' })
  await world.act(world.intake, ref, 'accept')
  const catalogue = await world.intake.get('/catalogue', { query: { area: home } })
  const subs = catalogue.json.groups.flatMap((group) => group.classes.flatMap((one) => one.subs))
  const { district, id } = subs.find((sub) => sub.key === 'c0137').standards[0]
  await world.act(world.intake, ref, 'file_case', { standard: { district, id } })
  const visitor = await enter('dispatcher')
  const { page } = visitor
  await visitor.go('/office/board?tab=filed')
  await row(page, '路口三盏灯').locator('button').click()
  await page.getByRole('button', { name: '派遣', exact: true }).waitFor()
  await page.keyboard.press('d')
  await page.waitForFunction(() => document.activeElement.matches('input[type=radio]:checked'))
  await page.keyboard.press('Enter')
  await page.getByText('已办：派遣').waitFor()
  assert.equal(await state(ref), 'dispatched')
  await visitor.close()
})

test('a checker passes what others did by a key and is never asked about the own work', async () => {
  await world.account('both', '孙副手', [['checker', home], ['handler', home]], world.persons.deputy)
  const others = await disposed(world.warden, '楼梯扶手松了')
  const own = await disposed(world.deputy, '门禁打不开')
  const visitor = await enter('both')
  const { page } = visitor
  await visitor.go('/office/checks')
  await page.locator('.line-body', { hasText: '楼梯扶手' }).waitFor()
  await page.getByRole('img', { name: '处理后' }).first().waitFor()
  await page.keyboard.press('p')
  await page.getByText('另有 1 件您不能办').waitFor()
  assert.deepEqual([await state(others), await state(own)], ['checked', 'disposed'])
  await visitor.close()
})

async function disposed(who, body) {
  const { ref } = await world.file({ kind: 'neighbour_noise', body })
  await world.act(world.intake, ref, 'accept')
  await world.act(who, ref, 'start')
  const photo = await world.anyone.post('/uploads', { body: png(), type: 'image/png' })
  await world.act(who, ref, 'dispose', { note: '已经办好', uploads: [{ upload: photo.json.upload, token: photo.json.token }] })
  return ref
}
