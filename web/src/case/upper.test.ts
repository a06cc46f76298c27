import { mount } from '@vue/test-utils'
import { expect, test } from 'vitest'

import type { AreaStep } from '../api/types'
import { setLang } from '../i18n'
import UpperChoice from './UpperChoice.vue'
import { caseWords } from './words'

const step = (code: string, name: string) => ({ code, name, level: '', note: null }) as unknown as AreaStep
const chain = [step('410105016001001', '第一网格'), step('410105016001', '某社区'), step('410105016', '某街道'), step('410105', '某区'), step('4101', '某市')]

test('who passes a case up names a desk around it, and never a point', async () => {
  await caseWords.load()
  await setLang('zh')
  const form = mount(UpperChoice, { props: { area: '410105016001001', chain, modelValue: null } })
  expect(form.findAll('option').map((one) => one.text())).toEqual(['上一级：某街道', '某社区', '某区'])
  await form.get('select').setValue('410105')
  expect(form.emitted('update:modelValue')).toEqual([[{ area: '410105', chain: [], point: null }]])
  const town = mount(UpperChoice, { props: { area: '410105016', chain: chain.slice(2), modelValue: null } })
  expect(town.findAll('option').map((one) => one.text())).toEqual(['上一级：某区'])
})
