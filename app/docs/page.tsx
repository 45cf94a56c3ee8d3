import { ApiDocsFrame } from '@/components/api-docs/api-docs-frame'
import { ApiDocsView } from '@/components/api-docs/api-docs-view'

export const metadata = { title: 'API' }

/** Swagger UI: every address, to be tried out with one's own session. */
export default function SwaggerPage() {
  return (
    <ApiDocsFrame title="API: try it">
      {/* oxlint-disable-next-line nextjs/no-css-tags -- of its makers, as it is: not to be bundled with ours */}
      <link rel="stylesheet" href="/api-docs/swagger-ui.css" precedence="default" />
      <ApiDocsView kind="swagger" />
    </ApiDocsFrame>
  )
}
