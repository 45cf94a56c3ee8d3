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
        The same verification without this page, and with a checkpoint that was kept outside:
      </p>
      <CodeBlock label="Command" code="npx daybook verify" />
      <CodeBlock
        label="With a checkpoint"
        code="npx daybook verify --checkpoint checkpoint.txt"
        wrap
        className="mt-3"
      />
    </Panel>
  )
}
