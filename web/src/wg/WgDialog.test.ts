import { mount } from '@vue/test-utils'
import { nextTick } from 'vue'
import { expect, test } from 'vitest'

import WgDialog from './WgDialog.vue'

const open = async () => {
  document.body.innerHTML = '<div id="app"><button id="before">x</button></div>'
  document.getElementById('before')?.focus()
  const wrapper = mount(WgDialog, { props: { title: 'T' }, slots: { default: '<input id="first">', actions: '<button id="last">ok</button>' }, attachTo: document.body })
  await nextTick()
  return { wrapper, box: document.querySelector<HTMLElement>('[role=dialog]')! }
}
const key = (name: string, shiftKey = false) => new KeyboardEvent('keydown', { key: name, shiftKey, bubbles: true, cancelable: true })

test('the focus goes in, around, and back', async () => {
  const { wrapper, box } = await open()
  expect(document.activeElement).toBe(box)
  document.getElementById('last')?.focus()
  document.activeElement?.dispatchEvent(key('Tab'))
  expect(document.activeElement?.className).toBe('wg-dialog-close')
  document.activeElement?.dispatchEvent(key('Tab', true))
  expect(document.activeElement?.id).toBe('last')
  wrapper.unmount()
  expect(document.activeElement?.id).toBe('before')
})

test('escape closes, and the page behind is silent while it is open', async () => {
  const { wrapper, box } = await open()
  expect(document.getElementById('app')?.getAttribute('aria-hidden')).toBe('true')
  box.dispatchEvent(key('Escape'))
  expect(wrapper.emitted('close')).toHaveLength(1)
  wrapper.unmount()
  expect(document.getElementById('app')?.hasAttribute('aria-hidden')).toBe(false)
})
