// SPDX-License-Identifier: Apache-2.0
// The report, the way to who answers, and the warden's work, all without a mouse.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch, Visitor } from '../lib/browser.mjs'
import { password, World } from '../lib/world.mjs'
import { press, tabTo, write } from './keyboard.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const visit = (options) => Visitor.open(browser, world.server.base, options)

// Down the tree of names to a cell; each press waits for the next list.
async function cellByNames(page) {
  await press(page, '按名字找')
  for (const name of ['本区', '本区1街道', '本区1街1社区', '本区1街1社区1网格']) {
    await page.getByRole('button', { name: new RegExp(`^${name}`) }).waitFor()
    await press(page, name)
  }
}

test('a resident reports by keyboard alone', async () => {
  const visitor = await visit()
  const { page } = visitor
  await visitor.go('/')
  await press(page, '跳到正文')
  await press(page, '有事请讲')
  await page.waitForURL('**/report')
  await press(page, '噪声扰民')
  await cellByNames(page)
  await page.getByRole('heading', { name: '谁来办' }).waitFor()
  await write(page, '说一句', '夜里十一点还在施工')
  await press(page, '发给王网格')
  await page.waitForURL('**/receipt/**')
  await page.getByRole('heading', { name: '已经收到' }).waitFor()
  await visitor.close()
})

test('what is missing is said and reached', async () => {
  const visitor = await visit()
  const { page } = visitor
  await visitor.go('/report')
  await press(page, '发出去')
  await page.getByText('请选一类。').waitFor()
  assert.ok(await page.evaluate(() => document.activeElement.closest('#part-kind') !== null), 'the focus is at the first gap')
  await visitor.close()
})

test('a resident finds who answers by keyboard alone', async () => {
  const visitor = await visit()
  const { page } = visitor
  await visitor.go('/place')
  await cellByNames(page)
  await page.waitForURL('**/place/*')
  await page.getByText('赵组长').waitFor()
  await visitor.close()
})

test('a warden signs in, starts and ends a matter by keyboard alone', async () => {
  const filed = await world.anyone.post('/cases', { body: { kind: 'neighbour_noise', body: '广场音响太大', area: '990101001001001' } })
  const opened = await world.intake.get(`/cases/${filed.json.ref}`)
  await world.intake.post(`/cases/${filed.json.ref}/act`, { body: { action: 'accept' }, version: opened.version })
  const visitor = await visit({ prefs: { print: '2' } })
  const { page } = visitor
  await visitor.go('/signin')
  await write(page, '登录名', 'warden')
  await write(page, '密码', password)
  await page.keyboard.press('Enter')
  await page.waitForURL('**/mine')
  await press(page, '广场音响太大')
  await page.waitForURL('**/mine/*')
  await press(page, '开始处置')
  await page.getByText('“开始处置”已经记下').waitFor()
  await press(page, '处置完毕')
  await write(page, '怎么处理的', '和舞队约定九点前收队')
  await press(page, '处置完毕')
  await page.getByText('“处置完毕”已经记下').waitFor()
  await tabTo(page, '返回')
  await visitor.close()
})
