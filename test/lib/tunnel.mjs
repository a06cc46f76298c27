// SPDX-License-Identifier: Apache-2.0
// A way to the server that can be cut, for everything in the browser at once (its service worker, too), and that can lose an answer.
import http from 'node:http'
import { once } from 'node:events'

export class Tunnel {
  static async to(base) {
    const tunnel = new Tunnel()
    const { hostname, port } = new URL(base)
    tunnel.cut = false
    tunnel.lose = () => false // whether the answer to this request gets lost
    tunnel.server = http.createServer((asked, answer) => {
      if (tunnel.cut) return asked.socket.destroy()
      const lost = tunnel.lose(asked)
      const on = http.request({ hostname, port, method: asked.method, path: asked.url, headers: asked.headers }, (got) => {
        if (lost || tunnel.cut) return got.resume().on('end', () => asked.socket.destroy())
        answer.writeHead(got.statusCode, got.rawHeaders)
        got.pipe(answer)
      })
      on.on('error', () => asked.socket.destroy())
      asked.pipe(on)
    })
    tunnel.server.listen(0, '127.0.0.1')
    await once(tunnel.server, 'listening')
    tunnel.base = `http://127.0.0.1:${tunnel.server.address().port}`
    return tunnel
  }

  close() {
    this.server.closeAllConnections()
    return new Promise((done) => this.server.close(done))
  }
}
