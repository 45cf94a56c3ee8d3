import { getDb } from '../db'

/** All members, oldest first, without anything secret. */
export function listUsers() {
  return getDb().user.findMany({
    orderBy: { id: 'asc' },
    select: {
      id: true,
      email: true,
      name: true,
      role: true,
      isSample: true,
      disabledAt: true,
      lastLoginAt: true,
      loginCount: true,
    },
  })
}
