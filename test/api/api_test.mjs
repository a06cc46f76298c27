// SPDX-License-Identifier: Apache-2.0
// The whole API against the real program, one server for all suites. See ../lib/contract.mjs for what every reply is held to.
import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { World } from '../lib/world.mjs'
import accounts from './accounts.mjs'
import answers from './answers.mjs'
import areas from './areas.mjs'
import badInput from './bad-input.mjs'
import calendar from './calendar.mjs'
import cases from './cases.mjs'
import catalogue from './catalogue.mjs'
import document from './document.mjs'
import events from './events.mjs'
import figures from './figures.mjs'
import indicators from './indicators.mjs'
import inspectionImports from './inspection-imports.mjs'
import inspections from './inspections.mjs'
import journal from './journal.mjs'
import ledgers from './ledgers.mjs'
import lists from './lists.mjs'
import loop from './loop.mjs'
import media from './media.mjs'
import meta from './meta.mjs'
import people from './people.mjs'
import programmes from './programmes.mjs'
import rights from './rights.mjs'
import sheets from './sheets.mjs'
import signs from './signs.mjs'
import street from './street.mjs'
import tiles from './tiles.mjs'

document()

const world = await World.make()
after(() => world.end())

for (const suite of [meta, programmes, accounts, areas, calendar, catalogue, people, answers, cases, ledgers, inspections, figures, signs, lists, loop, indicators, media, tiles, sheets, inspectionImports, street, rights, badInput, journal, events]) suite(world)

test('every operation of the document was called with success', () => {
  assert.deepEqual(world.contract.missing(), [])
})
