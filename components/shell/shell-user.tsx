'use client'

import { createContext, type ReactNode, useContext } from 'react'
import type { Role } from '@/lib/context/contract'

export interface ShellUser {
  name: string
  email: string
  role: Role
}

export const roleNames: Record<Role, string> = { FOUNDER: 'Founder', ADMIN: 'Admin', STAFF: 'Staff' }

const ShellUserContext = createContext<ShellUser | null>(null)

export function ShellUserProvider({ user, children }: { user: ShellUser; children: ReactNode }) {
  return <ShellUserContext value={user}>{children}</ShellUserContext>
}

/** Who is signed in, for looks only; null outside the shell. Never a ground to allow anything. */
export function useShellUser(): ShellUser | null {
  return useContext(ShellUserContext)
}
