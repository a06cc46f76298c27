import { ref, watch } from 'vue'

import type { Case } from '../api/types'
import { say } from '../i18n'
import { live } from './live'
import { t } from './words'

/** Keeps an open case as it is now, and says what somebody else did to it meanwhile. */
export function caseNews(number: () => string, reload: () => Promise<void>) {
  const news = ref('')
  live.listen({ changed: (of) => void (of.ref === number() && reload()), reload: () => void (number() && reload()) })
  watch(number, () => (news.value = ''))

  function compare(before: Case | undefined, now: Case) {
    if (!before || before.ref !== now.ref || before.version >= now.version) return
    const step = now.history[now.history.length - 1]
    if (step) news.value = t('case.news', { who: step.who, action: say(step.action_name) })
  }

  return { news, compare }
}
