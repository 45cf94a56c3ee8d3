import { authenticate } from '../auth'
import { isAppError } from '../errors'
import { logger } from '../logger'

const limitMs = 750

/**
 * Who is calling a public route, or null. Such a route answers strangers too, so a database that fails or
 * takes too long makes a stranger of everybody instead of holding up the answer. Throws UNAUTHENTICATED for a wrong key.
 */
export async function identify(request: Request): ReturnType<typeof authenticate> {
  // Uptime monitors show nothing, and ask often.
  if (!request.headers.has('authorization') && !request.headers.has('cookie')) return null
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(resolve, limitMs, null)
  })
  try {
    return await Promise.race([authenticate(request), late])
  } catch (error) {
    if (isAppError(error) && error.code === 'UNAUTHENTICATED') throw error
    logger.warn('A caller could not be identified and was answered as a stranger', { error })
    return null
  } finally {
    clearTimeout(timer)
  }
}
