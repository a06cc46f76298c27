import { api, must } from '../api/client'
import type { components } from '../api/schema'

/* The programmes that the server runs, asked once a page load. */

export type ProgrammeLine = components['schemas']['ProgrammeLine']

let asked: Promise<readonly ProgrammeLine[]> | undefined

export function loadProgrammes(): Promise<readonly ProgrammeLine[]> {
  asked ??= must(api.GET('/api/v1/programmes')).then(
    (got) => got.items,
    (e: unknown) => {
      asked = undefined
      throw e
    },
  )
  return asked
}

/** Kinds of matters that a programme brings, in the order of its file. */
export const kindsOf = async (programme: string) => (await loadProgrammes()).find((one) => one.programme === programme)?.kinds ?? []
