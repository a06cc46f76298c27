import type { Photo } from '../wg/photo'
import { api, must } from './client'
import type { UploadUse } from './types'

/* Photos go one by one when the form is sent; one that arrived is not sent again when a later step must be repeated. */

const arrived = new WeakMap<Blob, UploadUse>()

async function send(photo: Photo): Promise<UploadUse> {
  const got = await must(
    api.POST('/api/v1/uploads', {
      body: photo.blob as unknown as string,
      bodySerializer: (blob) => blob,
      headers: { 'Content-Type': photo.blob.type },
    }),
  )
  return { upload: got.upload, token: got.token }
}

export async function uploadAll(photos: readonly Photo[], onEach?: (done: number) => void): Promise<UploadUse[]> {
  const uses: UploadUse[] = []
  for (const photo of photos) {
    const use = arrived.get(photo.blob) ?? (await send(photo))
    arrived.set(photo.blob, use)
    uses.push({ ...use, ...photo.spot })
    onEach?.(uses.length)
  }
  return uses
}
