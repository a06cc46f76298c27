import type { Photo } from '../wg/photo'
import { api, must } from './client'
import type { UploadUse } from './types'

/* Photos go one by one when the form is sent; one that arrived is not sent again when a later step must be repeated. */

const arrived = new WeakMap<Blob, UploadUse>()

/** One photo; what comes back is shown when it is attached to something, within a day. */
export async function upload(blob: Blob): Promise<UploadUse> {
  const got = await must(
    api.POST('/api/v1/uploads', {
      body: blob as unknown as string,
      bodySerializer: (body) => body,
      headers: { 'Content-Type': blob.type },
    }),
  )
  return { upload: got.upload, token: got.token }
}

export async function uploadAll(photos: readonly Photo[], onEach?: (done: number) => void): Promise<UploadUse[]> {
  const uses: UploadUse[] = []
  for (const photo of photos) {
    const use = arrived.get(photo.blob) ?? (await upload(photo.blob))
    arrived.set(photo.blob, use)
    uses.push({ ...use, ...photo.spot })
    onEach?.(uses.length)
  }
  return uses
}
