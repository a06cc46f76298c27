import { ref } from 'vue'

/** The one short line that says what just happened. */
export const toastText = ref('')
let timer: ReturnType<typeof setTimeout> | undefined

export function toast(text: string) {
  clearTimeout(timer)
  toastText.value = text
  timer = setTimeout(() => (toastText.value = ''), 6000)
}
