import type { components } from '../api/schema'

/* What hangs on an entry: inspections, what is to be put right, what its owner asked, figures per period. */

type S = components['schemas']
export type Period = S['EntryPeriod']
export type CheckAnswer = S['InspectionAnswer']
export type Shot = S['InspectionPhoto']
export type InspectionLine = S['InspectionLine']
export type Inspection = S['Inspection']
export type Rectification = S['RectificationItem']
export type OwnerRequest = S['EntryRequest']
