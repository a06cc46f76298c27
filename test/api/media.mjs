// SPDX-License-Identifier: Apache-2.0
import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { raw } from '../lib/raw.mjs'
import { png, pngBomb, webp, withExif } from '../lib/picture.mjs'

export default function suite(world) {
  const { anyone, intake } = world
  const upload = (body, type, more) => anyone.post('/uploads', { body, type, ...more })
  const claim = ({ json }) => ({ upload: json.upload, token: json.token })
  const shown = async (uploads) => {
    const { ref } = await world.file({ uploads })
    return (await intake.get(`/cases/${ref}`)).json.photos
  }

  describe('photos', () => {
    test('a photo is made smaller, and is a clean JPEG whatever came', async () => {
      const sent = await upload(png(2000, 1000), 'image/png', { is: 201 })
      assert.deepEqual([sent.json.width, sent.json.height], [1600, 800])
      const [photo] = await shown([claim(sent)])
      assert.deepEqual([photo.width, photo.height, photo.moment], [1600, 800, 'before'])
      const full = await anyone.get(photo.full)
      assert.deepEqual([...full.bytes.subarray(0, 3)], [0xff, 0xd8, 0xff])
      assert.match(full.headers['cache-control'], /private.*immutable/)
      const thumb = await anyone.get(photo.thumb)
      assert.ok(thumb.bytes.length < full.bytes.length)
    })

    test('a WebP of a modern phone is taken, small as it is', async () => {
      const sent = await upload(webp, 'image/webp', { is: 201 })
      assert.deepEqual([sent.json.width, sent.json.height], [16, 12])
      const [photo] = await shown([claim(sent)])
      assert.equal((await anyone.get(photo.full)).type, 'image/jpeg')
    })

    test('what a camera writes beside the picture does not survive', async () => {
      const [first] = await shown([claim(await upload(png(), 'image/png'))])
      const jpeg = (await anyone.get(first.full)).bytes
      const secret = 'GPS 34.7571N 113.6654E'
      const [second] = await shown([claim(await upload(withExif(jpeg, secret), 'image/jpeg'))])
      const clean = (await anyone.get(second.full)).bytes
      assert.ok(!clean.includes('Exif') && !clean.includes(secret))
    })

    test('the address of a photo is the permission: it cannot be guessed or bent', async () => {
      const [photo] = await shown([claim(await upload(png(), 'image/png'))])
      const [, , , , ref, mac] = photo.full.split('/')
      const other = mac.replace(/^./, (c) => (c === 'A' ? 'B' : 'A'))
      for (const path of [`/media/${ref}/${other}/full`, `/media/${ref}/x/full`, `/media/990101-AAAA/${mac}/full`])
        await anyone.get(path, { is: 404 })
      await anyone.get(`/media/${ref}/${mac}/huge`, { is: 404 })
      await anyone.get(photo.thumb.replace('/thumb', '/full'), { is: 404 })
      assert.equal((await fetch(`${world.server.base}${photo.full}/../../../meta`)).status, 404)
    })

    test('what is not a picture is refused, whatever it calls itself', async () => {
      await world.changesNothing(async () => {
        const page = Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>')
        const cut = png(400, 400).subarray(0, 200)
        for (const body of [Buffer.from('hello'), page, cut, Buffer.alloc(1000), Buffer.from('GIF89a\x01\0\x01\0', 'latin1'), pngBomb(), png(1, 1).subarray(0, 8)])
          for (const type of ['image/jpeg', 'image/png', 'image/webp']) await upload(body, type, { is: 422, code: 'media.not_image' })
        await upload(Buffer.alloc(0), 'image/png', { is: undefined }).catch((error) => assert.match(error.message, /-> (400|422) /))
        await upload(png(), 'text/html', { is: 415 })
        await upload('{}', 'application/json', { is: 415 })
      })
    })

    test('a hostile file name is nothing to the server: only the bytes count', async () => {
      const names = ['../../etc/passwd', 'a\u202Egpj.exe', '"; rm -rf /', 'x'.repeat(500)]
      for (const name of names)
        await upload(png(), 'image/png', { headers: { 'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent(name)}` }, is: 201 })
    })

    test('an upload is attached once, by who has its token', async () => {
      const sent = claim(await upload(png(), 'image/png'))
      const fresh = claim(await upload(png(), 'image/png'))
      await shown([sent])
      const report = (uploads, expected) => anyone.post('/cases', { body: { kind: 'water_leak', body: '照片', area: '990101001001001', uploads }, ...expected })
      await world.changesNothing(async () => {
        await report([sent], { is: 422, code: 'media.unknown' })
        await report([{ ...fresh, token: 'A'.repeat(43) }], { is: 422, code: 'media.unknown' })
        await report([{ upload: '999999999999', token: fresh.token }], { is: 422, code: 'media.unknown' })
        await report([{ upload: 'x', token: fresh.token }], { is: 422 })
        await report([fresh, fresh], { is: 422 })
        await report(Array.from({ length: 7 }, () => fresh), { is: 422 })
        await report('photos', { is: 422, code: 'input.type' })
        await report([{ ...fresh, name: 'a.png' }], { is: 422, code: 'input.unknown_field' })
      })
      await report([fresh], { is: 201 })
    })

    test('a file beyond 12 MB is refused, and before it is sent when the client asks first', async () => {
      await world.anyone.post('/uploads', { body: new Uint8Array(13 << 20), type: 'image/png', is: 413, code: 'body.too_large' })
      const reply = await raw(world.server.base, `POST /api/v1/uploads HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\nExpect: 100-continue\r\nContent-Length: ${13 << 20}\r\n\r\n`)
      assert.match(reply, /^HTTP\/1\.1 413 [^]*"code":"body\.too_large"/)
    })
  })
}
