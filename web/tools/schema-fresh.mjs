// Fails when src/api/schema.d.ts does not follow api/openapi.json.
import openapiTS, { astToString } from 'openapi-typescript'
import { readFileSync } from 'node:fs'

const contract = new URL('../../api/openapi.json', import.meta.url)
const kept = readFileSync(new URL('../src/api/schema.d.ts', import.meta.url), 'utf8')
const made = astToString(await openapiTS(contract))
const body = (text) => text.slice(text.indexOf('export interface paths')).trim()

if (body(kept) !== body(made)) {
  console.error('src/api/schema.d.ts is old: run `npm run schema`')
  process.exit(1)
}
