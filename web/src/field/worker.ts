import { ref } from 'vue'

/** These pages open without a signal from now on. */
export const pagesKept = ref(false)

/** Only over TLS (or on this machine), and only from built files; elsewhere the pages work while they are open. */
export async function keepPages() {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator)) return
  try {
    await navigator.serviceWorker.register('/sw.js')
    await navigator.serviceWorker.ready
    pagesKept.value = true
  } catch {
    /* a browser that forbids it: nothing is promised then */
  }
}
