import { ref, type Ref } from 'vue'

import { api, keyed, match, must, newKey } from '../api/client'
import { Problem, problemText } from '../api/problem'
import type { Case, CaseAction } from '../api/types'
import { uploadAll } from '../api/upload'
import { isAsking, type ActionInput } from './asks'

/**
 * Acting on one case: which action is begun, what is under way, why the last one failed. The key of a press is kept for
 * every try of it. A case that somebody else changed meanwhile is fetched again and the person told.
 */
export function acting(seen: Ref<Case | undefined>, reload: () => Promise<void>, done: (action: CaseAction, after: Case) => void) {
  const action = ref<CaseAction>()
  const problem = ref('')
  const busy = ref(false)
  let key = newKey()

  async function act(input: ActionInput) {
    const now = action.value
    if (!now || !seen.value || busy.value) return
    busy.value = true
    problem.value = ''
    try {
      const uploads = await uploadAll(input.photos)
      const { photos: _, ...given } = input
      const body = { action: now.action, ...given, ...(uploads.length && { uploads }) }
      const after = await must(
        api.POST('/api/v1/cases/{ref}/act', { params: { path: { ref: seen.value.ref } }, body, headers: { ...keyed(key), ...match(seen.value.version) } }),
      )
      seen.value = after
      action.value = undefined
      done(now, after)
    } catch (e) {
      problem.value = problemText(e)
      if (e instanceof Problem && e.status === 412) await reload()
      if (!isAsking(now)) action.value = undefined
    } finally {
      busy.value = false
    }
  }

  /** An action that asks for nothing is done at once, `bare` also one that only may be given something; the others open their form: then true. */
  function begin(next: CaseAction, bare = false): boolean {
    action.value = next
    problem.value = ''
    key = newKey()
    if (bare ? next.needs.length : isAsking(next)) return true
    void act({ photos: [] })
    return false
  }

  return { action, problem, busy, act, begin }
}
