import { defineAsyncComponent } from 'vue'

import { accountWords } from './words'

/** The dialog with its words, which no page loads for it. */
export const OwnPassword = defineAsyncComponent(async () => {
  const [dialog] = await Promise.all([import('./OwnPassword.vue'), accountWords.load()])
  return dialog
})
