import { ApiDocsFrame } from '@/components/api-docs/api-docs-frame'
import { ApiDocsView } from '@/components/api-docs/api-docs-view'

export const metadata = { title: 'API reference' }

/** ReDoc: the same document, to be read. */
export default function RedocPage() {
  return (
    <ApiDocsFrame title="API: read it">
      <ApiDocsView kind="redoc" />
    </ApiDocsFrame>
  )
}
