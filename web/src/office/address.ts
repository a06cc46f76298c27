import { isNavigationFailure, NavigationFailureType, useRoute, useRouter } from 'vue-router'

const TRIES = 5

/**
 * What a desk keeps in its address. Two changes at once do not lose one another: the one that was pushed aside is made
 * again. A desk that is being left changes nothing any more.
 */
export function address() {
  const route = useRoute()
  const router = useRouter()
  const here = route.name
  const query = (key: string) => (typeof route.query[key] === 'string' ? route.query[key] : '')
  async function go(to: Record<string, string | undefined>) {
    for (let tries = 0; tries < TRIES && route.name === here; tries++) {
      const failure = await router.replace({ query: { ...route.query, ...to } })
      if (!isNavigationFailure(failure, NavigationFailureType.cancelled)) return
      // The other one goes through first, or this would push it aside in turn.
      await new Promise((done) => setTimeout(done))
    }
  }
  return { query, go }
}
