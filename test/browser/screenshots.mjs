// SPDX-License-Identifier: Apache-2.0
// The pictures of the README, from the demonstration: node test/browser/screenshots.mjs [FOLDER], default docs/screenshots.
import { mkdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { launch, PHONE, Visitor } from '../lib/browser.mjs'
import { Database, Server, wangge } from '../lib/server.mjs'

const folder = process.argv[2] ?? fileURLToPath(new URL('../../docs/screenshots', import.meta.url))
mkdirSync(folder, { recursive: true })

const db = new Database('sqlite')
const made = wangge(['demo', '--db', db.url, '--key', db.key])
if (made.status !== 0) throw new Error(made.stderr)
const server = await Server.start(db)
const browser = await launch()
const { demo_logins: logins } = await (await fetch(`${server.base}/api/v1/meta`)).json()
const login = (test) => logins.find(test)

const visit = (lang, size, prefs = {}) => Visitor.open(browser, server.base, { size, prefs: { lang, theme: 'light', ...prefs }, scale: size === PHONE ? 2 : 1 })
const shot = (visitor, name) => visitor.page.screenshot({ path: `${folder}/${name}.png` })

async function signIn(visitor, who) {
  const { page } = visitor
  await page.goto('/signin')
  await page.locator('input[autocomplete=username]').fill(who.login)
  await page.locator('input[type=password]').fill(who.password)
  await page.locator('button[type=submit]').click()
  await page.waitForURL(/\/(office|mine)/)
  await page.waitForLoadState('networkidle')
}

async function phone(lang) {
  const visitor = await visit(lang, PHONE)
  await visitor.go('/')
  await shot(visitor, `home-${lang}`)
  await visitor.go('/report')
  await shot(visitor, `report-${lang}`)
  await visitor.go('/place/410105016211')
  await shot(visitor, `place-${lang}`)
  await signIn(visitor, login((l) => l.door === 'field'))
  await shot(visitor, `mine-${lang}`)
  await visitor.close()
}

async function desk(lang) {
  const visitor = await visit(lang, { width: 1440, height: 900 })
  await signIn(visitor, login((l) => l.door === 'office'))
  const { page } = visitor
  await page.goto('/office/board')
  await page.waitForLoadState('networkidle')
  await page.locator('.board-row').first().click()
  await page.locator('.desk-title').waitFor()
  await page.waitForLoadState('networkidle')
  await shot(visitor, `board-${lang}`)
  await visitor.close()
}

async function large() {
  const visitor = await visit('zh', PHONE, { print: '3', theme: 'dark' })
  await visitor.go('/')
  await shot(visitor, 'home-large-dark')
  await visitor.close()
}

try {
  for (const lang of ['zh', 'en']) {
    await phone(lang)
    await desk(lang)
  }
  await large()
} finally {
  await browser.close()
  await server.stop()
  db.drop()
}
