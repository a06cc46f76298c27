// Keeps the pages of those who work outside, so that they open without a signal. It keeps files of this program only: no
// answer of the server, no picture, nothing about anybody. What was read and what waits to be sent stands in the pages' own
// store (src/field/inspect/store.ts). A new version waits until the pages of the old one are closed, so that no page is
// made of two versions.
const FILES = self.__FILES
const NAME = `wangge-pages-${self.__VERSION}`
const SHELL = '/index.html'
const PATIENCE = 4000

const ours = (name) => name.startsWith('wangge-pages-')

self.addEventListener('install', (event) => {
  event.waitUntil(caches.open(NAME).then((cache) => cache.addAll(FILES.map((url) => new Request(url, { cache: 'reload', credentials: 'omit' })))))
})

self.addEventListener('activate', (event) => {
  event.waitUntil(
    caches
      .keys()
      .then((names) => Promise.all(names.filter((name) => ours(name) && name !== NAME).map((name) => caches.delete(name))))
      .then(() => self.clients.claim()),
  )
})

const kept = (url) => caches.open(NAME).then((cache) => cache.match(url, { ignoreVary: true }))

// The newest page where there is a signal; the kept one where there is none, or one that answers too late.
async function page(request) {
  const asked = fetch(request)
  const late = new Promise((done) => setTimeout(done, PATIENCE)).then(() => kept(SHELL))
  try {
    const first = await Promise.race([asked, late])
    return first ?? (await asked)
  } catch {
    return (await kept(SHELL)) ?? Response.error()
  }
}

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (request.mode === 'navigate') {
    if (!/^\/(office|api|tiles)(\/|$)/.test(url.pathname)) event.respondWith(page(request))
  } else if (FILES.includes(url.pathname)) {
    event.respondWith(kept(url.pathname).then((got) => got ?? fetch(request)))
  }
})
