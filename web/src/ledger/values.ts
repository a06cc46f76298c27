import { say } from '../i18n'
import { count, day } from '../i18n/time'
import { unitWords } from '../i18n/units'
import type { LedgerField } from './types'
import { t } from './words'

/* Values of typed fields as people read them. */

const named = (field: LedgerField, value: string) => {
  const found = field.choices.find((one) => one.value === value)
  return found ? say(found.name) : value
}

/** A thing that is not there is a dash. */
export function valueWords(field: LedgerField, value: unknown): string {
  if (value === null || value === undefined || value === '') return t('value.none')
  if (typeof value === 'boolean') return t(value ? 'value.yes' : 'value.no')
  if (Array.isArray(value)) return value.length ? value.map((one) => named(field, String(one))).join(t('value.join')) : t('value.none')
  if (typeof value === 'number') return `${count(value)} ${unitWords(field.unit)}`.trim()
  const text = String(value)
  if (field.type === 'choice') return named(field, text)
  if (field.type === 'date' && /^\d{4}-\d{2}-\d{2}$/.test(text)) return day(`${text}T12:00:00+08:00`)
  return text
}
