import { CodeBlock } from '@/components/ui/code-block'
import { Panel } from '@/components/ui/panel'

/** How somebody who trusts neither this page nor its server checks the trail. */
export function AuditorPanel({ verifierKey }: { verifierKey: string }) {
  return (
    <Panel title="For your auditor">
      <p className="mb-3 text-pretty text-fg-muted">
        Give your auditor this key once and a checkpoint now and then. Kept where nobody who runs this database can
        change them, they prove later that nothing before was touched.
      </p>
      <CodeBlock label="Verifier key" code={verifierKey} wrap />
      <p className="mt-5 mb-3 text-pretty text-fg-muted">
        The same verification on the server without this page, here with a checkpoint that was kept outside:
      </p>
      <CodeBlock label="With a checkpoint" code="npx daybook verify --checkpoint checkpoint-4.txt" wrap />
      <p className="mt-5 mb-3 text-pretty text-fg-muted">
        Without the server and its database: an export, its checkpoint and the key are enough, also for the Python file
        in <code className="font-mono">docs</code>, which shares no code with Daybook.
      </p>
      <CodeBlock label="Export" code="npx daybook audit export trail.ndjson" wrap />
      <CodeBlock
        label="Verify anywhere"
        code="python3 verify-trail.py export trail.ndjson --checkpoint trail.ndjson.checkpoint --key KEY"
        wrap
        className="mt-3"
      />
    </Panel>
  )
}
