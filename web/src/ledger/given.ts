import { say } from '../i18n'
import { count } from '../i18n/time'
import { unitWords } from '../i18n/units'
import type { CheckItem } from './types'
import { t } from './words'

/** The answer given to an item, in the words of its list. */
export function givenWords(item: CheckItem | undefined, answer: unknown): string {
  if (answer === null || answer === undefined) return t('answer.skipped')
  if (typeof answer === 'boolean') return t(answer ? 'answer.pass' : 'answer.fail')
  if (typeof answer === 'number') return `${count(answer)} ${unitWords(item?.unit)}`.trim()
  const choice = item?.choices.find((one) => one.value === answer)
  return choice ? say(choice.name) : String(answer)
}
