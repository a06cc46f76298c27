import { ref, shallowRef } from 'vue'

import { toast } from '../../wg/toast'
import { sending } from '../sending'
import { t } from './words'

/** What was brought in before, and taking one of them back. */
export function earlierImports<T extends { ref: string; version: number }>(list: () => Promise<{ items: T[] }>, back: (ref: string, version: number, key: string) => Promise<unknown>) {
  const earlier = shallowRef<T[]>([])
  const undoing = ref<T>()
  const undo = sending()

  async function loadEarlier() {
    earlier.value = (await list()).items
  }

  async function takeBack() {
    const one = undoing.value
    if (!one) return
    const got = await undo.send(async (key) => {
      await back(one.ref, one.version, key)
      return true
    })
    if (!got) return
    undoing.value = undefined
    toast(t('import.undone'))
    await loadEarlier()
  }

  return { earlier, undoing, undo, loadEarlier, takeBack }
}
