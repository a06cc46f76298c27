// SPDX-License-Identifier: Apache-2.0
// A hairdresser's inspection as its sender writes it.

export const LIST = 'shop_hygiene_check'
// What is asked of a hairdresser, all well.
export const WELL = ['licence_shown', 'grade_shown', 'floor_clean', 'front_clean', 'bins_covered', 'pests', 'fire_exit', 'health_cards', 'trained', 'towels', 'tools', 'ringworm_tools']

// failing: { item: what is said of it instead }.
export const full = (failing = {}, more = {}) => ({
  checklist: LIST, checklist_version: 1, kind: 'full', result: 'done', answers: WELL.map((item) => ({ item, answer: true, ...failing[item] })), ...more,
})
