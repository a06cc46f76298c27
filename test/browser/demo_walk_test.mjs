// SPDX-License-Identifier: Apache-2.0
// The first five minutes of a stranger, on the demo: a leak goes from a phone to closed by three different people, and the
// district's figures move. Each screen is kept in the folder SHOTS (build/screenshots), from which the README's come.
import assert from 'node:assert/strict'
import { mkdirSync } from 'node:fs'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { axeFaults, launch, PHONE, Visitor } from '../lib/browser.mjs'
import { Database, Server, wangge } from '../lib/server.mjs'

const shots = process.env.SHOTS ?? fileURLToPath(new URL('../../build/screenshots', import.meta.url))
mkdirSync(shots, { recursive: true })

const DISTRICT = '410105'
const DESK = { width: 1440, height: 900 }

const db = new Database('sqlite')
const made = wangge(['demo', '--db', db.url, '--key', db.key])
assert.equal(made.status, 0, made.stderr)
const server = await Server.start(db)
const browser = await launch()
after(async () => {
  await browser.close()
  await server.stop()
  db.drop()
})

const visit = (size, prefs = {}) => Visitor.open(browser, server.base, { size, prefs })
// Of a desk each pixel once: four times as many make the file three times as large, and nobody sees them.
const shot = ({ page }, name) => page.screenshot({ path: `${shots}/${name}.png`, scale: page.viewportSize().width > PHONE.width ? 'css' : 'device' })
const figures = async () => (await (await fetch(`${server.base}/api/v1/figures/cases?area=${DISTRICT}`)).json()).totals
const photo = (moment) => fileURLToPath(new URL(`../../demo/photos/water_leak-${moment}.png`, import.meta.url))

// Through the list of demo logins on the sign-in page.
async function signIn(visitor, name) {
  await visitor.go('/signin')
  await visitor.page.getByRole('button', { name: new RegExp(name) }).click()
}

async function openOnBoard(visitor, number) {
  await visitor.page.waitForURL('**/office/**')
  await visitor.go(`/office/board?case=${number}`)
  await visitor.page.getByRole('heading', { name: '漏水' }).waitFor()
}

// What it asks for is chosen, not written.
async function acts({ page }, action, choice) {
  await page.getByRole('button', { name: action, exact: true }).first().click()
  if (choice === undefined) return
  if (choice) await page.getByText(choice, { exact: true }).click()
  await page.getByRole('region', { name: '现在可以做的' }).locator('form').getByRole('button', { name: action, exact: true }).click()
}

const said = ({ page }, action) => page.getByText(new RegExp(`${action}`)).first().waitFor()

test('on the demo a leak goes from a phone to closed by three people', async () => {
  const before = await figures()

  const resident = await visit(PHONE)
  await resident.go('/')
  await shot(resident, 'phone-home-zh')
  await resident.go('/report')
  const { page } = resident
  await page.getByText('漏水', { exact: true }).click()
  await page.getByRole('button', { name: '按名字找' }).click()
  await page.getByLabel('街道、社区或网格的名字').fill('六合苑')
  await page.getByRole('button', { name: /^六合苑社区/ }).first().click()
  await page.getByRole('button', { name: /第一网格/ }).first().click()
  await page.getByLabel('怎么回事，说一句').fill('单元门口的水管一直漏水，地上结了冰。')
  await page.getByLabel('门牌、楼号或路口').fill('3号楼2单元门口')
  await page.locator('input[type=file]').first().setInputFiles(photo('before'))
  await page.getByRole('heading', { name: '谁来办' }).waitFor()
  await page.getByRole('button', { name: /^发给/ }).waitFor()
  await shot(resident, 'phone-report-zh')
  await page.getByRole('button', { name: /^发给/ }).click()
  await page.waitForURL('**/receipt/**')
  const number = page.url().split('/').pop()
  await shot(resident, 'phone-receipt-zh')
  assert.equal((await figures()).all, before.all + 1, 'the district counts one more')

  const intake = await visit(DESK)
  await signIn(intake, '孙晓燕')
  await intake.page.waitForURL('**/office/intake**')
  await intake.page.getByRole('heading', { name: '可能是同一件' }).waitFor()
  await intake.settled()
  await shot(intake, 'office-intake-zh')
  await openOnBoard(intake, number)
  await acts(intake, '受理')
  await said(intake, '已办')
  await intake.page.getByText('已封存').first().waitFor()
  await intake.page.mouse.move(0, 0)
  await shot(intake, 'office-board-zh')
  const holder = await intake.page.locator('.facts dd').nth(2).innerText()

  const warden = await visit(PHONE, { print: '2' })
  await signIn(warden, holder.split(' ')[0])
  await warden.page.waitForURL('**/mine')
  await shot(warden, 'phone-mine-zh')
  await warden.page.goto(`/mine/${number}`)
  await acts(warden, '开始处置')
  await said(warden, '已经记下')
  await acts(warden, '处置完毕')
  await warden.page.getByLabel('怎么处理的').fill('关了阀门，换了接头，不漏了。')
  await warden.page.locator('form input[type=file]').first().setInputFiles(photo('after'))
  await warden.page.getByText('已经记下').waitFor({ state: 'hidden' })
  await shot(warden, 'phone-dispose-zh')
  await warden.page.locator('form').getByRole('button', { name: '处置完毕' }).click()
  await warden.page.getByText('待核查').first().waitFor()

  const checker = await visit(DESK)
  await signIn(checker, '周志强')
  await openOnBoard(checker, number)
  await acts(checker, '核查通过', '')
  await said(checker, '已办')

  await intake.go(`/office/board?case=${number}`)
  await acts(intake, '结案', '已解决')
  await said(intake, '已办')
  assert.deepEqual(await axeFaults(intake.page), [], 'axe on the board')
  await intake.go(`/office/cases/${number}`)
  await shot(intake, 'office-case-zh')

  await page.getByRole('link', { name: '看进展' }).click()
  await page.getByText('已结案').first().waitFor()
  await shot(resident, 'phone-follow-zh')
  const now = await figures()
  assert.equal(now.closed, before.closed + 1, 'the district counts one more as settled')
  assert.equal(now.open, before.open)

  for (const visitor of [resident, intake, warden, checker]) await visitor.close()
})

test('the chain holds after the walk', async () => {
  const done = wangge(['verify', '--db', db.url])
  assert.equal(done.status, 0, done.stdout)
  assert.match(done.stdout, /, 0 faults$/m)
})

test('the same screens in English', async () => {
  const phone = await visit(PHONE, { lang: 'en' })
  await phone.go('/')
  await shot(phone, 'phone-home-en')
  await phone.go('/report')
  await shot(phone, 'phone-report-en')
  await phone.close()
  const desk = await visit(DESK, { lang: 'en' })
  await desk.go('/')
  await shot(desk, 'desk-home-en')
  await signIn(desk, '孙晓燕')
  await desk.page.waitForURL('**/office/intake**')
  await desk.page.getByRole('heading', { name: 'Maybe the same' }).waitFor()
  await desk.settled()
  await shot(desk, 'office-intake-en')
  await desk.go('/office/board')
  await desk.page.locator('.case-row-open').first().click()
  await desk.page.getByText('Sealed').first().waitFor()
  await shot(desk, 'office-board-en')
  await desk.close()
})

// A key that has no words is shown as it is: `did.light`.
test('what the demo holds has words on every page of the office, and no page is wider than a phone', async () => {
  const pages = {
    郑海涛: ['board', 'oversee', 'agenda', 'indicators', 'journal'],
    孙晓燕: ['intake', 'board'],
    李文博: ['board'],
    周志强: ['checks'],
    刘建军: ['unit'],
    陈明: ['', 'areas', 'people', 'teams', 'calendar', 'catalogue', 'accounts', 'imports'],
  }
  for (const [name, paths] of Object.entries(pages)) {
    const visitor = await visit(PHONE)
    await signIn(visitor, name)
    await visitor.page.waitForURL((url) => !url.pathname.startsWith('/signin'))
    for (const path of paths) {
      await visitor.go(`/office/${path}`)
      const text = await visitor.page.locator('body').innerText()
      assert.deepEqual(text.match(/\b[a-z_]+\.[a-z_]+\b|\b(accept|handle|check|close) \d+%/g), null, `${path} for ${name}`)
      assert.ok(await visitor.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${path} is as wide as the phone`)
    }
    await visitor.close()
  }
})
