// SPDX-License-Identifier: Apache-2.0
// The form of api/openapi.json: 2 spaces, what fits a line stays on it. `node lib/json-form.mjs FILE` writes it so.
import { readFileSync, writeFileSync } from 'node:fs'
import { pathToFileURL } from 'node:url'

const WIDTH = 118

function line(value) {
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (Array.isArray(value)) return `[${value.map(line).join(', ')}]`
  const members = Object.entries(value).map(([key, member]) => `${JSON.stringify(key)}: ${line(member)}`)
  return members.length ? `{ ${members.join(', ')} }` : '{}'
}

export function form(value, indent = 0, lead = 0) {
  const flat = line(value)
  if (value === null || typeof value !== 'object' || flat.length + indent + lead <= WIDTH) return flat
  const inner = ' '.repeat(indent + 2)
  const outer = ' '.repeat(indent)
  if (Array.isArray(value)) return `[\n${value.map((item) => inner + form(item, indent + 2, 1)).join(',\n')}\n${outer}]`
  const members = Object.entries(value).map(([key, member]) => {
    const name = JSON.stringify(key)
    return `${inner}${name}: ${form(member, indent + 2, name.length + 3)}`
  })
  return `{\n${members.join(',\n')}\n${outer}}`
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href)
  writeFileSync(process.argv[2], form(JSON.parse(readFileSync(process.argv[2], 'utf8'))) + '\n')
