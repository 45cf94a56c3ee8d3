import { NuqsAdapter } from 'nuqs/adapters/next/app'
import type { ReactNode } from 'react'
import { Toaster } from '@/components/ui/toaster'
import { QueryProvider } from './query-provider'
import { ThemeProvider } from './theme-provider'

/** Theme, queries, filters in the URL and short notices, for every page. */
export function Providers({ nonce, children }: { nonce?: string | undefined; children: ReactNode }) {
  return (
    <ThemeProvider nonce={nonce}>
      <QueryProvider>
        <NuqsAdapter>{children}</NuqsAdapter>
      </QueryProvider>
      <Toaster />
    </ThemeProvider>
  )
}
