// How much each page asks of a phone, in KB as sent (gzip), from the built files and their manifest.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const out = process.env.WANGGE_WEB_OUT ?? fileURLToPath(new URL('../../build/web', import.meta.url))
const manifest = JSON.parse(readFileSync(join(out, '.vite/manifest.json'), 'utf8'))

const sizes = new Map()
function size(file) {
  if (!sizes.has(file)) {
    const path = join(out, file)
    sizes.set(file, existsSync(`${path}.gz`) ? readFileSync(`${path}.gz`).length : gzipSync(readFileSync(path), { level: 9 }).length)
  }
  return sizes.get(file)
}

/** Files that a chunk loads with it: itself, its static imports, and their styles. */
function closure(key, into = new Set()) {
  const chunk = manifest[key]
  if (!chunk || into.has(chunk.file)) return into
  into.add(chunk.file)
  for (const css of chunk.css ?? []) into.add(css)
  for (const next of chunk.imports ?? []) closure(next, into)
  return into
}

const kb = (files) => [...files].reduce((sum, file) => sum + size(file), 0) / 1024
const words = (group) => `src/${group}/locales/zh-CN.json`
const page = (html, ...keys) => {
  const files = new Set([html])
  for (const key of [html, words('i18n'), ...keys]) closure(key, files)
  return files
}

const pages = Object.keys(manifest).filter((key) => /^src\/\w+\/(\w+\/)?\w+Page\.vue$/.test(key))
const limits = { public: 90, field: 100, office: 120 }
const rows = pages.map((key) => {
  const door = key.split('/')[1]
  const files = page(door === 'office' ? 'office/index.html' : 'index.html', words(door), words(key.split('/').slice(1, -1).join('/')), key)
  return { what: key.slice(4), kb: kb(files), limit: limits[door] }
})

const map = closure('src/map/WgMap.vue')
rows.push({ what: 'map, above any page', kb: kb([...map].filter((file) => !page('index.html').has(file))), limit: 120 })
// What one page asks for of styles: the entry's and its own.
for (const html of ['index.html', 'office/index.html']) {
  const styles = pages
    .filter((key) => key.includes('/office/') === html.startsWith('office'))
    .map((key) => kb([...page(html, key)].filter((file) => file.endsWith('.css'))))
  rows.push({ what: `styles of a page of ${html}`, kb: Math.max(...styles), limit: 10 })
}
for (const [key, chunk] of Object.entries(manifest)) {
  if (/locales\/[\w-]+\.json$/.test(key)) rows.push({ what: key.slice(4), kb: size(chunk.file) / 1024, limit: 25 })
}
// What the browser of somebody who works outside keeps.
const worker = readFileSync(join(out, 'sw.js'), 'utf8')
rows.push({ what: 'kept by the service worker', kb: kb(JSON.parse(/FILES = (\[.*?\])/.exec(worker)[1]).map((file) => file.slice(1))), limit: 220 })
rows.push({ what: 'the service worker itself', kb: size('sw.js') / 1024, limit: 2 })
const largest = Object.values(manifest).reduce((a, b) => (size(a.file) > size(b.file) ? a : b))
rows.push({ what: `largest file, ${largest.file}`, kb: size(largest.file) / 1024, limit: 210 })

export const over = rows.filter((row) => row.kb > row.limit)

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const row of rows) console.log(`${over.includes(row) ? 'OVER' : '  ok'} ${row.kb.toFixed(1).padStart(6)} / ${String(row.limit).padStart(3)} KB  ${row.what}`)
  process.exit(over.length ? 1 : 0)
}
