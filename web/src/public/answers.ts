import type { Answer, KindAnswer } from '../api/types'

export interface AnswerGroup {
  key: string
  answer: Answer
  kinds: string[]
}

/** One card for each who answers, with all the kinds that he or she answers for; nobody comes last. */
export function byPost(items: readonly KindAnswer[]): AnswerGroup[] {
  const groups = new Map<string, AnswerGroup>()
  for (const item of items) {
    const key = item.answer.post?.ref ?? ''
    const group = groups.get(key) ?? { key, answer: item.answer, kinds: [] }
    group.kinds.push(item.case_kind)
    groups.set(key, group)
  }
  return [...groups.values()].sort((a, b) => Number(b.answer.found) - Number(a.answer.found) || b.kinds.length - a.kinds.length)
}
