import type { CheckItem, Checklist, GradeRule } from './types'

/*
 * What the server will make of answers, reckoned beforehand so that the inspector sees it while he fills in. The server
 * reckons again and is the one that counts. What was put right on the spot keeps its points, opens nothing and breaks no must-pass
 * rule: score and status say how the place was left. The score is rounded down.
 */

export type Given = boolean | number | string | null
export interface Said {
  /** Null: not applicable; undefined: not answered yet. */
  answer: Given | undefined
  corrected: boolean
}
export interface Grade {
  /** Null: nothing was asked that has points. */
  score: number | null
  failed: number
  mustFailed: number
  /** Failed and not put right on the spot. */
  left: number
  status: string | null
}

export const isAsked = (item: CheckItem, facet: string | null) => !item.only.length || (facet !== null && item.only.includes(facet))

/** Passed, failed, not applicable (null), or no answer that the item takes (undefined). */
export function judge(item: CheckItem, answer: Given | undefined): boolean | null | undefined {
  if (answer === null) return item.may_skip ? null : undefined
  if (item.type === 'number') return typeof answer === 'number' && Number.isFinite(answer) ? answer >= (item.min ?? -Infinity) && answer <= (item.max ?? Infinity) : undefined
  if (item.type === 'choice') return item.choices.find((one) => one.value === answer)?.passes
  return typeof answer === 'boolean' ? answer : undefined
}

const holds = (wanted: boolean | null, is: boolean) => wanted === null || wanted === is

function ruleHolds(rule: GradeRule, grade: Grade, mustBroken: boolean, open: boolean, overdue: boolean): boolean {
  if (rule.score_from !== null && (grade.score === null || grade.score < rule.score_from)) return false
  if (rule.score_below !== null && (grade.score === null || grade.score >= rule.score_below)) return false
  return holds(rule.must_passed, !mustBroken) && holds(rule.open_items, open) && holds(rule.overdue, overdue)
}

/** `overdue`: items that are overdue now; one that passes is struck off. */
export function gradeOf(list: Checklist, facet: string | null, said: Readonly<Record<string, Said>>, overdue: readonly string[] = []): Grade {
  const grade: Grade = { score: null, failed: 0, mustFailed: 0, left: 0, status: null }
  let asked = 0
  let kept = 0
  let mustBroken = false
  let late = false
  for (const item of list.items) {
    const one = said[item.item]
    const passed = one && isAsked(item, facet) ? judge(item, one.answer) : undefined
    if (passed === undefined || passed === null) continue
    asked += item.points
    if (passed || one!.corrected) kept += item.points
    if (passed) continue
    grade.failed++
    if (item.must) grade.mustFailed++
    if (one!.corrected) continue
    grade.left++
    mustBroken ||= item.must
    late ||= overdue.includes(item.item)
  }
  if (asked) grade.score = Math.floor((100 * kept) / asked)
  grade.status = list.rules.find((rule) => ruleHolds(rule, grade, mustBroken, grade.left > 0, late))?.status ?? null
  return grade
}
