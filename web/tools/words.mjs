// The dictionaries against the pages: no missing or unused key, the same keys and parameters in both languages,
// no Chinese text outside the dictionaries.
import { readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'

const src = fileURLToPath(new URL('../src', import.meta.url))
const files = (dir) =>
  readdirSync(dir).flatMap((name) => {
    const path = join(dir, name)
    return statSync(path).isDirectory() ? files(path) : [path]
  })
const faults = []
const all = files(src)
const code = all.filter((f) => /\.(vue|ts)$/.test(f) && !/\.(test|d)\.ts$/.test(f)).map((path) => ({ path, text: readFileSync(path, 'utf8') }))

const dictionaries = all
  .filter((f) => basename(f) === 'zh-CN.json')
  .map((path) => ({
    group: relative(src, dirname(dirname(path))),
    zh: JSON.parse(readFileSync(path, 'utf8')),
    en: JSON.parse(readFileSync(join(dirname(path), 'en.json'), 'utf8')),
  }))
  .sort((a, b) => b.group.length - a.group.length) // the nearest dictionary of a file comes first

const forms = (text) => (typeof text === 'string' ? [text] : Object.values(text))
const holes = (text) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]).sort().join()

for (const { group, zh, en } of dictionaries) {
  for (const key of new Set([...Object.keys(zh), ...Object.keys(en)])) {
    if (!(key in zh) || !(key in en)) faults.push(`${group}: ${key} is only in one language`)
    else if (forms(en[key]).some((text) => holes(text) !== holes(zh[key]))) faults.push(`${group}: ${key} has other {names} in English`)
  }
}

// A key is used where it stands as a text; `t(`note.${x}`)` uses all that begin so.
const literals = new Set()
const prefixes = new Set()
for (const { text } of code) {
  for (const m of text.matchAll(/['"`]([a-z][\w-]*(?:\.[\w-]+)*)['"`]/g)) literals.add(m[1])
  for (const m of text.matchAll(/`([a-z][\w.-]*\.)\$\{/g)) prefixes.add(m[1])
}
const used = (key) => literals.has(key) || [...prefixes].some((p) => key.startsWith(p))
for (const { group, zh } of dictionaries) for (const key of Object.keys(zh)) if (!used(key)) faults.push(`${group}: ${key} is not used`)

const common = dictionaries.find((d) => d.group === 'i18n').zh
for (const { path, text } of code) {
  const own = dictionaries.find((d) => path.startsWith(join(src, d.group, '/')))?.zh ?? {}
  for (const m of text.matchAll(/\bt\(\s*'([^']+)'/g)) if (!(m[1] in own) && !(m[1] in common)) faults.push(`${relative(src, path)}: no text for ${m[1]}`)
  text.split('\n').forEach((line, i) => {
    if (/[\u3400-\u9fff\uff00-\uffef\u3000-\u303f]/.test(line)) faults.push(`${relative(src, path)}:${i + 1}: Chinese text outside the dictionaries`)
  })
}

faults.forEach((fault) => console.error(fault))
process.exit(faults.length ? 1 : 0)
