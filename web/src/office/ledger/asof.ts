import { computed } from 'vue'

import { pastDay } from '../../ledger/past'
import { address } from '../address'

/** The day that a page looks back at. It stands in the address, so that the page can be sent as it was seen. */
export function lookingBack() {
  const { query, go } = address()
  const day = computed({ get: () => pastDay(query('as_of')), set: (to: string) => void go({ as_of: pastDay(to) || undefined }) })
  /** For requests: undefined is now. */
  const asOf = computed(() => day.value || undefined)
  return { day, asOf, query, go }
}
