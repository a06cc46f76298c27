import { api, must } from '../api/client'

export interface Crew {
  ref: string
  name: string
}

/** The people of a post now: who holds it, the deputy, or all members of the unit that holds it. */
export async function crewOf(post: string): Promise<Crew[]> {
  const { holder, deputy } = await must(api.GET('/api/v1/posts/{ref}', { params: { path: { ref: post } } }))
  const people: Crew[] = []
  if (holder?.type === 'person') people.push({ ref: holder.ref, name: holder.name })
  if (holder?.type === 'team') {
    const now = new Date().toISOString()
    const team = await must(api.GET('/api/v1/teams/{ref}', { params: { path: { ref: holder.ref } } }))
    people.push(...team.members.filter((m) => !m.to || m.to > now).map((m) => m.person))
  }
  if (deputy && !people.some((one) => one.ref === deputy.ref)) people.push({ ref: deputy.ref, name: deputy.name })
  return people
}
