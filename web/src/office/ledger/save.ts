/** Hands a file to the browser's downloads. */
export function save(file: { blob: Blob; name: string }, otherwise: string) {
  const url = URL.createObjectURL(file.blob)
  const link = document.createElement('a')
  link.href = url
  link.download = file.name || otherwise
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 60_000)
}
