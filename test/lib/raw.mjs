// SPDX-License-Identifier: Apache-2.0
import { once } from 'node:events'
import { connect } from 'node:net'

// Bytes on the wire that no client library would send. Returns what came back until the end; a caller who leaves does not
// wait for it.
export async function raw(base, text, { leave = false } = {}) {
  const { hostname, port } = new URL(base)
  const socket = connect(Number(port), hostname)
  socket.setEncoding('latin1')
  let reply = ''
  socket.on('data', (part) => (reply += part))
  socket.on('error', () => {})
  await once(socket, 'connect')
  if (leave) socket.write(Buffer.from(text, 'latin1'), () => socket.destroy())
  else socket.end(Buffer.from(text, 'latin1'))
  await once(socket, 'close')
  return reply
}
