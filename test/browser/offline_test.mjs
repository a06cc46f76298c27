// SPDX-License-Identifier: Apache-2.0
// A day in cellars: the pages open without a signal, what is filled in waits on the phone, says so, and arrives once.
import assert from 'node:assert/strict'
import { after, beforeEach, test } from 'node:test'
import { axeFaults, launch, PHONE, Visitor } from '../lib/browser.mjs'
import * as grid from '../lib/grid.mjs'
import { Tunnel } from '../lib/tunnel.mjs'
import { until } from '../lib/until.mjs'
import { cell, password, World } from '../lib/world.mjs'

const world = await World.make()
const browser = await launch()
const tunnel = await Tunnel.to(world.server.base)
after(async () => {
  await browser.close()
  await tunnel.close()
  await world.end()
})

beforeEach(() => Object.assign(tunnel, { cut: false, lose: () => false }))

const long = (days) => new Date(Date.now() - days * 86_400_000).toISOString()
// A shop that was inspected long ago, so that it is due.
async function due(name) {
  const { ref } = (await world.clerk.post('/ledgers/shop/entries', { body: { area: cell, point: grid.point(cell), crs: 'wgs84', even_if_alike: true, at: long(200), fields: { name, trade: 'salon', address: '地下街 3 号' } }, is: 201 })).json
  const list = (await world.anyone.get('/checklists/shop_hygiene_check')).json
  const answers = list.items.filter((item) => !item.only.length || item.only.includes('salon')).map((item) => ({ item: item.item, answer: item.type === 'number' ? item.min ?? item.max : true }))
  await world.inspector.post(`/entries/${ref}/inspections`, { body: { checklist: list.checklist, checklist_version: list.version, kind: 'full', result: 'done', done: long(120), answers }, is: 201 })
  return ref
}
const inspections = async (ref) => (await world.clerk.get(`/entries/${ref}/inspections`)).json.items
// The phone has a signal again and tries at once; it may have tried by itself just before.
const signal = (page) => page.evaluate(() => dispatchEvent(new Event('online')))
const worker = (page) => page.evaluate(async () => Boolean((await navigator.serviceWorker.ready).active) && navigator.serviceWorker.controller !== null)

test('tasks and lists open without a signal; what is filled in there waits, says so, and arrives exactly once', async () => {
  const ref = await due('地下街理发店')
  const before = (await inspections(ref)).length
  const visitor = await Visitor.enter(browser, tunnel.base, 'inspector', password, { size: PHONE, prefs: { lang: 'zh', print: '1' } })
  const { page, context } = visitor
  await context.addInitScript(() => localStorage.setItem('wangge.signed', '1'))
  await visitor.go('/inspect')
  await page.getByText('已带上 1/1 家，没有信号也能打开、能填').waitFor()
  assert.equal(await worker(page), true)

  tunnel.cut = true
  await page.goto('/inspect')
  await page.getByText('没有信号。这是').waitFor()
  await page.getByRole('link', { name: /地下街理发店/ }).tap()
  await page.getByRole('heading', { name: '证照与公示' }).waitFor()
  await page.reload()
  await page.getByRole('heading', { name: '证照与公示' }).waitFor()
  for (const group of await page.locator('.inspect-item').all()) {
    if (await group.locator('.inspect-number').count()) await group.getByRole('textbox').fill('4')
    else await group.locator('label', { hasText: /^合格$/ }).tap()
  }
  await page.getByRole('button', { name: '送出', exact: true }).tap()
  await page.getByRole('dialog').getByRole('button', { name: '送出' }).tap()
  await page.getByText('还没有送出', { exact: true }).waitFor()
  assert.deepEqual(await axeFaults(page), [])

  // The phone is put away; what waits is still there, and is said on the first page one opens.
  await page.goto('/inspect')
  await page.getByText('1 份还没有送出').waitFor()
  assert.equal((await inspections(ref)).length, before)

  // The signal comes back, but the first answer is lost when the server has it already.
  let tries = 0
  tunnel.lose = (asked) => asked.method === 'POST' && asked.url.endsWith('/inspections') && ++tries === 1
  tunnel.cut = false
  await signal(page)
  await until('the server has it, the phone does not know', async () => (await inspections(ref)).length === before + 1)
  await until('the phone tries again', async () => (await signal(page), tries >= 2))
  await page.getByText('已送到 1 份').waitFor({ timeout: 20_000 })
  assert.equal((await inspections(ref)).length, before + 1)
  assert.ok(tries >= 2)
  await visitor.close()
})

test('what the server refuses afterwards is shown and kept, not dropped', async () => {
  const ref = await due('搬走的理发店')
  const visitor = await Visitor.enter(browser, tunnel.base, 'inspector', password, { size: PHONE, prefs: { lang: 'zh', print: '1' } })
  const { page, context } = visitor
  await context.addInitScript(() => localStorage.setItem('wangge.signed', '1'))
  await visitor.go(`/inspect/${ref}`)
  tunnel.cut = true
  await page.getByText('进不去？').tap()
  await page.getByRole('button', { name: '没有开门' }).tap()
  await page.getByRole('button', { name: '记下' }).tap()
  await page.getByText('还没有送出', { exact: true }).waitFor()
  const { version } = (await world.clerk.get(`/entries/${ref}`)).json
  await world.clerk.post(`/entries/${ref}/leave`, { body: { reason: 'closed' }, version })
  tunnel.cut = false
  await signal(page)
  await page.getByText('没有收下', { exact: true }).waitFor()
  await visitor.go('/inspect')
  await page.getByText('搬走的理发店：没有收下').waitFor()
  await visitor.close()
})

test('residents\' browsers keep nothing, and sign-out takes the copies off the phone', async () => {
  await due('别人的理发店')
  const visitor = await Visitor.open(browser, tunnel.base, { size: PHONE, prefs: { lang: 'zh', print: '1' } })
  await visitor.go('/')
  assert.equal(await visitor.page.evaluate(async () => (await navigator.serviceWorker.getRegistrations()).length), 0)
  await visitor.close()

  const officer = await Visitor.enter(browser, tunnel.base, 'inspector', password, { size: PHONE, prefs: { lang: 'zh', print: '1' } })
  const { page, context } = officer
  await context.addInitScript(() => sessionStorage.getItem('begun') ?? (sessionStorage.setItem('begun', '1'), localStorage.setItem('wangge.signed', '1')))
  await officer.go('/inspect')
  await page.getByText(/没有信号也能打开/).waitFor()
  await officer.go('/me')
  await page.getByRole('button', { name: '退出登录' }).tap()
  await until('he is signed out', () => page.evaluate(() => localStorage.getItem('wangge.me') === null))
  const copies = () => page.evaluate(() => new Promise((done) => {
    indexedDB.open('wangge-field', 1).onsuccess = ({ target }) => {
      target.result.transaction('copies').objectStore('copies').count().onsuccess = (counted) => done(counted.target.result)
    }
  }))
  await until('his copies are gone', async () => (await copies()) === 0)
  tunnel.cut = true
  await page.goto('/inspect')
  await page.getByRole('heading', { level: 1 }).waitFor()
  assert.equal(await page.getByText('别人的理发店').count(), 0)
  tunnel.cut = false
  await officer.close()
})

// What the pages read and keep for times without a signal, by whose it is.
const copies = (page) =>
  page.evaluate(
    () =>
      new Promise((done, failed) => {
        const opened = indexedDB.open('wangge-field')
        opened.onerror = () => failed(opened.error)
        opened.onsuccess = () => {
          const all = opened.result.transaction('copies').objectStore('copies').getAllKeys()
          all.onsuccess = () => (opened.result.close(), done(all.result))
        }
      }),
  )
async function reader() {
  const visitor = await Visitor.enter(browser, tunnel.base, 'inspector', password, { size: PHONE, prefs: { lang: 'zh', print: '1' } })
  await visitor.context.addInitScript(() => localStorage.getItem('wangge.signed') ?? localStorage.setItem('wangge.signed', '1'))
  await visitor.go('/inspect')
  await until('the phone has copies', async () => (await copies(visitor.page)).length > 0)
  return visitor
}

test('whoever signs out leaves no copies on the phone, by the door of the office either', async () => {
  const visitor = await reader()
  await visitor.go('/office/')
  await visitor.page.getByRole('button', { name: '退出' }).click()
  await visitor.page.getByRole('heading', { name: '工作人员登录' }).waitFor()
  assert.deepEqual(await copies(visitor.page), [])
  await visitor.close()
})

test('whoever signs in finds no copies of the one before', async () => {
  const visitor = await reader()
  const { page } = visitor
  await visitor.go('/signin')
  await page.getByLabel('登录名').fill('clerk')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).tap()
  await page.waitForURL('**/office/**')
  assert.deepEqual(await copies(page), [])
  await visitor.close()
})
