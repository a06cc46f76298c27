// SPDX-License-Identifier: Apache-2.0
// The rules from the office: a year's holidays and a catalogue come in from files, are looked at first, and can be taken
// back; a due time is worked out step by step; every number opens its cases.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { launch, Visitor } from '../lib/browser.mjs'
import { password, World } from '../lib/world.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const officer = (login) => Visitor.enter(browser, world.server.base, login, password)
const file = (name, text) => ({ name, mimeType: 'text/csv', buffer: Buffer.from(text) })

test('a due time is worked out as by hand: holidays, make-up days and the sum', { timeout: 60_000 }, async () => {
  const visitor = await officer('supervisor')
  const { page } = visitor
  await visitor.go('/office/calendar?tab=due')
  await page.getByLabel('从什么时候开始').fill('2014-09-30T17:00')
  await page.getByLabel('多少').fill('4')
  await page.getByRole('button', { name: '算一算' }).click()
  await page.getByText('到期：2014年10月8日 11:00').waitFor()
  const rows = await page.getByRole('region', { name: '期限推算' }).getByRole('row').allTextContents()
  assert.ok(rows.some((row) => row.includes('放假，不计（国庆节）')), rows.join('\n'))
  assert.match(rows[rows.length - 1], /到期\s*4 小时/)
  await visitor.close()
})

test('the holidays of a year are looked at, taken in and taken back', { timeout: 90_000 }, async () => {
  const year = new Date().getUTCFullYear() + 1
  const days = `date,name,is_off\n${year}-01-01,元旦,1\n${year}-02-30,错日,1\n`
  const visitor = await officer('admin')
  const { page } = visitor
  const known = (await world.anyone.get('/calendar', { query: { area: '990101' } })).json.known_years.includes(year)
  await visitor.go('/office/calendar?tab=import')
  await page.getByLabel('文件').setInputFiles([file('holidays.csv', days)])
  await page.getByRole('button', { name: '先看会改什么' }).click()
  await page.getByRole('table').getByText('日期不对').waitFor()
  assert.equal(await page.getByRole('button', { name: /^导入 \d/ }).count(), 0)
  await page.getByLabel('文件').setInputFiles([file('holidays.csv', `date,name,is_off\n${year}-01-01,元旦,1\n${year}-01-04,元旦,1\n`)])
  await page.getByRole('button', { name: '先看会改什么' }).click()
  await page.getByText('会改成这样，还没有导入').waitFor()
  await page.getByRole('button', { name: `导入 ${year} 年` }).click()
  await page.getByText('已导入').first().waitFor()
  await page.getByRole('link', { name: '年历' }).click()
  await page.getByLabel('哪一年').selectOption(String(year))
  await page.getByText(`${year} 年的放假和调休`).waitFor()
  await page.getByRole('link', { name: '导入放假安排' }).click()
  await page.getByRole('button', { name: '撤销最近一次导入' }).click()
  await page.getByRole('dialog').getByRole('button', { name: '撤销', exact: true }).click()
  await page.getByText(`已撤销：${year}`).waitFor()
  const { json } = await world.anyone.get('/calendar', { query: { area: '990101' } })
  assert.equal(json.known_years.includes(year), known)
  await visitor.close()
})

test('a catalogue from a sheet is looked at, taken in for its district, and taken back', { timeout: 90_000 }, async () => {
  const sheet = '类别,大类代码,大类,小类代码,小类,立案条件,处置时限,结案条件\n部件,1,公用设施,1,上水井盖,井盖缺失,2小时,井盖补齐\n'
  const visitor = await officer('admin')
  const { page } = visitor
  await visitor.go('/office/catalogue?tab=import')
  await page.getByLabel('文件').setInputFiles([file('standards.csv', sheet.replace('2小时', '尽快'))])
  await page.getByRole('button', { name: '先看会改什么' }).click()
  await page.getByRole('table').getByText('期限看不懂').waitFor()
  await page.getByLabel('文件').setInputFiles([file('standards.csv', sheet)])
  await page.getByRole('radio', { name: /紧急工作时/ }).check()
  await page.getByRole('button', { name: '先看会改什么' }).click()
  await page.getByRole('cell', { name: '2 紧急工作时', exact: true }).waitFor()
  await page.getByRole('button', { name: /^导入，改动/ }).click()
  await page.getByText('本区自己的标准').waitFor()
  const own = (await world.anyone.get('/catalogue', { query: { area: '990101' } })).json
  assert.deepEqual([own.district, own.rows, own.groups[0].classes[0].subs[0].standards[0].limits[0].limit], ['990101', 1, '2 urgent_hour'])
  await page.getByRole('link', { name: '版本' }).click()
  await page.getByRole('button', { name: /^撤销/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: '恢复' }).click()
  await page.getByText('各区通用的标准').waitFor()
  await visitor.close()
})

test('a number of the indicators opens the cases that it is made of', { timeout: 60_000 }, async () => {
  for (let i = 0; i < 3; i++) await world.file({ body: `漏水第${i + 1}处` })
  const visitor = await officer('supervisor')
  const { page } = visitor
  await visitor.go('/office/indicators?id=report_count&by=kind')
  await page.getByRole('button', { name: '合计，分子，3 件，看案卷' }).click()
  await page.getByRole('heading', { name: '合计：3 件' }).waitFor()
  assert.equal(await page.getByRole('link', { name: /漏水第/ }).count(), 3)
  await page.getByRole('button', { name: '“确认解决率”怎么算' }).click()
  await page.getByText(/已解决且经确认数 ÷ 结案数/).waitFor()
  await visitor.close()
})
