// SPDX-License-Identifier: Apache-2.0
// A clerk's day with a ledger: an entry comes in, comes twice, comes by the sheet, is looked back at, leaves; its sign is printed.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { axeFaults, launch, Visitor } from '../lib/browser.mjs'
import * as grid from '../lib/grid.mjs'
import { full } from '../lib/checklist.mjs'
import { cell, password, town, village, World } from '../lib/world.mjs'
import { press, tabTo, write } from './keyboard.mjs'

const DAY = 86_400_000
const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const clerk = (options) => Visitor.enter(browser, world.server.base, 'clerk', password, { prefs: { lang: 'zh', print: '1' }, ...options })
// A day on the grid's clock, so many days ago.
const ago = (days) => new Date(Date.now() + 8 * 3_600_000 - days * DAY).toISOString().slice(0, 10)
const stand = async (name, address, more = {}) =>
  (await world.clerk.post('/ledgers/shop/entries', { body: { area: cell, fields: { name, trade: 'restaurant', address }, even_if_alike: true, ...more } })).json

async function cellByNames(page) {
  const main = page.locator('#main')
  await main.getByRole('button', { name: '按名字找' }).click()
  for (const name of ['本区', '本区1街道', '本区1街1社区', '本区1街1社区1网格']) await main.getByRole('button', { name: new RegExp(`^${name}`) }).click()
}

async function fill(page, name, address) {
  await page.getByLabel('招牌名称').fill(name)
  await page.getByLabel('门店类别').selectOption('restaurant')
  await page.getByLabel('门牌地址').fill(address)
  await cellByNames(page)
}

test('a clerk adds a shop; what is missing or wrong is said at its field', async () => {
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop/new')
  await page.getByRole('button', { name: '查重并入册' }).click()
  assert.ok(await page.evaluate(() => document.activeElement.labels?.[0]?.textContent.includes('招牌名称')), 'the hand is at the first gap')
  await fill(page, '老王饭馆', '淮河路 1 号')
  await page.getByLabel('统一社会信用代码').fill('91410100MA3XXXXX1B')
  await page.getByLabel('经营面积').fill('约三十平')
  await page.getByRole('button', { name: '查重并入册' }).click()
  await page.getByText('请只写数字').waitFor()
  await page.getByLabel('经营面积').fill('36.5')
  await page.getByRole('button', { name: '查重并入册' }).click()
  await page.locator('.wg-field-wrong', { hasText: '统一社会信用代码' }).waitFor()
  await page.getByLabel('统一社会信用代码').fill('')
  await page.getByRole('button', { name: '查重并入册' }).click()
  await page.waitForURL('**/entries/*')
  await page.getByRole('heading', { name: /老王饭馆/, level: 1 }).waitFor()
  await page.getByText('36.5 平方米').waitFor()
  await visitor.close()
})

// Ledgers of larger areas than a cell: wherever one points, the entry stands on the nearest level of its ledger.
const WAYS = {
  async names(page) {
    await cellByNames(page)
  },
  async map(page) {
    await page.locator('#main').getByRole('button', { name: '在地图上指' }).click()
    await page.getByRole('button', { name: '用圆圈中间这一点' }).click()
    await page.getByRole('button', { name: '就是这里，收起地图' }).click()
  },
  async here(page) {
    const { lon, lat } = grid.point(cell)
    await page.context().grantPermissions(['geolocation'])
    await page.context().setGeolocation({ longitude: lon, latitude: lat })
    await page.locator('#main').getByRole('button', { name: '用我现在的位置' }).click()
  },
}
const placed = async (page) => {
  await page.locator('#main .wg-place-now').waitFor()
}
for (const [way, choose] of Object.entries(WAYS))
  test(`an entry of a ledger of communities is added and moved by ${way}`, async () => {
    const visitor = await clerk()
    const { page } = visitor
    await visitor.go(`/office/ledgers/job_opening/new?area=${village}`)
    await page.getByLabel('岗位名称').fill(`店员${way}`)
    await page.getByLabel('用工单位').fill('小满陶艺')
    await page.getByLabel('性质').selectOption({ index: 1 })
    await page.getByLabel('人数').fill('2')
    await choose(page)
    await placed(page)
    await page.getByRole('button', { name: '查重并入册' }).click()
    await page.waitForURL('**/entries/*')
    const ref = new URL(page.url()).pathname.split('/').at(-1)
    const entry = async () => (await world.clerk.get(`/entries/${ref}`)).json
    const { point } = await entry()
    assert.equal((await entry()).area, village)
    assert.equal(point !== null, way !== 'names')

    const above = await world.clerk.patch(`/entries/${ref}`, { body: { area: town }, version: (await entry()).version })
    assert.equal(above.json.area, town)
    await visitor.go(`/office/entries/${ref}/change`)
    await page.getByRole('button', { name: '换地方' }).click()
    await choose(page)
    await placed(page)
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForURL(`**/entries/${ref}`)
    assert.ok((await entry()).area.startsWith(town))
    if (way !== 'map') assert.equal((await entry()).area, village)
    await visitor.close()
  })

test('what may be the same stands side by side before it is added twice', async () => {
  await stand('向阳面馆', '向阳路 8 号')
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop/new')
  await fill(page, '向阳 面馆', '向阳路 10 号')
  await page.getByRole('button', { name: '查重并入册' }).click()
  await page.getByRole('heading', { name: '可能已经在册' }).waitFor()
  const row = page.getByRole('row', { name: /门牌地址/ })
  assert.match(await row.textContent(), /向阳路 10 号.*向阳路 8 号/)
  assert.deepEqual(await axeFaults(page), [])
  await page.getByRole('button', { name: '不是同一个，仍然入册' }).click()
  await page.waitForURL('**/entries/*')
  await visitor.close()
})

test('a sheet with a wrong cell brings nothing in; mended it comes in and is taken back', async () => {
  const visitor = await clerk()
  const { page } = visitor
  const sheet = (space) => ({ name: '门店普查.csv', mimeType: 'text/csv', buffer: Buffer.from(`招牌名称,门店类别,门牌地址,经营面积,社区\n导入一店,小餐饮店,长江路 1 号,${space},本区1街1社区\n导入二店,小食品店,长江路 2 号,20,本区1街1社区\n`) })
  await visitor.go('/office/ledgers/shop/import')
  await page.setInputFiles('input[type=file]', sheet('约三十平'))
  await page.getByRole('button', { name: '先看一看' }).click()
  await page.getByRole('row', { name: /D2.*不是数.*约三十平/ }).waitFor()
  assert.equal(await page.getByRole('button', { name: /正式导入/ }).count(), 0)
  assert.deepEqual(await axeFaults(page), [])
  await page.setInputFiles('input[type=file]', sheet('30'))
  await page.getByRole('button', { name: '先看一看' }).click()
  await page.getByRole('button', { name: '正式导入 2 条' }).click()
  await page.getByRole('button', { name: /^撤回/ }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click()
  await page.getByText(/已撤回/).first().waitFor()
  const left = await world.clerk.get('/ledgers/shop/entries', { query: { area: village, q: '导入' } })
  assert.deepEqual(left.json.items, [])
  await visitor.close()
})

test('an earlier census comes in as of its day, with days written in another order', async () => {
  const visitor = await clerk()
  const { page } = visitor
  const buffer = Buffer.from('商户名称,孵化基地,经营种类,协议到期,社区\n普查一户,东风孵化基地,餐饮,03/04/2027,本区1街1社区\n')
  await visitor.go('/office/ledgers/tenant/import')
  await page.setInputFiles('input[type=file]', { name: '去年普查.csv', mimeType: 'text/csv', buffer })
  await page.getByLabel('从哪天起在册').fill(ago(-2))
  await page.getByRole('button', { name: '先看一看' }).click()
  await page.getByText('不能晚于今天').waitFor()
  await page.getByLabel('从哪天起在册').fill(ago(60))
  await page.getByRole('button', { name: '先看一看' }).click()
  await page.getByRole('row', { name: /D2.*不是日期/ }).waitFor()
  await page.getByLabel('日子怎么写').selectOption('dmy')
  await page.getByRole('button', { name: '先看一看' }).click()
  await page.getByRole('button', { name: '正式导入 1 条' }).click()
  await page.getByText('已导入 1 条').first().waitFor()
  const [tenant] = (await world.clerk.get('/ledgers/tenant/entries', { query: { area: village, q: '普查一户', as_of: ago(30) } })).json.items
  assert.equal(tenant.fields.contract_ends, '2027-04-03')
  await visitor.close()
})

test('a past day shows what stood then, says so, and all of the page follows', async () => {
  const old = await stand('旧时茶馆', '故道 3 号', { at: `${ago(40)}T09:00:00+08:00` })
  await world.clerk.post(`/entries/${old.ref}/leave`, { body: { reason: 'closed', at: `${ago(5)}T09:00:00+08:00` }, version: old.version })
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop')
  assert.equal(await page.getByRole('link', { name: '旧时茶馆' }).count(), 0)
  await page.getByLabel('看过去某天').fill(ago(10))
  await page.getByRole('button', { name: '看那天' }).click()
  await page.getByText('不是现在的').waitFor()
  await page.getByRole('link', { name: '旧时茶馆' }).waitFor()
  await page.getByText(/在册 1 条/).waitFor()
  assert.equal(await page.getByRole('link', { name: /新增门店/ }).count(), 0, 'the past is not added to')
  const export_ = page.waitForRequest((request) => request.url().includes('/exports'))
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByRole('button', { name: '导出文件' }).click()
  assert.equal((await export_).postDataJSON().as_of, ago(10))
  await visitor.settled()
  await page.getByRole('link', { name: '旧时茶馆' }).click()
  await page.getByText('不是现在的').waitFor()
  assert.equal(await page.getByRole('button', { name: '退出台账' }).count(), 0, 'the past is not changed')
  await page.getByRole('button', { name: '回到今天' }).click()
  await page.getByText('退出台账：关停').waitFor()
  await visitor.close()
})

test('dates of all ledgers stand in one list, the longest overdue first, and go when they are seen to', async () => {
  const add = (ledger, fields) => world.clerk.post(`/ledgers/${ledger}/entries`, { body: { area: village, fields, even_if_alike: true }, is: 201 })
  await add('tenant', { name: '早到期的商户', base: '孵化基地', business: 'catering', contract_ends: ago(400) })
  await add('tenant', { name: '快到期的商户', base: '孵化基地', business: 'catering', contract_ends: ago(-3) })
  const { json } = await add('job_opening', { name: '过了期的岗位', employer: '小满', kind: 'full', places: 1, until: ago(30) })
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/')
  await page.getByRole('link', { name: '到期提醒' }).first().click()
  await page.getByRole('heading', { name: '到期提醒', level: 1 }).waitFor()
  const rows = page.getByRole('table', { name: '已经过期' }).getByRole('row')
  await rows.nth(1).waitFor()
  assert.match(await rows.nth(1).textContent(), /已过 400 天.*协议到期.*早到期的商户/)
  assert.match(await rows.nth(2).textContent(), /已过 30 天.*截止日期.*过了期的岗位/)
  await page.getByRole('table', { name: '七天以内' }).getByRole('row', { name: /快到期的商户/ }).waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await world.clerk.post(`/entries/${json.ref}/steps`, { body: { action: 'fill' }, version: json.version })
  await page.getByRole('search').getByLabel('台账').selectOption({ label: '招聘信息' })
  await page.waitForURL('**ledger=job_opening**')
  await page.getByText('没有快到期的').waitFor()
  await visitor.close()
})

test('an officer writes down how a matter came', async () => {
  const visitor = await clerk()
  const { page } = visitor
  await page.context().addInitScript(() => localStorage.setItem('wangge.signed', '1'))
  await visitor.go('/report')
  await page.getByLabel('这件事是怎么来的').selectOption('hotline')
  await page.getByLabel('12345 工单号').fill('ZZ-2026-17')
  await page.locator('.kind-tile').first().click()
  await page.getByRole('button', { name: '按名字找' }).click()
  for (const name of ['本区', '本区1街道', '本区1街1社区', '本区1街1社区1网格']) await page.getByRole('button', { name: new RegExp(`^${name}`) }).click()
  await page.getByLabel('怎么回事，说一句').fill('来电咨询创业补贴')
  await page.getByRole('button', { name: /^发给|^发出去/ }).click()
  await page.waitForURL('**/receipt/*')
  const ref = new URL(page.url()).pathname.split('/').at(-1)
  const { source, external } = (await world.clerk.get(`/cases/${ref}`)).json
  assert.deepEqual([source, external.to, external.number], ['hotline', '12345', 'ZZ-2026-17'])
  await visitor.close()
})

test('a responsibility is allotted to a post, and given back to the area', async () => {
  const shop = await stand('分包小店', '分包路 1 号')
  const visitor = await clerk()
  const { page } = visitor
  const save = async () => {
    await page.getByRole('button', { name: '保存' }).click()
    await page.waitForURL(`**/entries/${shop.ref}`)
  }
  const post = async () => (await world.clerk.get(`/entries/${shop.ref}`)).json.post
  await visitor.go(`/office/entries/${shop.ref}/change`)
  await page.getByLabel('谁来负责').selectOption({ label: '王网格 · 门店分包 · 本区1街1社区' })
  await save()
  await page.getByText('这一条单独指定的岗位').waitFor()
  assert.equal(await post(), world.posts.shops)
  await visitor.go(`/office/entries/${shop.ref}/change`)
  assert.equal(await page.getByLabel('谁来负责').inputValue(), world.posts.shops)
  await page.getByLabel('谁来负责').selectOption({ label: '按所在区域的岗位' })
  await save()
  assert.equal(await post(), null)
  await visitor.close()
})

test('an export has what the list shows: who is not in it, by name, post and standing, stays out', async () => {
  for (const name of ['出表一店', '出表二店', '旁的店']) await stand(name, `${name}路 1 号`, { post: name === '出表二店' ? undefined : world.posts.shops })
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop')
  const filters = page.getByRole('search')
  await filters.getByLabel('分包给谁').selectOption(world.posts.shops)
  await page.waitForURL('**post=*')
  await filters.getByLabel(/名称|按名称/).fill('出表')
  await page.keyboard.press('Enter')
  await page.getByRole('row', { name: /出表一店/ }).waitFor()
  assert.match(await page.getByRole('row', { name: /出表一店/ }).textContent(), /门店分包/)
  assert.equal(await page.getByRole('link', { name: '旁的店' }).count(), 0)
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByText(/当前筛选：.*名称含“出表”/).waitFor()
  await page.locator('label', { hasText: /CSV/ }).first().click()
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出文件' }).click()
  const text = readFileSync(await (await file).path(), 'utf8')
  assert.match(text, /出表一店/)
  assert.doesNotMatch(text, /出表二店|旁的店/)
  await visitor.close()
})

test('what has to be put right stands in one list of all doors, then and now, and is taken out as it is shown', async () => {
  const shop = await stand('要整改的店', '整改路 1 号', { at: `${ago(40)}T09:00:00+08:00`, fields: { name: '要整改的店', trade: 'salon', address: '整改路 1 号' } })
  await world.inspector.post(`/entries/${shop.ref}/inspections`, { body: full({ floor_clean: { answer: false, note: '油污' } }, { done: `${ago(20)}T10:00:00+08:00` }), is: 201 })
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop')
  await page.getByRole('link', { name: '销号台账' }).click()
  await page.getByRole('heading', { name: '销号台账', level: 1 }).waitFor()
  const row = page.getByRole('row', { name: /要整改的店/ })
  await row.filter({ hasText: '地面' }).waitFor()
  assert.match(await row.textContent(), /地面.*(整改中|超期未改)/)
  assert.deepEqual(await axeFaults(page), [])
  await page.getByLabel('办到哪一步').selectOption('struck')
  await page.getByText('没有这一类的。').waitFor()
  await page.getByRole('button', { name: '清除筛选' }).click()
  await row.waitFor()
  await page.getByRole('button', { name: '导出', exact: true }).click()
  await page.locator('label', { hasText: /CSV/ }).first().click()
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: '导出文件' }).click()
  assert.match(readFileSync(await (await file).path(), 'utf8'), /要整改的店/)
  await page.getByLabel('看过去某天').fill(ago(30))
  await page.getByRole('button', { name: '看那天' }).click()
  await page.getByText('这里还没有要整改的。').waitFor()
  await visitor.close()
})

test('inspections of an earlier system are looked at, brought in and taken back', async () => {
  const shop = await stand('老系统的店', '旧账路 1 号', { at: `${ago(400)}T09:00:00+08:00` })
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop/import')
  await page.getByRole('link', { name: '导入以前的检查记录' }).click()
  // Both pages ask for a file: the one left behind must be gone before one is given.
  await page.getByRole('heading', { name: '导入以前的检查记录', level: 1 }).waitFor()
  const buffer = Buffer.from(`检查单号,检查时间,种类,招牌名称,门牌地址\nJC-1,${ago(100)},例行检查,老系统的店,旧账路 1 号\n`)
  await page.setInputFiles('input[type=file]', { name: '旧系统.csv', mimeType: 'text/csv', buffer })
  await page.getByRole('button', { name: '先看一看' }).click()
  await page.getByRole('heading', { name: '2. 对上每一列' }).waitFor()
  for (const [head, meaning] of [['检查单号', '检查编号'], ['检查时间', '检查日期'], ['种类', '检查种类'], ['招牌名称', '招牌名称'], ['门牌地址', '门牌地址']]) await page.getByLabel(`“${head}”这一列是什么`).selectOption({ label: meaning })
  await page.getByRole('button', { name: '按这样对列再看' }).click()
  await page.getByLabel(/例行检查（1 次）/).waitFor()
  if (!(await page.getByLabel(/例行检查（1 次）/).isChecked())) {
    await page.getByLabel(/例行检查（1 次）/).check()
    await page.getByRole('button', { name: '按这样对列再看' }).click()
  }
  await page.getByRole('button', { name: '正式导入 1 条' }).click()
  await page.getByText('已导入 1 条检查记录').first().waitFor()
  const inspections = async () => (await world.clerk.get(`/entries/${shop.ref}/inspections`)).json.items.length
  assert.equal(await inspections(), 1)
  assert.deepEqual(await axeFaults(page), [])
  await page.getByRole('button', { name: /^撤回/ }).first().click()
  await page.getByRole('dialog').getByRole('button', { name: '撤回', exact: true }).click()
  await page.getByText(/已撤回/).first().waitFor()
  assert.equal(await inspections(), 0)
  await visitor.close()
})

test('a file with restricted fields is asked for, granted by another, and taken once', async () => {
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go('/office/ledgers/shop')
  await page.getByRole('button', { name: '导出' }).click()
  await page.getByLabel('带上受限内容').check()
  await page.getByRole('button', { name: '申请导出' }).click()
  await page.getByText('请写明用途').waitFor()
  await page.getByLabel('用途').fill('年底核对联系电话')
  await page.getByRole('button', { name: '申请导出' }).click()
  await page.waitForURL('**/exports**')
  await page.getByText('等另一个人批准').first().waitFor()
  assert.deepEqual(await axeFaults(page), [])

  const other = await Visitor.enter(browser, world.server.base, 'supervisor', password, { prefs: { lang: 'zh', print: '1' } })
  await other.go('/office/exports')
  await other.page.getByRole('button', { name: '批准', exact: true }).click()
  await other.page.getByRole('dialog').getByRole('button', { name: '批准', exact: true }).click()
  await other.page.getByText('已批准').first().waitFor()
  await other.close()

  await visitor.go('/office/exports')
  const file = page.waitForEvent('download')
  await page.getByRole('button', { name: '下载文件' }).click()
  assert.ok((await file).suggestedFilename().endsWith('.xlsx'))
  await page.getByText(/已下载/).first().waitFor()
  assert.equal(await page.getByRole('button', { name: '下载文件' }).count(), 0)
  await visitor.close()
})

test('an entry leaves with a reason, by keyboard alone, and its past stays', async () => {
  const shop = await stand('临街小店', '中原路 7 号')
  const visitor = await clerk()
  const { page } = visitor
  await visitor.go(`/office/entries/${shop.ref}`)
  await press(page, '退出台账')
  await page.getByRole('dialog').waitFor()
  await tabTo(page, '原因')
  for (const key of ['ArrowDown', 'ArrowDown']) await page.keyboard.press(key)
  await write(page, '说明', '搬到邻区')
  await press(page, '退出台账')
  await page.getByText('退出台账：迁出').waitFor()
  await press(page, '沿革')
  await page.getByText('入册').waitFor()
  await visitor.close()
})
