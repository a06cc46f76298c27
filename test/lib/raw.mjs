// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events'
import { connect } from 'node:net'

// Bytes on the wire that no client library would send. Returns what came back until the end.
export async function raw(base, text) {
  const { hostname, port } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.setEncoding('latin1')
  let reply = ''
  socket.on('data', (part) => (reply += part))
  socket.on('error', () => {})
  await once(socket, 'connect')
  socket.end(Buffer.from(text, 'latin1'))
  await once(socket, 'close')
  return reply
}
