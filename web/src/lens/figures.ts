import { api, must } from '../api/client'
import type { components } from '../api/schema'

/* A programme's figures, as its files define them and the server reckons them. */

type S = components['schemas']
export type Figure = S['Figure']
export type Cut = S['FigureCut']
export type Part = S['FigurePart']
export type Point = S['FigurePoint']

export const getFigures = (programme: string, area: string, as_of?: string) => must(api.GET('/api/v1/programmes/{programme}/figures', { params: { path: { programme }, query: { area, as_of } } }))
export const getParts = (figure: string, area: string, field: string, as_of?: string) => must(api.GET('/api/v1/figures/{figure}', { params: { path: { figure }, query: { area, as_of, by: 'field', field } } }))
export const getYears = (figure: string, area: string, from: string, to: string) => must(api.GET('/api/v1/figures/{figure}/series', { params: { path: { figure }, query: { area, every: 'year', from, to } } }))
