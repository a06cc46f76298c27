// SPDX-License-Identifier: Apache-2.0
// The whole walk through three doors: a resident reports a leak from a phone, the desk accepts it, the warden mends it and
// shows the proof, the checker passes it, the desk closes it; the resident sees it closed, and the figures have moved.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { DESK, launch, PHONE, Visitor } from '../lib/browser.mjs'
import { png } from '../lib/picture.mjs'
import { cell, password, World } from '../lib/world.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const photo = (name, colour) => ({ name, mimeType: 'image/png', buffer: png(800, 600, colour) })
const words = '水管接头漏水，楼道有积水'

async function officer(login, size = DESK) {
  const visitor = await Visitor.open(browser, world.server.base, { size })
  await visitor.go('/signin')
  await visitor.page.getByLabel('登录名').fill(login)
  await visitor.page.getByLabel('密码').fill(password)
  await visitor.page.getByRole('button', { name: '登录', exact: true }).click()
  await visitor.page.waitForURL(size === DESK ? '**/office/**' : '**/mine')
  return visitor
}

// One action of the desk on the case that is chosen from the board; what it asks for is chosen, not written.
async function atDesk(login, action, choice) {
  const desk = await officer(login)
  await desk.go('/office/board')
  await desk.page.getByRole('button', { name: words }).click()
  const may = desk.page.getByRole('region', { name: '现在可以做的' })
  await may.getByRole('button', { name: action, exact: true }).click()
  if (choice) await may.getByText(choice, { exact: true }).click()
  if (action !== '受理') await may.locator('form').getByRole('button', { name: action, exact: true }).click()
  await desk.page.getByText(`已办：${action}`).waitFor()
  await desk.close()
}

async function figures() {
  await world.sealed()
  const visitor = await Visitor.open(browser, world.server.base)
  await visitor.go('/')
  const numbers = visitor.page.getByRole('region', { name: '办理情况' }).locator('dd')
  await numbers.first().waitFor()
  const [all, open, closed] = (await numbers.allTextContents()).map(Number)
  await visitor.close()
  return { all, open, closed }
}

// Numbers below five are not shown, so others come first.
async function othersReported() {
  for (let i = 0; i < 12; i++) {
    const { ref } = await world.file({ kind: 'neighbour_noise' })
    if (i % 2) await world.act(world.intake, ref, 'reject', { reason: '查无此事' })
  }
}

// A step without which the next make no sense.
async function step(t, name, run) {
  let broken
  await t.test(name, async () => {
    await run().catch((error) => {
      broken = error
      throw error
    })
  })
  if (broken) throw broken
}

test('a leak goes through three doors, and everybody sees what became of it', { timeout: 180_000 }, async (t) => {
  await othersReported()
  const before = await figures()
  const resident = await Visitor.open(browser, world.server.base, { size: PHONE })
  const { page } = resident
  let number

  await step(t, 'the resident reports it with a photo', async () => {
    await resident.go('/')
    await page.getByRole('link', { name: /有事请讲/ }).first().click()
    await page.getByRole('button', { name: /漏水/ }).click()
    await page.getByRole('button', { name: '按名字找' }).click()
    for (const name of ['本区', '本区1街道', '本区1街1社区', '本区1街1社区1网格']) await page.getByRole('button', { name: new RegExp(`^${name}`) }).first().click()
    await page.getByRole('textbox', { name: /怎么回事/ }).fill(words)
    await page.getByLabel(/照片/).setInputFiles([photo('leak.png', [120, 90, 60])])
    await page.getByAltText('第 1 张照片').waitFor()
    await page.getByRole('heading', { name: '谁来办' }).waitFor()
    await page.getByRole('button', { name: '发给王网格' }).click()
    await page.getByRole('heading', { name: '已经收到' }).waitFor()
    number = (await page.locator('.receipt-code').first().textContent()).trim()
    assert.match(number, /^990101-/)
    await page.getByRole('link', { name: '看进展' }).click()
    await page.getByText('待受理').first().waitFor()
  })

  await step(t, 'the desk accepts it', () => atDesk('intake', '受理'))

  await step(t, 'the warden handles it and shows the proof', async () => {
    const warden = await officer('warden', PHONE)
    await warden.page.getByRole('link', { name: new RegExp(words) }).click()
    await warden.page.getByRole('button', { name: '开始处置' }).click()
    await warden.page.getByText('“开始处置”已经记下').waitFor()
    await warden.page.getByRole('button', { name: '处置完毕' }).click()
    await warden.page.getByLabel('怎么处理的').fill('换了接头，积水已清')
    await warden.page.getByLabel(/照片/).setInputFiles([photo('dry.png', [60, 140, 90])])
    await warden.page.getByAltText('第 1 张照片').waitFor()
    await warden.page.getByRole('button', { name: '处置完毕' }).click()
    await warden.page.getByText('“处置完毕”已经记下').waitFor()
    await warden.close()
  })

  await step(t, 'the checker passes it', () => atDesk('checker', '核查通过'))
  await step(t, 'the desk closes it', () => atDesk('intake', '结案', '已解决'))

  await step(t, 'the resident sees it closed, with both photos and what was done', async () => {
    await resident.go(`/follow/${number}`)
    await page.getByText('已结案').first().waitFor()
    assert.equal(await page.getByRole('link', { name: /看大图/ }).or(page.getByRole('button', { name: /看大图/ })).count(), 2)
    await page.getByRole('button', { name: /没有解决/ }).waitFor()
    await resident.close()
  })

  await step(t, 'the figures have moved by this one', async () => {
    const after = await figures()
    assert.deepEqual(after, { all: before.all + 1, open: before.open, closed: before.closed + 1 })
  })

  await step(t, 'the record names who took each step', async () => {
    const { json } = await world.supervisor.get(`/cases/${number}`)
    assert.equal(json.area, cell)
    assert.deepEqual(json.history.map((h) => [h.action, h.who]), [
      ['file', '居民'], ['accept', '李受理'], ['start', '王网格'], ['dispose', '王网格'], ['pass', '周核查'], ['close', '李受理'],
    ])
  })
})
