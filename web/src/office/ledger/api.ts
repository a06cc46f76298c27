import { api, keyed, match, must } from '../../api/client'
import type { components, paths } from '../../api/schema'

/* What the pages on ledgers ask of the server. */

type S = components['schemas']

export type EntryQuery = NonNullable<paths['/api/v1/ledgers/{ledger}/entries']['get']['parameters']['query']>
export const listEntries = (ledger: string, of: EntryQuery) => must(api.GET('/api/v1/ledgers/{ledger}/entries', { params: { path: { ledger }, query: of } }))
export const countEntries = (ledger: string, of: { area: string; as_of?: string; by?: 'area' | 'facet' | 'post' }) => must(api.GET('/api/v1/ledgers/{ledger}/counts', { params: { path: { ledger }, query: of } }))
export const likeEntries = (ledger: string, of: { name: string; area: string; lat?: number; lon?: number; crs?: 'wgs84' }) => must(api.GET('/api/v1/ledgers/{ledger}/alike', { params: { path: { ledger }, query: of } }))
export const listReminders = (ledger: string, of: { area: string; cursor?: string }) => must(api.GET('/api/v1/ledgers/{ledger}/reminders', { params: { path: { ledger }, query: of } }))

const at = (ref: string) => ({ params: { path: { ref } } })
export const getEntry = (ref: string, as_of?: string) => must(api.GET('/api/v1/entries/{ref}', { params: { path: { ref }, query: { as_of } } }))
export const addEntry = (ledger: string, body: S['NewEntry'], key: string) => must(api.POST('/api/v1/ledgers/{ledger}/entries', { params: { path: { ledger } }, body, headers: keyed(key) }))
export const changeEntry = (ref: string, version: number, body: S['EntryChange']) => must(api.PATCH('/api/v1/entries/{ref}', { ...at(ref), body, headers: match(version) }))
export const stepEntry = (ref: string, version: number, body: S['EntryStep'], key: string) => must(api.POST('/api/v1/entries/{ref}/steps', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))
export const leaveEntry = (ref: string, version: number, body: S['EntryLeave'], key: string) => must(api.POST('/api/v1/entries/{ref}/leave', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))
export const returnEntry = (ref: string, version: number, body: S['EntryReturn'], key: string) => must(api.POST('/api/v1/entries/{ref}/return', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))
export const confirmEntry = (ref: string, version: number, key: string) => must(api.POST('/api/v1/entries/{ref}/confirm', { ...at(ref), headers: { ...keyed(key), ...match(version) } }))
export const lookAtEntry = (ref: string, key: string) => must(api.POST('/api/v1/entries/{ref}/look', { ...at(ref), headers: keyed(key) }))
export const ownerCode = (ref: string, key: string) => must(api.POST('/api/v1/entries/{ref}/owner-code', { ...at(ref), headers: keyed(key) }))
export const entryVersions = (ref: string) => must(api.GET('/api/v1/entries/{ref}/versions', at(ref)))
export const entryPeriods = (ref: string) => must(api.GET('/api/v1/entries/{ref}/periods', at(ref)))
export const addPeriod = (ref: string, body: S['NewEntryPeriod'], key: string) => must(api.POST('/api/v1/entries/{ref}/periods', { ...at(ref), body, headers: keyed(key) }))
export const decidePeriod = (ref: string, body: S['EntryPeriodDecision'], key: string) => must(api.POST('/api/v1/entries/{ref}/periods/decide', { ...at(ref), body, headers: keyed(key) }))
export const entryInspections = (ref: string, as_of?: string) => must(api.GET('/api/v1/entries/{ref}/inspections', { params: { path: { ref }, query: { as_of } } }))
export const getInspection = (ref: string) => must(api.GET('/api/v1/inspections/{ref}', at(ref)))
export const entryRectification = (ref: string) => must(api.GET('/api/v1/entries/{ref}/rectification', at(ref)))
export const getChecklist = (checklist: string, version?: number) => must(api.GET('/api/v1/checklists/{checklist}', { params: { path: { checklist }, query: { version } } }))

export const listRequests = (of: { area: string; cursor?: string }) => must(api.GET('/api/v1/entry-requests', { params: { query: of } }))
export const requestsOf = (ref: string) => must(api.GET('/api/v1/entries/{ref}/requests', at(ref)))
export const decideRequest = (ref: string, version: number, body: S['RequestDecision'], key: string) => must(api.POST('/api/v1/entry-requests/{ref}/decide', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))

export const listRounds = (of: { area: string; cursor?: string }) => must(api.GET('/api/v1/rounds', { params: { query: of } }))
export const getRound = (ref: string) => must(api.GET('/api/v1/rounds/{ref}', at(ref)))
export const addRound = (body: S['NewRound'], key: string) => must(api.POST('/api/v1/rounds', { body, headers: keyed(key) }))
export const moveRound = (ref: string, version: number, body: S['RoundMove'], key: string) => must(api.POST('/api/v1/rounds/{ref}/move', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))
export const setRound = (ref: string, version: number, body: S['RoundState'], key: string) => must(api.POST('/api/v1/rounds/{ref}/state', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))

export const programmeVersions = (programme: string) => must(api.GET('/api/v1/programmes/{programme}/versions', { params: { path: { programme } } }))
export const programmeText = (programme: string, n: number) => must(api.GET('/api/v1/programmes/{programme}/versions/{n}', { params: { path: { programme, n: String(n) } } }))
export const listFigures = (programme: string, of: { area: string; as_of?: string }) => must(api.GET('/api/v1/programmes/{programme}/figures', { params: { path: { programme }, query: of } }))
export const bulletin = (programme: string, of: { area: string; as_of?: string }) => must(api.GET('/api/v1/programmes/{programme}/bulletin', { params: { path: { programme }, query: of } }))
export const figureParts = (figure: string, of: { area: string; as_of?: string; by: 'area' | 'field'; field?: string }) => must(api.GET('/api/v1/figures/{figure}', { params: { path: { figure }, query: of } }))
export const figureSeries = (figure: string, of: { area: string; every: 'year' | 'month'; from: string; to: string }) => must(api.GET('/api/v1/figures/{figure}/series', { params: { path: { figure }, query: of } }))
export const figureRows = (figure: string, of: { area: string; as_of?: string; side: 'over' | 'under'; cursor?: string }) => must(api.GET('/api/v1/figures/{figure}/rows', { params: { path: { figure }, query: of } }))

const sheetType = (name: string) => (/\.csv$/i.test(name) ? 'text/csv' : 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
export type SheetQuery = paths['/api/v1/ledgers/{ledger}/imports']['post']['parameters']['query']
export const importSheet = (ledger: string, file: File, of: SheetQuery, key: string) =>
  must(api.POST('/api/v1/ledgers/{ledger}/imports', { params: { path: { ledger }, query: of }, body: file as never, bodySerializer: (body: unknown) => body as Blob, headers: { ...keyed(key), 'Content-Type': sheetType(file.name) } }))
export const listImports = (ledger: string, area: string) => must(api.GET('/api/v1/ledgers/{ledger}/imports', { params: { path: { ledger }, query: { area } } }))
export const undoImport = (ref: string, version: number, key: string) => must(api.POST('/api/v1/ledger-imports/{ref}/undo', { ...at(ref), headers: { ...keyed(key), ...match(version) } }))

export type PastQuery = paths['/api/v1/ledgers/{ledger}/inspection-imports']['post']['parameters']['query']
export const importPast = (ledger: string, file: File, of: PastQuery, key: string) =>
  must(api.POST('/api/v1/ledgers/{ledger}/inspection-imports', { params: { path: { ledger }, query: of }, body: file as never, bodySerializer: (body: unknown) => body as Blob, headers: { ...keyed(key), 'Content-Type': sheetType(file.name) } }))
export const listPast = (ledger: string, area: string) => must(api.GET('/api/v1/ledgers/{ledger}/inspection-imports', { params: { path: { ledger }, query: { area } } }))
export const undoPast = (ref: string, version: number, key: string) => must(api.POST('/api/v1/inspection-imports/{ref}/undo', { ...at(ref), headers: { ...keyed(key), ...match(version) } }))
export type RectificationQuery = paths['/api/v1/ledgers/{ledger}/rectification']['get']['parameters']['query']
export const listRectification = (ledger: string, of: RectificationQuery) => must(api.GET('/api/v1/ledgers/{ledger}/rectification', { params: { path: { ledger }, query: of } }))

/** A file that the server makes, and its name. */
async function file(asked: Promise<{ data?: Blob; error?: unknown; response: Response }>) {
  const blob = await must(asked)
  const said = (await asked).response.headers.get('Content-Disposition') ?? ''
  const name = /filename\*=UTF-8''([^;]+)/.exec(said)?.[1]
  return { blob, name: name ? decodeURIComponent(name) : (/filename="([^"]+)"/.exec(said)?.[1] ?? '') }
}
export const exportEntries = (ledger: string, body: S['LedgerExportIn'], key: string) => file(api.POST('/api/v1/ledgers/{ledger}/exports', { params: { path: { ledger } }, body, headers: keyed(key), parseAs: 'blob' }))
export const printNotice = (ref: string, key: string) => file(api.POST('/api/v1/entries/{ref}/notice', { ...at(ref), headers: keyed(key), parseAs: 'blob' }))
export const exportRectification = (ledger: string, body: S['RectificationExportIn'], key: string) => file(api.POST('/api/v1/ledgers/{ledger}/rectification/exports', { params: { path: { ledger } }, body, headers: keyed(key), parseAs: 'blob' }))
export const askExport = (ledger: string, body: S['LedgerExportAsk'], key: string) => must(api.POST('/api/v1/ledgers/{ledger}/export-requests', { params: { path: { ledger } }, body, headers: keyed(key) }))
export const listExports = (area: string) => must(api.GET('/api/v1/export-requests', { params: { query: { area } } }))
export const decideExport = (ref: string, version: number, body: { grant: boolean; answer?: string }, key: string) => must(api.POST('/api/v1/export-requests/{ref}/decide', { ...at(ref), body, headers: { ...keyed(key), ...match(version) } }))
export const takeExport = (ref: string) => file(api.POST('/api/v1/export-requests/{ref}/file', { ...at(ref), parseAs: 'blob' }))
