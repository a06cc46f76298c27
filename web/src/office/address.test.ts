import { flushPromises, mount } from '@vue/test-utils'
import { expect, test } from 'vitest'
import { createMemoryHistory, createRouter, RouterView } from 'vue-router'
import { defineComponent, h } from 'vue'

import { address } from './address'

async function desk() {
  let at: ReturnType<typeof address> | undefined
  const page = defineComponent(() => {
    at = address()
    return () => h('p')
  })
  const router = createRouter({
    history: createMemoryHistory(),
    routes: [
      { path: '/intake', name: 'intake', component: page },
      { path: '/board', name: 'board', component: { render: () => h('p') } },
    ],
  })
  await router.push('/intake?area=4101')
  mount({ render: () => h(RouterView) }, { global: { plugins: [router] } })
  await flushPromises()
  return { router, at: at! }
}

test('a change that another one pushed aside is made again', async () => {
  const { router, at } = await desk()
  const mine = at.go({ case: 'a' })
  const shell = router.replace({ query: { area: '410105' } })
  await Promise.all([mine, shell])
  expect(router.currentRoute.value.query).toEqual({ area: '410105', case: 'a' })
  expect(at.query('case')).toBe('a')
})

test('a desk that was left does not write into the next one\'s address', async () => {
  const { router, at } = await desk()
  await router.push('/board')
  await at.go({ case: 'a' })
  expect(router.currentRoute.value.fullPath).toBe('/board')
})
