import type { Role } from '@/lib/context/contract'

/** Where a person starts: founders with what happened, everybody else with their work. */
export function homePath(role: Role): string {
  return role === 'FOUNDER' ? '/dashboard/activity' : '/dashboard/leads'
}

const anyOrigin = 'https://daybook.invalid'

/**
 * The page asked for before signing in, if it is one of ours: a path with exactly one leading slash. Everything else
 * (other sites, `//host`, `/\host`, the sign-in page itself) is undefined, so that a link cannot lead people away.
 */
export function nextPath(next: unknown): string | undefined {
  if (typeof next !== 'string' || !/^\/(?![/\\])/.test(next) || !URL.canParse(next, anyOrigin)) return undefined
  const { origin, pathname, search, hash } = new URL(next, anyOrigin)
  // Browsers drop tabs and line breaks inside addresses, so the parsed path is judged again.
  if (origin !== anyOrigin || pathname.startsWith('//') || pathname === '/sign-in') return undefined
  return pathname + search + hash
}
