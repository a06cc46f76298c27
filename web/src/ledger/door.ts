import { api, keyed, match, must } from '../api/client'
import type { components, paths } from '../api/schema'

/* What anybody may ask of an entry, and what its owner may say with the code of the notice. */

type S = components['schemas']
/** An entry as anybody sees it. */
export type PublicEntry = S['EntryPublic']
export type PublicInspection = S['DoorInspection']
export type Door = S['Door']
/** The entry as its owner sees it. */
export type OwnEntry = S['OwnerEntry']

const at = (ref: string) => ({ params: { path: { ref } } })
export const getDoor = (ref: string, query: { paper?: string; as_of?: string }) => must(api.GET('/api/v1/entries/{ref}/public', { params: { path: { ref }, query } }))
export const getOwn = (ref: string, code: string) => must(api.POST('/api/v1/entries/{ref}/owner', { ...at(ref), body: { code } }))
export const askAsOwner = (ref: string, body: S['OwnerRequest'], key: string) => must(api.POST('/api/v1/entries/{ref}/owner/requests', { ...at(ref), body, headers: keyed(key) }))
export const confirmAsOwner = (ref: string, version: number, code: string, key: string) => must(api.POST('/api/v1/entries/{ref}/owner/confirm', { ...at(ref), body: { code }, headers: { ...keyed(key), ...match(version) } }))
export const proposePeriod = (ref: string, body: S['OwnerEntryPeriod'], key: string) => must(api.POST('/api/v1/entries/{ref}/owner/periods', { ...at(ref), body, headers: keyed(key) }))

type DirectoryQuery = NonNullable<paths['/api/v1/ledgers/{ledger}/directory']['get']['parameters']['query']>
export const listDirectory = (ledger: string, query: DirectoryQuery) => must(api.GET('/api/v1/ledgers/{ledger}/directory', { params: { path: { ledger }, query } }))
export const applyFor = (ledger: string, body: S['EntryApplication'], key: string) => must(api.POST('/api/v1/ledgers/{ledger}/applications', { params: { path: { ledger } }, body, headers: keyed(key) }))
