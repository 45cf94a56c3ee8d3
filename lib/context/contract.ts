/** What a person may do; each includes the ones after it. */
export type Role = 'FOUNDER' | 'ADMIN' | 'STAFF'

export const roles = ['FOUNDER', 'ADMIN', 'STAFF'] as const satisfies readonly Role[]

const rank: Record<Role, number> = { FOUNDER: 3, ADMIN: 2, STAFF: 1 }

/** FOUNDER > ADMIN > STAFF. */
export function roleIncludes(role: Role, needed: Role): boolean {
  return rank[role] >= rank[needed]
}

/** What a program with an API key may do. A key opens what names one of its scopes, and nothing else. */
export const scopes = ['events:write', 'audit:read', 'metrics:read', 'health:read', 'heartbeats:write'] as const
export type Scope = (typeof scopes)[number]
