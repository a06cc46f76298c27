import { must } from '../api/client'
import type { Bilingual } from '../i18n'
import { raw } from './raw'

/* The programmes that the server runs, asked once a page load. */

export interface ProgrammeLine {
  programme: string
  version: number
  name: Bilingual
  about: Bilingual | null
  ledgers: string[]
  figures: string[]
  kinds: string[]
}

let asked: Promise<readonly ProgrammeLine[]> | undefined

export function loadProgrammes(): Promise<readonly ProgrammeLine[]> {
  asked ??= must(raw.GET<{ items: ProgrammeLine[] }>('/api/v1/programmes')).then(
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
