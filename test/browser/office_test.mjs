// SPDX-License-Identifier: Apache-2.0
// Every page of the office, in both languages, light and dark, three prints, wide and as narrow as a phone: nothing that
// keeps a person out. And no page of any door is left out of these tests.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { axeFaults, inEachFace, launch, scrollsSideways, tooSmall, Visitor } from '../lib/browser.mjs'
import { full, LIST } from '../lib/checklist.mjs'
import { cell, password, town, village, World } from '../lib/world.mjs'

const world = await World.make()
const browser = await launch()
after(async () => {
  await browser.close()
  await world.end()
})

const { ref } = await world.file({ kind: 'sewage_overflow', name: '居民乙', phone: '13800000010' })
await world.file({ kind: 'sewage_overflow' })
await world.act(world.intake, ref, 'accept')

// A shop that was inspected, of which an item has to be put right and the owner asks for a re-check; a round to look at others.
const shop = (await world.clerk.post('/ledgers/shop/entries', { body: { area: cell, fields: { name: '周师傅理发店', address: '检查路 1 号', trade: 'salon' } } })).json.ref
await world.inspector.post(`/entries/${shop}/inspections`, { body: full({ floor_clean: { answer: false, note: '有油污' } }), is: 201 })
const { code } = (await world.clerk.post(`/entries/${shop}/owner-code`)).json
await world.anyone.post(`/entries/${shop}/owner/requests`, { body: { code, kind: 'recheck', body: '已经拖干净了' }, is: 201 })
const team = async (name, area) => (await world.root.post('/teams', { body: { name, kind: 'inspection_group', area } })).json.ref
const teams = [{ team: await team('甲队', village), home: village }, { team: await team('乙队', `${town}002`), home: `${town}002` }]
const day = (n) => new Date(Date.now() + n * 86_400_000).toISOString()
const round = (await world.clerk.post('/rounds', { body: { ledger: 'shop', checklist: LIST, area: town, name: '推磨', starts: day(-1), ends: day(3), teams }, is: 201 })).json.ref

await world.clerk.post('/ledgers/shop/export-requests', { body: { area: town, format: 'xlsx', reason: '年底核对' }, is: 201 })

const CONTROL = 24

// Who looks at which page. A route that is not here fails the last test.
const PAGES = {
  intake: ['/intake', `/board?case=${ref}`, `/cases/${ref}`, '/people', '/teams', `/teams/${world.team}`],
  dispatcher: ['/board'],
  checker: ['/checks'],
  supervisor: ['/oversee', '/indicators?by=kind', '/agenda'],
  warden: ['/unit'],
  admin: ['/', '/areas', `/areas/${town}`, `/areas/${cell}`, '/people', '/accounts', '/imports', '/calendar', '/calendar?tab=hours', '/calendar?tab=due', '/calendar?tab=import', '/catalogue', '/catalogue?tab=import', '/catalogue?tab=versions'],
  auditor: ['/journal'],
  clerk: ['/', '/ledgers', '/ledgers/shop', '/ledgers/shop/new', '/ledgers/shop/import', '/ledgers/shop/past', '/ledgers/shop/rectification', `/entries/${shop}`, `/entries/${shop}?tab=checks`, `/entries/${shop}?tab=owner`, `/entries/${shop}?tab=past`, `/entries/${shop}/change`, '/reminders', '/rounds', `/rounds/${round}`, '/requests', '/exports', '/programmes', '/programmes/small-shops', '/programmes/cultural-industries/lens'],
}

const officer = (login, options) => Visitor.enter(browser, world.server.base, login, password, options)

for (const login of Object.keys(PAGES))
  for (const lang of ['zh', 'en'])
    test(`axe finds nothing in the office of ${login} in ${lang}, light and dark, three prints, no control too small`, { timeout: 240_000 }, async () => {
      const visitor = await officer(login, { prefs: { lang, print: '1' } })
      const found = []
      for (const path of PAGES[login]) {
        await visitor.go(`/office${path}`)
        const faults = (await tooSmall(visitor.page, CONTROL)).map((fault) => `small: ${fault}`)
        faults.push(...(await inEachFace(visitor.page, async () => [
          ...(await axeFaults(visitor.page)),
          ...((await scrollsSideways(visitor.page)) ? ['scrolls sideways'] : []),
        ])))
        found.push(...faults.map((fault) => `${path} ${fault}`))
      }
      assert.deepEqual(found, [])
      await visitor.close()
    })

// What sticks out on the right.
const widest = (page) =>
  page.evaluate(() => {
    const out = [...document.querySelectorAll('body *')].filter((e) => e.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
    return out.slice(-3).map((e) => `${e.tagName} ${e.className} ${e.textContent.trim().slice(0, 30)}`).join(' | ')
  })

test('no page of the office scrolls sideways at 320 pixels, in any print', { timeout: 240_000 }, async () => {
  const found = []
  for (const login of Object.keys(PAGES))
    for (const print of ['1', '3']) {
      const visitor = await officer(login, { size: { width: 320, height: 640 }, prefs: { lang: 'en', print } })
      for (const path of PAGES[login]) {
        await visitor.go(`/office${path}`)
        if (await scrollsSideways(visitor.page)) found.push(`${path} in print ${print}: ${await widest(visitor.page)}`)
      }
      await visitor.close()
    }
  assert.deepEqual(found, [])
})

test('no page of the office is left out', () => {
  const source = readFileSync(new URL('../../web/src/office/routes.ts', import.meta.url), 'utf8')
  const routes = [...source.matchAll(/path: '([^']+)'/g)].map(([, path]) => path.replace(/\(.*\)\??/, '')).filter((path) => !path.includes('*'))
  const shown = Object.values(PAGES).flat().map((path) => path.split('?')[0])
  const left = routes.filter((route) => !shown.some((path) => new RegExp(`^${route.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)))
  assert.deepEqual(left, [])
})
