// SPDX-License-Identifier: Apache-2.0
// Debian's Chromium, without a network beyond this machine, and a page that reports what must not happen in it.
import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { chromium } from 'playwright-core'

const ARGS = [
  '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking',
  '--disable-component-update', '--disable-sync', '--disable-dev-shm-usage',
]

export const PHONE = { width: 390, height: 844 }
export const DESK = { width: 1280, height: 860 }

export function launch() {
  return chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', headless: true, args: ARGS })
}

// A person at a screen. prefs as the pages keep them: { lang, print, theme }.
export class Visitor {
  static async open(browser, base, { size = PHONE, lang = 'zh-CN', prefs = {} } = {}) {
    const visitor = new Visitor()
    visitor.base = base
    visitor.context = await browser.newContext({
      baseURL: base, viewport: size, locale: lang, hasTouch: size.width < 800, deviceScaleFactor: 2, timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce',
    })
    visitor.faults = []
    visitor.asking = new Set()
    await visitor.context.addInitScript((kept) => {
      if (!localStorage.getItem('wangge.prefs')) localStorage.setItem('wangge.prefs', JSON.stringify(kept))
    }, prefs)
    visitor.page = await visitor.context.newPage()
    visitor.page.setDefaultTimeout(8000)
    visitor.#watch()
    return visitor
  }

  // The same, signed in as an officer who has the password.
  static async enter(browser, base, login, password, options = {}) {
    const visitor = await Visitor.open(browser, base, { size: DESK, ...options })
    const reply = await visitor.context.request.post('/api/v1/session', { data: { login, password }, headers: { 'X-Requested-With': 'wangge' } })
    assert.equal(reply.status(), 200)
    return visitor
  }

  // Nothing may leave this machine, break in the page, or be forbidden by its own policy.
  #watch() {
    const { page, faults, base } = this
    page.on('pageerror', (error) => faults.push(`error in the page: ${error.message}`))
    page.on('request', (request) => {
      // The live line stays open for as long as the page.
      if (request.resourceType() !== 'eventsource') this.asking.add(request)
      if (!request.url().startsWith(base) && !/^(data|blob):/.test(request.url())) faults.push(`asked ${request.url()}`)
    })
    for (const end of ['requestfinished', 'requestfailed']) page.on(end, (request) => this.asking.delete(request))
    page.on('console', (message) => {
      if (/Content Security Policy|Refused to/.test(message.text())) faults.push(message.text())
    })
  }

  async go(path) {
    await this.page.goto(path)
    await this.settled()
  }

  // The page has its words and asks for nothing more, for some frames in a row.
  async settled() {
    await this.page.locator('h1:visible, h2:visible').first().waitFor()
    for (let quiet = 0; quiet < 5; quiet++) {
      await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))))
      if (this.asking.size) quiet = -1
    }
  }

  sound() {
    assert.deepEqual(this.faults, [])
  }

  async close() {
    await this.context.close()
    this.sound()
  }
}

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

// What axe finds wrong in the page as it stands, each as one line.
export async function axeFaults(page) {
  if (!(await page.evaluate('typeof axe === "object"'))) await page.evaluate(axe)
  const found = await page.evaluate(() => axe.run(document, { resultTypes: ['violations'] }))
  return found.violations.flatMap((v) => v.nodes.map((node) => `${v.id}: ${node.target.join(' ')}: ${node.failureSummary.split('\n')[1]?.trim()}`))
}

export const scrollsSideways = (page) => page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth)

// Theme and print are two words at the page's root: changed in place, so that a page need not be loaded for each.
const faces = ['light', 'dark'].flatMap((theme) => ['1', '2', '3'].map((print) => ({ theme, print })))
export async function inEachFace(page, check) {
  const found = []
  for (const face of faces) {
    await page.evaluate((to) => Object.assign(document.documentElement.dataset, to), face)
    found.push(...(await check()).map((fault) => `${face.theme} ${face.print}: ${fault}`))
  }
  return found
}

// Languages, prints and lights, each with each other at least once.
export const looks = [
  { lang: 'zh', print: '1', theme: 'light' },
  { lang: 'en', print: '1', theme: 'dark' },
  { lang: 'zh', print: '2', theme: 'dark' },
  { lang: 'en', print: '2', theme: 'light' },
  { lang: 'zh', print: '3', theme: 'light' },
  { lang: 'en', print: '3', theme: 'dark' },
]

// Controls that a thumb or an unsteady hand would miss. A link within a sentence is as high as its line.
export const tooSmall = (page, least) =>
  page.evaluate((least) => {
    const boxes = [...document.querySelectorAll('a, button, input, select, textarea, summary')].map((e) => {
      const own = e.getBoundingClientRect()
      const label = e.closest('label')?.getBoundingClientRect()
      return { e, width: Math.max(own.width, label?.width ?? 0), height: Math.max(own.height, label?.height ?? 0) }
    })
    return boxes
      .filter(({ e, width, height }) => width > 1 && !e.matches('.skip') && (width < least || height < least))
      .map(({ e, width, height }) => `${e.textContent.trim() || e.getAttribute('aria-label')}: ${Math.round(width)} x ${Math.round(height)}`)
  }, least - 0.5)
