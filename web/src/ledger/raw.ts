import { api } from '../api/client'

type Init = { params?: { path?: object; query?: object; header?: object }; body?: unknown; headers?: Record<string, string>; bodySerializer?: (body: unknown) => unknown; parseAs?: 'blob' }
type Ask = <T>(path: string, init?: Init) => Promise<{ data?: T; error?: unknown; response: Response }>

/** Routes that the generated types do not know yet. */
export const raw = api as unknown as { GET: Ask; POST: Ask; PATCH: Ask }
