import { expect, test } from 'vitest'

import { codeOf, keepCode, keptCode } from './code'

test('the code is read behind the # and nowhere else', () => {
  expect(codeOf('#k=K7M2P-9QXTA')).toBe('K7M2P-9QXTA')
  expect(codeOf('#k=')).toBe('')
  expect(codeOf('#main')).toBe('')
  expect(codeOf('#k=<script>alert')).toBe('')
})

test('the code of one entry is not that of another, and can be put away', () => {
  keepCode('A-1', 'K7M2P-9QXTA')
  expect(keptCode('A-1')).toBe('K7M2P-9QXTA')
  expect(keptCode('A-2')).toBe('')
  keepCode('A-1', '')
  expect(keptCode('A-1')).toBe('')
})
