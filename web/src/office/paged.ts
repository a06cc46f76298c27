import { ref, shallowRef } from 'vue'

import { problemText } from '../api/problem'

interface Page<T> {
  items: T[]
  next: string | null
}

/** A list by cursor: pages are added below; a new question throws the old answer away, however late it comes. */
export function paged<T, Q>(ask: (query: Q, cursor: string | undefined) => Promise<Page<T>>) {
  const items = shallowRef<T[]>([])
  const more = ref(false)
  const busy = ref(false)
  const problem = ref('')
  let query: Q
  let cursor: string | undefined
  let asked = 0

  async function fetchPage() {
    const mine = ++asked
    busy.value = true
    problem.value = ''
    try {
      const page = await ask(query, cursor)
      if (mine !== asked) return
      items.value = cursor ? [...items.value, ...page.items] : page.items
      cursor = page.next ?? undefined
      more.value = cursor !== undefined
    } catch (e) {
      if (mine === asked) problem.value = problemText(e)
    } finally {
      if (mine === asked) busy.value = false
    }
  }

  function first(of: Q) {
    query = of
    cursor = undefined
    return fetchPage()
  }

  return { items, more, busy, problem, first, next: fetchPage, again: () => first(query) }
}
