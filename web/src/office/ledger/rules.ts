import { say } from '../../i18n'
import type { CheckItem, Checklist, GradeRule, Ledger } from '../../ledger/types'
import { statusName } from '../../ledger/kinds'
import { t } from './words'

/* Checklists in words that a clerk reads. */

const join = (parts: readonly string[]) => parts.join(t('rule.and'))

/** What must hold for the rule; the last rule asks for nothing. */
export function ruleWords(rule: GradeRule): string {
  const parts = [
    rule.score_from !== null && t('rule.from', { n: rule.score_from }),
    rule.score_below !== null && t('rule.below', { n: rule.score_below }),
    rule.must_passed !== null && t(rule.must_passed ? 'rule.must' : 'rule.must.not'),
    rule.open_items !== null && t(rule.open_items ? 'rule.open' : 'rule.open.not'),
    rule.overdue !== null && t(rule.overdue ? 'rule.overdue' : 'rule.overdue.not'),
  ].filter((part): part is string => Boolean(part))
  return parts.length ? join(parts) : t('rule.else')
}

/** How an item is answered: "pass or fail", "0 to 8 ℃", "Good, Fair, (not) Bad". */
export function answerWords(item: CheckItem): string {
  if (item.type === 'pass') return t('item.pass')
  if (item.type === 'choice') return item.choices.map((c) => (c.passes ? say(c.name) : t('item.fails', { name: say(c.name) }))).join(t('value.join'))
  const unit = item.unit ? ` ${item.unit}` : ''
  if (item.min !== null && item.max !== null) return t('item.between', { min: item.min, max: item.max, unit })
  if (item.min !== null) return t('item.least', { min: item.min, unit })
  return item.max !== null ? t('item.most', { max: item.max, unit }) : t('item.number', { unit })
}

const spans: Record<string, string> = { work_day: 'span.work_day', natural_day: 'span.natural_day', work_hour: 'span.work_hour', urgent_hour: 'span.urgent_hour', natural_hour: 'span.natural_hour', calendar_month: 'span.calendar_month' }

/** "5 work_day" as people say it; what the page does not know stays as the file has it. */
export function spanWords(limit: string): string {
  const [, n = '', unit = ''] = /^(\d+) (\w+)$/.exec(limit) ?? []
  return unit in spans ? t(spans[unit] as 'span.work_day', { n }) : limit
}

export { givenWords } from '../../ledger/given'

/** The rules as a clerk reads them, in the order in which they are tried. */
export const rulesOf = (list: Checklist, kind: Ledger | undefined) => list.rules.map((rule, i) => ({ key: String(i), status: rule.status, name: statusName(kind, rule.status), when: ruleWords(rule) }))

/** Items by group, in the order of the list. */
export function grouped(list: Checklist): { key: string; name: string; items: CheckItem[] }[] {
  const groups = list.groups.map(({ group, name }) => ({ key: group, name: say(name), items: list.items.filter((item) => item.group === group) }))
  const rest = list.items.filter((item) => !list.groups.some(({ group }) => group === item.group))
  return [...groups, ...(rest.length ? [{ key: '', name: t('item.rest'), items: rest }] : [])].filter((group) => group.items.length)
}
