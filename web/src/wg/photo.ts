/* Photos are made small in the page: less to send, and the camera's hidden data (place, time, device) stays behind. */

export const PHOTO_EDGE = 1600
export const PHOTO_MAX_BYTES = 12 * 1024 * 1024
const KEPT_TYPES = ['image/jpeg', 'image/png', 'image/webp']

export interface Photo {
  readonly key: string
  readonly name: string
  readonly blob: Blob
  /** object URL for showing it; given back by `forget` */
  readonly url: string
  /** where it was taken, when the person said so */
  readonly spot?: { readonly lon: number; readonly lat: number }
}

export function fit(width: number, height: number, edge = PHOTO_EDGE): [number, number] {
  const scale = Math.min(1, edge / Math.max(width, height))
  return [Math.max(1, Math.round(width * scale)), Math.max(1, Math.round(height * scale))]
}

function picture(url: string): Promise<HTMLImageElement> {
  return new Promise((done, failed) => {
    const image = new Image()
    image.onload = () => done(image)
    image.onerror = () => failed(new Error('photo.unreadable'))
    image.src = url
  })
}

function redraw(image: HTMLImageElement): Promise<Blob | null> {
  const [width, height] = fit(image.naturalWidth, image.naturalHeight)
  const canvas = document.createElement('canvas')
  canvas.width = width
  canvas.height = height
  canvas.getContext('2d')?.drawImage(image, 0, 0, width, height)
  return new Promise((done) => canvas.toBlob(done, 'image/jpeg', 0.82))
}

let made = 0

/** Throws `photo.unreadable` or `photo.too_large` as the message. */
export async function takePhoto(file: File): Promise<Photo> {
  const source = URL.createObjectURL(file)
  try {
    const image = await picture(source)
    const small = await redraw(image)
    const blob = small ?? file
    if (!small && !KEPT_TYPES.includes(file.type)) throw new Error('photo.unreadable')
    if (blob.size > PHOTO_MAX_BYTES) throw new Error('photo.too_large')
    return { key: `p${++made}`, name: file.name, blob, url: URL.createObjectURL(blob) }
  } finally {
    URL.revokeObjectURL(source)
  }
}

export function forget(photo: Photo) {
  URL.revokeObjectURL(photo.url)
}
