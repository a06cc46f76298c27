// SPDX-License-Identifier: Apache-2.0
// At the door: a resident scans the sign, an inspector fills in the checklist with thumb, with keys and without a signal, the
// owner answers with the code of the notice; and the directories where all of it can be read.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeFaults, DESK, launch, looks, PHONE, scrollsSideways, tooSmall, Visitor } from '../lib/browser.mjs'
import { Client } from '../lib/client.mjs'
import * as grid from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { until } from '../lib/until.mjs'
import { cell, password, town, village, World } from '../lib/world.mjs'
import { press, tabTo } from './keyboard.mjs'

const THUMB = 44

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})
const { base } = world.server
const picture = { name: 'photo.png', mimeType: 'image/png', buffer: png() }

const shop = async (name, trade = 'restaurant') =>
  (await world.clerk.post('/ledgers/shop/entries', { body: { area: cell, point: grid.point(cell), crs: 'wgs84', even_if_alike: true, fields: { name, trade, address: '兴华街 3 号' } } })).json
// The phone asks who is signed in only where somebody did.
async function inspector(options = {}) {
  const visitor = await Visitor.enter(browser, base, 'inspector', password, { size: PHONE, prefs: { lang: 'zh', print: '1' }, ...options })
  await visitor.context.addInitScript(() => localStorage.setItem('wangge.signed', '1'))
  return visitor
}
const anyone = (prefs = { lang: 'zh', print: '1' }, size = PHONE) => Visitor.open(browser, base, { size, prefs })
const door = async (ref) => (await fetch(`${base}/api/v1/entries/${ref}/public`)).json()
const statusOf = async (ref) => (await door(ref)).status
const inspections = async (ref) => (await door(ref)).inspections
const ownerCode = async (ref) => (await world.clerk.post(`/entries/${ref}/owner-code`)).json.code
const item = (page, name) => page.getByRole('group', { name: new RegExp(name) })
const today = () => new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 10).replaceAll('-', '')

// All items pass, but those named; by thumb.
async function allPass(page, but = []) {
  for (const group of await page.locator('.inspect-item').all()) {
    const name = await group.locator('.inspect-item-name').textContent()
    if (but.some((other) => name.includes(other))) continue
    if (await group.locator('.inspect-number').count()) await group.getByRole('textbox').fill('4')
    else await group.locator('label', { hasText: /^合格$/ }).tap()
  }
}

async function sendIt(page) {
  await page.getByRole('button', { name: '送出', exact: true }).tap()
  await page.getByRole('dialog').getByRole('button', { name: '送出' }).tap()
}

// Inspected through the page: two failures of a restaurant, one of them put right on the spot.
async function inspected(name) {
  const { ref } = await shop(name)
  const visitor = await inspector()
  const { page } = visitor
  await visitor.go(`/inspect/${ref}`)
  await allPass(page, ['地面', '门前'])
  await item(page, '地面').locator('label', { hasText: '不合格' }).tap()
  await item(page, '地面').getByLabel('说明').fill('油污')
  await item(page, '门前').locator('label', { hasText: '不合格' }).tap()
  await item(page, '门前').locator('label', { hasText: '当场已改好' }).tap()
  await item(page, '门前').locator('input[type=file]').setInputFiles(picture)
  await item(page, '门前').getByRole('img').waitFor()
  await sendIt(page)
  await page.getByText('已送到', { exact: true }).waitFor()
  await visitor.close()
  return ref
}

test('an inspector scans the sign, fills in the list by thumb, and sees beforehand what it will come to', async () => {
  const { ref } = await shop('老王饭馆')
  const visitor = await inspector()
  const { page } = visitor
  await visitor.go(`/e/${ref}?p=unchecked-${today()}`)
  await page.getByText('门上的牌子仍然有效').waitFor()
  await page.getByRole('link', { name: '检查这一家' }).tap()
  await page.waitForURL(`**/inspect/${ref}`)
  await page.getByRole('heading', { name: '证照与公示' }).waitFor()
  assert.deepEqual(await tooSmall(page, THUMB), [])
  assert.equal(await scrollsSideways(page), false)

  await allPass(page, ['地面', '门前'])
  await page.getByText('已填 11/13').waitFor()
  await item(page, '地面').locator('label', { hasText: '不合格' }).tap()
  await item(page, '门前').locator('label', { hasText: '不合格' }).tap()
  await page.getByText('将为：整改中').waitFor()
  await item(page, '门前').locator('label', { hasText: '当场已改好' }).tap()
  await page.getByRole('button', { name: '送出', exact: true }).tap()
  await page.getByText('这一项不合格，请拍一张照片').waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await item(page, '门前').locator('input[type=file]').setInputFiles(picture)
  await sendIt(page)
  await page.getByText('已送到', { exact: true }).waitFor()
  assert.equal(await statusOf(ref), 'rectifying')
  const [made] = await inspections(ref)
  assert.deepEqual([made.score, made.failed.map((one) => [one.item, one.corrected])], [92, [['floor_clean', false], ['front_clean', true]]])
  await visitor.close()
})

test('with keys alone the list is filled in, and the hand is led to what is missing', async () => {
  const { ref } = await shop('向阳理发', 'salon')
  const visitor = await inspector({ size: DESK })
  const { page } = visitor
  await visitor.go(`/inspect/${ref}`)
  await page.getByRole('heading', { name: '证照与公示' }).waitFor()
  await press(page, /^送出$/)
  await page.getByText('还没有填').first().waitFor()
  const all = await page.locator('.inspect-item').count()
  for (let n = 0; n < all; n++) {
    if (n) await tabTo(page, /^\s*合格$/)
    await page.keyboard.press('Space')
  }
  await page.getByText(`已填 ${all}/${all}`).waitFor()
  await press(page, /^送出$/)
  await page.getByRole('dialog').waitFor()
  await press(page, /^送出$/)
  await page.getByText('已送到', { exact: true }).waitFor()
  assert.equal(await statusOf(ref), 'compliant')
  await visitor.close()
})

test('a closed door is recorded with two taps', async () => {
  const { ref } = await shop('夜宵摊')
  const visitor = await inspector()
  const { page } = visitor
  await visitor.go(`/inspect/${ref}`)
  await page.getByText('进不去？').tap()
  await page.getByRole('button', { name: '没有开门' }).tap()
  await page.getByRole('button', { name: '记下' }).tap()
  await page.getByText('已送到', { exact: true }).waitFor()
  assert.deepEqual((await inspections(ref)).map((one) => one.result), ['door_closed'])
  assert.equal(await statusOf(ref), 'unchecked')
  await visitor.close()
})

test('what is filled in survives a reload, and goes once when the signal comes back', async () => {
  const { ref } = await shop('地下一层小吃')
  const visitor = await inspector()
  const { page, context } = visitor
  await visitor.go(`/inspect/${ref}`)
  await item(page, '营业执照').locator('label', { hasText: '不合格' }).tap()
  await item(page, '营业执照').getByLabel('说明').fill('过期')
  await item(page, '营业执照').locator('input[type=file]').setInputFiles(picture)
  await item(page, '营业执照').getByRole('img').waitFor()
  await page.getByText('已存在这部手机里，还没有送出。').waitFor()
  await visitor.go(`/inspect/${ref}`)
  assert.equal(await item(page, '营业执照').getByRole('radio', { name: '不合格' }).isChecked(), true)
  assert.equal(await item(page, '营业执照').getByLabel('说明').inputValue(), '过期')
  await item(page, '营业执照').getByRole('img').waitFor()

  await context.setOffline(true)
  await allPass(page, ['营业执照'])
  await sendIt(page)
  await page.getByText('还没有送出', { exact: true }).waitFor()
  assert.deepEqual(await inspections(ref), [])
  await context.setOffline(false)
  await page.getByText('已送到', { exact: true }).waitFor({ timeout: 20_000 })
  assert.equal((await inspections(ref)).length, 1)
  await visitor.close()
})

test('whoever signs out with something unsent is told first', async () => {
  const { ref } = await shop('填到一半的店')
  const visitor = await inspector()
  const { page } = visitor
  await visitor.go(`/inspect/${ref}`)
  await item(page, '地面').locator('label', { hasText: /^合格$/ }).tap()
  await page.getByText('已存在这部手机里，还没有送出。').waitFor()
  await visitor.go('/me')
  await page.getByRole('button', { name: '退出登录' }).tap()
  await page.getByText(/还有 \d+ 份检查没有送出/).waitFor()
  await page.getByRole('button', { name: '仍然退出' }).tap()
  await page.getByRole('link', { name: '工作人员登录' }).waitFor()
  await visitor.close()
})

test('an answer that is lost on the way leaves one inspection, however often it is tried', async () => {
  const { ref } = await shop('信号差小店')
  const visitor = await inspector()
  const { page } = visitor
  let lost = 0
  await page.route(`**/entries/${ref}/inspections`, async (route) => {
    if (route.request().method() !== 'POST' || lost === 2) return route.continue()
    lost++
    await route.fetch()
    await route.abort()
  })
  await visitor.go(`/inspect/${ref}`)
  await allPass(page)
  await sendIt(page)
  for (let tries = 0; tries < 2; tries++) {
    await until('it was tried', async () => lost > tries)
    await page.getByText('还没有送出', { exact: true }).waitFor()
    await page.getByRole('button', { name: '现在再送' }).tap()
  }
  await page.getByText('已送到', { exact: true }).waitFor()
  assert.deepEqual([lost, (await inspections(ref)).length], [2, 1])
  await visitor.close()
})

test('anybody sees at the door how it stands, what is open, and that the paper is out of date', async () => {
  const ref = await inspected('百姓面馆')
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go(`/e/${ref}?p=compliant-20200101`)
  await page.getByText('门上的牌子过期了，以本页为准').waitFor()
  await page.getByRole('heading', { name: '还没改好的 1 项' }).waitFor()
  await page.getByRole('region', { name: '现在的状态' }).getByText('整改中').waitFor()
  await page.getByText('不合格：地面、墙面、门窗干净、').waitFor()
  assert.equal(await page.getByText('油污', { exact: true }).count(), 0, 'an inspector’s note is not for everybody')
  await page.getByRole('button', { name: '这里有问题，我要反映' }).tap()
  await page.waitForURL('**/report')
  await page.getByRole('status').filter({ hasText: '门店卫生' }).waitFor()
  assert.match(await page.getByLabel('门牌、楼号或路口').inputValue(), /百姓面馆/)
  await visitor.close()
})

test('the owner comes in by the code of the notice, which leaves the address, and appeals', async () => {
  const ref = await inspected('老李饭庄')
  const code = await ownerCode(ref)
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go(`/e/${ref}#k=${code}`)
  await page.getByRole('heading', { name: '以负责人身份查看' }).waitFor()
  assert.equal(new URL(page.url()).hash, '')
  await page.getByText('油污', { exact: true }).waitFor()
  await page.getByRole('img', { name: /门前.*第 1 张/ }).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.locator('label', { hasText: /^申诉$/ }).tap()
  await page.getByLabel('您的话').fill('地面是刚拖过的水，不是油污')
  await page.getByRole('button', { name: '提出申诉' }).tap()
  await page.getByRole('heading', { name: '我提出的' }).waitFor()
  await page.getByText('地面是刚拖过的水').waitFor()
  await visitor.go(`/e/${ref}`)
  await page.getByRole('heading', { name: '以负责人身份查看' }).waitFor()
  await page.getByRole('button', { name: '退出' }).tap()
  const [asked] = (await door(ref)).requests
  assert.deepEqual([asked.kind, asked.state, 'body' in asked], ['appeal', 'open', false])
  await visitor.close()
})

test('a wrong code opens nothing and says so', async () => {
  const { ref } = await shop('城东小卖部', 'food')
  await ownerCode(ref)
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go(`/e/${ref}`)
  await page.getByRole('button', { name: '输入查询码' }).tap()
  await page.getByLabel('查询码').fill('AAAAA-AAAAA')
  await page.getByRole('button', { name: '打开' }).tap()
  await page.getByRole('alert').waitFor()
  assert.equal(await page.getByRole('heading', { name: '以负责人身份查看' }).count(), 0)
  await visitor.close()
})

test('a granted re-check is a task; only what is open is asked, and then it is struck off', async () => {
  const ref = await inspected('巷口炒货')
  const code = await ownerCode(ref)
  const asked = await new Client(base).post(`/entries/${ref}/owner/requests`, { body: { code, kind: 'recheck', body: '都改好了' } })
  await new Client(base, undefined, { token: world.supervisor.token }).post(`/entry-requests/${asked.json.ref}/decide`, { body: { grant: true, answer: '三天内来看' }, version: asked.json.version })
  const visitor = await inspector()
  const { page } = visitor
  await visitor.go('/inspect')
  const row = page.getByRole('listitem').filter({ hasText: '巷口炒货' })
  await row.getByText(/超期/).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await row.getByRole('link').tap()
  await page.locator('label', { hasText: /^只复查/ }).tap()
  await page.getByText('已填 0/1').waitFor()
  await page.getByText(/^上次（.*）：不合格/).waitFor()
  await visitor.close()
})

test('a directory is narrowed down, and the address keeps it', async () => {
  const { ref } = await shop('花园旅店', 'hotel')
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go('/')
  await page.getByRole('link', { name: '公开名录' }).click()
  await page.getByRole('link', { name: /五小.*台账/ }).click()
  await page.getByLabel('门店类别').selectOption('hotel')
  await page.waitForURL('**facet=hotel**')
  await page.getByRole('link', { name: /花园旅店/ }).waitFor()
  await page.getByText('共 1 条').waitFor()
  await page.getByLabel('哪里').selectOption(grid.home)
  await page.waitForURL(`**area=${grid.home}*`)
  await page.getByLabel('哪里').selectOption(town)
  await page.waitForURL(`**area=${town}*`)
  await visitor.go(new URL(page.url()).pathname + new URL(page.url()).search)
  await page.getByRole('link', { name: /花园旅店/ }).click()
  await page.waitForURL(`**/e/${ref}`)
  await visitor.close()
})

test('a directory is read as it was on a past day, and says so', async () => {
  const days = (n) => new Date(Date.now() + n * 86_400_000).toISOString()
  const { ref, version } = (await world.clerk.post('/ledgers/shop/entries', { body: { area: cell, even_if_alike: true, at: days(-60), fields: { name: '往年茶馆', trade: 'restaurant', address: '兴华街 9 号' } }, is: 201 })).json
  await world.clerk.post(`/entries/${ref}/leave`, { body: { reason: 'closed', at: days(-10) }, version })
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go('/directory/shop?q=往年茶馆')
  await page.getByText('没有').first().waitFor()
  await page.getByLabel('看过去某天').fill(days(-30).slice(0, 10))
  await page.waitForURL('**as_of=*')
  await page.getByText(/这是.*的样子/).waitFor()
  await page.getByRole('link', { name: /往年茶馆/ }).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.getByRole('button', { name: '回到今天' }).tap()
  await page.getByRole('link', { name: /往年茶馆/ }).waitFor({ state: 'detached' })
  await visitor.close()
})

test('an applicant is told why each thing is asked, and keeps number and code', async () => {
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go('/apply/tenant')
  await page.getByText('为什么问').first().waitFor()
  await page.getByRole('button', { name: '送出申请' }).tap()
  await page.getByText('这一项要填').first().waitFor()
  await page.getByText('请选一个地方').waitFor()
  await page.getByLabel('商户名称').fill('小满陶艺')
  await page.getByLabel('孵化基地').fill('兴华孵化基地')
  await page.getByLabel('经营种类').selectOption({ index: 1 })
  await page.getByRole('button', { name: '按名字找' }).tap()
  for (const name of ['本区', '本区1街道', '本区1街1社区']) await page.getByRole('button', { name: new RegExp(`^${name}`) }).tap()
  await page.getByRole('button', { name: /^就选/ }).tap()
  await page.getByRole('button', { name: '送出申请' }).tap()
  await page.getByText('申请已收到').waitFor()
  await page.getByRole('link', { name: '看进展' }).tap()
  await page.getByRole('heading', { name: '以负责人身份查看' }).waitFor()
  assert.equal(new URL(page.url()).hash, '')
  await visitor.close()
})

// The smallest area that a map or a list of names leads to; the applicant need not know where such an entry may stand.
for (const way of ['names', 'here'])
  test(`an applicant says where by ${way}, down to the cell`, async () => {
    const visitor = await anyone()
    const { page, context } = visitor
    const { lon, lat } = grid.point(cell)
    await context.grantPermissions(['geolocation'])
    await context.setGeolocation({ longitude: lon, latitude: lat })
    await visitor.go('/apply/tenant')
    await page.getByLabel('商户名称').fill(`小满陶艺${way}`)
    await page.getByLabel('孵化基地').fill('兴华孵化基地')
    await page.getByLabel('经营种类').selectOption({ index: 1 })
    if (way === 'names') {
      await page.getByRole('button', { name: '按名字找' }).tap()
      for (const name of ['本区', '本区1街道', '本区1街1社区', '本区1街1社区1网格']) await page.getByRole('button', { name: new RegExp(`^${name}`) }).tap()
    } else await page.getByRole('button', { name: '用我现在的位置' }).tap()
    await page.locator('.wg-place-now').waitFor()
    await page.getByRole('button', { name: '送出申请' }).tap()
    await page.getByText('申请已收到').waitFor()
    const ref = await page.locator('.door-code').first().textContent()
    assert.equal((await world.clerk.get(`/entries/${ref.trim()}`)).json.area, village)
    await visitor.close()
  })

test('the door shows a past day, says so, and goes back to what the paper is held against', async () => {
  const { ref } = await shop('往日面馆', 'food')
  const ago = (days) => new Date(Date.now() - days * 86_400_000)
  const day = (days) => new Date(ago(days).getTime() + 8 * 3_600_000).toISOString().slice(0, 10)
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go(`/e/${ref}?p=unchecked-${today()}`)
  await page.getByLabel('看过去某天').fill(day(-1))
  await page.getByRole('button', { name: '看这一天' }).tap()
  await page.getByText('请填已经过去的一天。').waitFor()
  await page.getByLabel('看过去某天').fill(day(3))
  await page.getByRole('button', { name: '看这一天' }).tap()
  await page.getByText(/它还没有登记，或者已经离开台账/).waitFor()
  assert.match(page.url(), new RegExp(`as_of=${day(3)}`))
  await page.getByRole('button', { name: '回到今天' }).tap()
  await page.getByText('门上的牌子仍然有效').waitFor()
  await visitor.close()

  const old = (await world.clerk.post('/ledgers/shop/entries', { body: { area: cell, at: ago(9).toISOString(), even_if_alike: true, fields: { name: '老日子面馆', trade: 'food', address: '兴华街 5 号' } } })).json
  const later = await anyone()
  await later.go(`/e/${old.ref}?as_of=${day(5)}`)
  await later.page.getByText(/的样子，不是现在的/).waitFor()
  await later.page.getByRole('region', { name: '当时的情况' }).getByText('待检查').waitFor()
  assert.equal(await later.page.getByRole('button', { name: '输入查询码' }).count(), 0)
  assert.equal(await scrollsSideways(later.page), false)
  assert.deepEqual(await axeFaults(later.page), [])
  assert.deepEqual(await tooSmall(later.page, THUMB), [])
  later.sound()
  await later.close()
})

test('an owner confirms in one press that all is right, or says what is wrong; the office sees both', async () => {
  const { ref } = await shop('确认小馆')
  const code = await ownerCode(ref)
  const visitor = await anyone()
  const { page } = visitor
  await visitor.go(`/e/${ref}#k=${code}`)
  await page.getByRole('region', { name: '登记的资料' }).getByText('兴华街 3 号').waitFor()
  await page.getByRole('button', { name: '全部无误，确认' }).tap()
  await page.getByText(/^您在.*确认过全部无误。$/).waitFor()
  await page.getByText(/由经营者确认无误/).waitFor()
  await page.getByRole('button', { name: '有不对的，要更正' }).tap()
  await page.getByLabel('您的话').fill('门牌应为 3 号甲')
  await page.getByRole('button', { name: '送出更正' }).tap()
  await page.getByRole('region', { name: '我提出的' }).getByText('门牌应为 3 号甲').waitFor()
  assert.deepEqual(await axeFaults(page), [])
  visitor.sound()
  await visitor.close()
  const office = await Visitor.enter(browser, base, 'clerk', password, { prefs: { lang: 'zh', print: '1' } })
  await office.go(`/office/entries/${ref}`)
  await office.page.getByText(/由经营者确认全部无误/).waitFor()
  await office.page.getByRole('button', { name: '确认全部无误' }).click()
  await office.page.getByText(/由工作人员确认全部无误/).waitFor()
  await office.go(`/office/entries/${ref}?tab=owner`)
  await office.page.getByRole('button', { name: '已更正' }).click()
  const dialog = office.page.getByRole('dialog')
  await dialog.getByLabel('给经营者的答复').fill('已更正为 3 号甲')
  await dialog.getByRole('button', { name: '送出答复' }).click()
  await office.page.getByText('已更正为 3 号甲').waitFor()
  office.sound()
  await office.close()
})

test('what left the ledger says so at its door', async () => {
  const { ref, version } = await shop('关门小店', 'food')
  await world.clerk.post(`/entries/${ref}/leave`, { body: { reason: 'closed', at: new Date(Date.now()).toISOString() }, version })
  const visitor = await anyone()
  await visitor.go(`/e/${ref}?p=unchecked-${today()}`)
  await visitor.page.getByText(/不在台账：关停/).waitFor()
  assert.equal(await visitor.page.getByText('门上的牌子仍然有效').count(), 0)
  await visitor.close()
})

for (const prefs of looks) {
  test(`the pages of doors and directories hold up: ${prefs.lang}, print ${prefs.print}, ${prefs.theme}`, async () => {
    const ref = await inspected(`样子店${prefs.lang}${prefs.print}`)
    const found = []
    const check = async ({ page }, path) => {
      const small = await tooSmall(page, THUMB)
      found.push(...[...(await axeFaults(page)), ...small.map((fault) => `small: ${fault}`), ...((await scrollsSideways(page)) ? ['scrolls sideways'] : [])].map((fault) => `${path} ${fault}`))
    }
    const visitor = await anyone(prefs)
    for (const path of [`/e/${ref}?p=compliant-20200101`, '/e/0-0', '/directory', '/directory/shop', '/apply/tenant', '/lens/small-shops', '/lens/cultural-industries']) {
      await visitor.go(path)
      await check(visitor, path)
    }
    await visitor.close()
    const officer = await inspector({ prefs })
    for (const path of ['/inspect', `/inspect/${ref}`, `/inspect/${ref}?kind=recheck`]) {
      await officer.go(path)
      await check(officer, path)
    }
    await officer.close()
    const clerk = await Visitor.enter(browser, base, 'clerk', password, { prefs })
    await clerk.go('/office/programmes/cultural-industries/lens')
    await clerk.page.getByRole('heading', { level: 2 }).first().waitFor()
    found.push(...(await axeFaults(clerk.page)))
    await clerk.close()
    assert.deepEqual(found, [])
  })
}
