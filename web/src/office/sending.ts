import { ref } from 'vue'

import { newKey } from '../api/client'
import { Problem, problemText } from '../api/problem'

/**
 * One press that changes something. Its key is kept while nobody knows whether the server has it, so that trying again
 * does it once; a refusal is an answer, and what is sent after it is a new wish.
 */
export function sending() {
  const busy = ref(false)
  const problem = ref('')
  let key = newKey()

  /** What came back, or undefined with `problem` said. */
  async function send<T>(work: (key: string) => Promise<T>): Promise<T | undefined> {
    if (busy.value) return undefined
    busy.value = true
    problem.value = ''
    try {
      const got = await work(key)
      key = newKey()
      return got
    } catch (e) {
      problem.value = problemText(e)
      if (e instanceof Problem && e.status >= 400 && e.status < 500 && e.status !== 429) key = newKey()
      return undefined
    } finally {
      busy.value = false
    }
  }

  return { busy, problem, send }
}
