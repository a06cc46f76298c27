// SPDX-License-Identifier: Apache-2.0
// The journal's chains, recomputed from docs/journal-format.md alone.
import { blake2b } from '@noble/hashes/blake2.js'
import { bytesToHex, concatBytes, hexToBytes, utf8ToBytes } from '@noble/hashes/utils.js'

const IDS = ['account', 'id', 'noun_id']
const COLUMNS = ['district', 'at', 'who', 'role', 'noun', 'area', 'action', 'kind', 'state_from', 'state_to', 'reason', 'before_doc', 'after_doc', 'version']

// RFC 8785: keys in order, and strings as JavaScript writes them.
function canonical(row) {
  const members = [...IDS, ...COLUMNS].map((column) => [column.replace(/_doc$/, ''), row[column]])
  return JSON.stringify(Object.fromEntries(members.sort(([a], [b]) => (a < b ? -1 : 1))))
}

// Every district's head as it must be, and the places where a seal is not what its row says.
export function recompute(db) {
  const columns = [...IDS.map((id) => `CAST(j.${id} AS TEXT) AS ${id}`), ...COLUMNS.map((column) => `j.${column}`)]
  const rows = db.records(
    `SELECT s.seq, ${db.hex('s.hash')} AS seal, s.district AS chain, ${columns} FROM seal s LEFT JOIN journal j ON j.district = s.district AND j.id = s.id ORDER BY s.district, s.seq`,
  )
  const heads = new Map()
  const faults = []
  for (const { seq, seal, chain, ...row } of rows) {
    const last = heads.get(chain) ?? { seq: 0, hash: '00'.repeat(32) }
    const hash = bytesToHex(blake2b(concatBytes(hexToBytes(last.hash), utf8ToBytes(canonical(row))), { dkLen: 32 }))
    if (seq !== last.seq + 1 || hash !== seal) faults.push(`${chain} seq ${seq}`)
    heads.set(chain, { seq, hash: seal })
  }
  return { heads, faults }
}
