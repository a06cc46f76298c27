// SPDX-License-Identifier: Apache-2.0
// After closing: the reporter says from a phone, without an account, whether it is really fixed; anybody may say that it is
// still there. And the warden's side of a longer matter: signed for, more time asked, done with proof.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { axeFaults, launch, PHONE, Visitor } from '../lib/browser.mjs'
import * as grid from '../lib/grid.mjs'
import { png } from '../lib/picture.mjs'
import { cell, password, World } from '../lib/world.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const spot = grid.point(cell)
const picture = { name: 'now.png', mimeType: 'image/png', buffer: png(800, 600, [120, 90, 60]) }

async function photo(metres) {
  const { json } = await world.anyone.post('/uploads', { body: png(), type: 'image/png' })
  return { upload: json.upload, token: json.token, lon: spot.lon, lat: spot.lat + metres / 111195 }
}

// A leak that was closed as fixed, with photos twenty metres apart.
async function closed(body) {
  const made = await world.file({ body, uploads: [await photo(0)] })
  await world.act(world.intake, made.ref, 'accept')
  await world.act(world.warden, made.ref, 'start')
  await world.act(world.warden, made.ref, 'dispose', { note: '换了接头', uploads: [await photo(20)] })
  await world.act(world.checker, made.ref, 'pass')
  await world.act(world.intake, made.ref, 'close', { close_reason: 'fixed' })
  return made
}

async function reporter(made, { lang = 'zh' } = {}) {
  const visitor = await Visitor.open(browser, world.server.base, { size: PHONE, prefs: { lang } })
  const kept = { ref: made.ref, secret: made.secret, kind: 'water_leak', place: '本区', opened: made.opened, state: made.state, words: '漏水' }
  await visitor.context.addInitScript((one) => localStorage.setItem('wangge.reports', JSON.stringify({ items: [one] })), kept)
  await visitor.go(`/follow/${made.ref}`)
  return visitor
}

test('the reporter sees the proof and how the dates came about, says that it is fixed, and how well', { timeout: 90_000 }, async () => {
  const made = await closed('水表间漏水')
  const visitor = await reporter(made)
  const { page } = visitor
  await page.getByText('已经结案。解决了没有，请您说一声。').waitFor()
  await page.getByText(/前都可以说/).waitFor()
  await page.getByText('处理前后的照片相距 20 米，是同一处。').waitFor()
  await page.getByRole('button', { name: '看期限怎么算' }).click()
  await page.getByRole('button', { name: '期限怎么算出来的' }).first().click()
  const rows = page.getByRole('region', { name: /的期限推算/ }).getByRole('row')
  await rows.first().waitFor()
  assert.ok((await rows.count()) >= 3, 'the derivation has a head, a start and an end')
  assert.deepEqual(await axeFaults(page), [])
  await page.getByRole('button', { name: '确认已解决' }).click()
  await page.getByRole('radio', { name: '很满意' }).check()
  await page.getByRole('button', { name: '确认已解决' }).click()
  await page.getByText('已经结案，您说已经解决。谢谢。').waitFor()
  const { json } = await world.supervisor.get(`/cases/${made.ref}`)
  assert.deepEqual([json.verdict, json.rating, json.state], ['confirmed', 5, 'closed'])
  await visitor.close()
})

test('a reporter who disputes must say what is wrong; the matter is looked into by another', { timeout: 90_000 }, async () => {
  const made = await closed('楼道漏水')
  const visitor = await reporter(made, { lang: 'en' })
  const { page } = visitor
  await page.getByRole('button', { name: 'It is not fixed' }).click()
  await page.getByRole('button', { name: 'It is not fixed' }).click()
  await page.getByRole('alert').first().waitFor()
  await page.getByLabel('What is not as it should be').fill('还在滴水')
  await page.getByLabel(/Photos/).setInputFiles([picture])
  await page.getByAltText('Photo 1', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'It is not fixed' }).click()
  await page.getByText('You say it is not fixed; the duty chief is looking into it.').waitFor()
  assert.deepEqual(await axeFaults(page), [])
  const { json } = await world.supervisor.get(`/cases/${made.ref}`)
  assert.deepEqual([json.verdict, json.state, json.photos.filter((one) => one.moment === 'dispute').length], ['disputed', 'disputed', 1])
  await visitor.close()
})

test('a closed matter is asked to be done again with a reason and a photo, not without', { timeout: 90_000 }, async () => {
  const made = await closed('门口漏水')
  const visitor = await reporter(made)
  const { page } = visitor
  await page.getByRole('button', { name: '要求重办' }).click()
  await page.getByLabel('哪里没有办好').fill('又漏了')
  await page.getByRole('button', { name: '要求重办' }).click()
  await page.getByText('请加一张照片。').waitFor()
  await page.getByLabel(/照片/).setInputFiles([picture])
  await page.getByAltText('第 1 张照片', { exact: true }).waitFor()
  await page.getByRole('button', { name: '要求重办' }).click()
  await page.getByText('已经收到，受理员很快会看。').waitFor()
  const { json } = await world.supervisor.get(`/cases/${made.ref}`)
  assert.deepEqual([json.state, json.cycle], ['reported', 2])
  await visitor.close()
})

test('anybody says that a closed matter is still there, with nothing but its number', { timeout: 60_000 }, async () => {
  const { ref } = await closed('井边漏水')
  const visitor = await Visitor.open(browser, world.server.base, { size: PHONE })
  const { page } = visitor
  await visitor.go('/still')
  await page.getByRole('button', { name: '问题还在' }).click()
  await page.getByText('请填编号。').waitFor()
  await page.getByLabel('编号').fill(ref.toLowerCase())
  await page.getByLabel(/您看到什么/).fill('水还在流')
  await page.getByRole('button', { name: '问题还在' }).click()
  await page.getByText('记下了，已经提醒负责的人。').waitFor()
  assert.deepEqual(await axeFaults(page), [])
  assert.equal((await world.supervisor.get(`/cases/${ref}`)).json.still_there, 1)
  await visitor.close()
})

test('a desk finds the unit among all posts of the place; whoever handles it signs, asks for more time and shows that it is done, from a phone, without asking anyone how', { timeout: 90_000 }, async () => {
  const { ref } = await world.file({ kind: 'street_light', body: '路灯整排不亮', uploads: [await photo(0)] })
  await world.act(world.intake, ref, 'accept')
  const catalogue = (await world.intake.get('/catalogue', { query: { area: grid.home } })).json
  const row = catalogue.groups.flatMap((g) => g.classes.flatMap((c) => c.subs.flatMap((s) => s.standards))).find((r) => r.key === 'c0137')
  await world.act(world.intake, ref, 'file_case', { standard: { district: catalogue.district, id: row.id } })
  const desk = await Visitor.enter(browser, world.server.base, 'dispatcher', password)
  await desk.go(`/office/cases/${ref}`)
  await desk.page.getByRole('button', { name: /^派遣/ }).click()
  await desk.page.getByRole('button', { name: /不在上面/ }).click()
  await desk.page.getByRole('radio', { name: /王网格 网格员/ }).waitFor()
  await desk.page.getByRole('radio', { name: /市政养护队/ }).check()
  await desk.page.locator('form').getByRole('button', { name: '派遣' }).click()
  await desk.page.getByText('已办：派遣').waitFor()
  await desk.close()
  const visitor = await Visitor.open(browser, world.server.base, { size: PHONE })
  const { page } = visitor
  await visitor.go('/signin')
  await page.getByLabel('登录名').fill('mechanic')
  await page.getByLabel('密码').fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('link', { name: /路灯整排不亮/ }).click()
  await page.getByText(/剩 /).first().waitFor()
  assert.deepEqual(await axeFaults(page), [])
  await page.getByRole('button', { name: '签收' }).click()
  await page.getByText('“签收”已经记下').waitFor()
  await page.getByRole('button', { name: '指派人员' }).click()
  await page.getByRole('radio', { name: '钱师傅' }).check()
  await page.getByRole('button', { name: '指派人员' }).click()
  await page.getByText('“指派人员”已经记下').waitFor()
  await page.getByRole('button', { name: '申请延期' }).click()
  await page.getByLabel('为什么').fill('灯杆要换，配件后天到')
  await page.getByRole('button', { name: '申请延期' }).click()
  await page.getByText('灯杆要换，配件后天到').first().waitFor()
  await page.getByRole('button', { name: '处置完毕' }).click()
  await page.getByLabel('怎么处理的').fill('换了灯杆')
  await page.getByRole('button', { name: '处置完毕' }).click()
  await page.getByText('这一类要有一张处理完的照片').waitFor()
  await page.getByLabel(/照片/).setInputFiles([picture])
  await page.getByAltText('第 1 张照片', { exact: true }).waitFor()
  await page.getByRole('button', { name: '处置完毕' }).click()
  await page.getByText('现在轮到别人，您不用做什么。').waitFor()
  const { json } = await world.supervisor.get(`/cases/${ref}`)
  assert.deepEqual([json.state, json.handler_name, json.assigned_name, json.requests[0].decision], ['disposed', '钱师傅', '钱师傅', 'cancelled'])
  await visitor.close()
})
