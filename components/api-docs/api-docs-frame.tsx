import type { ReactNode } from 'react'
import { BrandMark } from '@/components/shell/brand'
import { ApiDocsLink } from './api-docs-link'

/** The bar above both views of the API's document, with the ways to the other one, the file and the app. */
export function ApiDocsFrame({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-canvas">
      <header className="flex flex-wrap items-center gap-x-4 gap-y-1 border-line border-b px-4 py-3 sm:px-6">
        <BrandMark className="size-7" />
        <h1 className="me-auto font-semibold text-fg text-lg">{title}</h1>
        <nav aria-label="API documents" className="flex flex-wrap gap-x-1">
          <ApiDocsLink href="/docs">Swagger UI</ApiDocsLink>
          <ApiDocsLink href="/docs/redoc">ReDoc</ApiDocsLink>
          <ApiDocsLink href="/openapi.json">openapi.json</ApiDocsLink>
          <ApiDocsLink href="/">Dashboard</ApiDocsLink>
        </nav>
      </header>
      <main id="content">{children}</main>
    </div>
  )
}
