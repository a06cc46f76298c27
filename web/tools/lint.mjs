// House rules of the web that the compiler does not know.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const src = fileURLToPath(new URL('../src', import.meta.url))
const files = (dir) =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })

const rules = [
  { on: /\.(vue|css)$/, bad: /font-size:[^;]*\dpx/, say: 'font sizes are in rem' },
  { on: /\.(vue|css)$/, bad: /outline:\s*(none|0\s*;)/, say: 'the focus stays visible' },
  { on: /\.(vue|css|ts)$/, but: /wg\/tokens\.css$/, bad: /#[0-9a-f]{3,8}\b(?![^<]*<\/)|\brgba?\(/i, say: 'colours stand in tokens.css' },
  { on: /\.vue$/, bad: /\sstyle="/, say: 'the content policy forbids style attributes' },
  { on: /\.vue$/, bad: /<script setup[^>]*>\s*\S/, say: 'a script on one line loses its types' },
  { on: /\.vue$/, bad: /v-html/, say: 'texts are never markup' },
  { on: /\.(vue|ts)$/, but: /map\/[^/]+$/, bad: /from 'ol\//, say: 'only map/ knows the map library' },
]

// Imports go down only: a folder may use those left of it.
const order = ['i18n', 'wg', 'api', 'map', 'place', 'case', 'ledger', 'lens', 'public', 'field', 'office']
const doors = ['public', 'field', 'office']

const faults = []
for (const path of files(src).filter((f) => /\.(vue|css|ts)$/.test(f) && !/\.d\.ts$/.test(f))) {
  const name = relative(src, path)
  const text = readFileSync(path, 'utf8')
  if (!/\.test\.ts$/.test(name))
    for (const rule of rules.filter((r) => r.on.test(name) && !r.but?.test(name)))
      text.split('\n').forEach((line, i) => rule.bad.test(line) && faults.push(`${name}:${i + 1}: ${rule.say}`))
  const lines = text.split('\n').length
  if (lines > 401) faults.push(`${name}: ${lines} lines; 400 is the limit`)
  const own = name.split('/')[0]
  for (const m of text.matchAll(/from '\.\.\/([\w-]+)[/']/g)) {
    const [mine, theirs] = [order.indexOf(own), order.indexOf(m[1])]
    if (mine >= 0 && theirs >= 0 && (theirs > mine || (theirs !== mine && doors.includes(own) && doors.includes(m[1]))))
      faults.push(`${name}: ${own} may not import ${m[1]}`)
  }
}
faults.forEach((fault) => console.error(fault))
process.exit(faults.length ? 1 : 0)
