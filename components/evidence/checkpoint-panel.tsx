import { Download } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { CodeBlock } from '@/components/ui/code-block'
import { CopyButton } from '@/components/ui/copy-button'
import { KeyValueList } from '@/components/ui/key-value-list'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import { counted } from '@/components/ui/words'
import type { AuditEvidence } from '@/lib/audit/contract'

const address = '/api/audit-logs/checkpoint'

/** The newest signature over the whole trail, to be taken away. */
export function CheckpointPanel({ evidence: { checkpoint, origin } }: { evidence: AuditEvidence }) {
  if (!checkpoint)
    return (
      <Panel title="Newest checkpoint">
        <p className="text-pretty text-fg-muted">
          There is none yet. The first one is signed within a minute of the first sealed event.
        </p>
      </Panel>
    )
  return (
    <Panel
      title="Newest checkpoint"
      description="One signature over every event that was sealed when it was signed."
      actions={
        <Button asChild size="sm">
          <a href={address} download={`checkpoint-${checkpoint.number}.txt`}>
            <Download aria-hidden="true" />
            Download
          </a>
        </Button>
      }
    >
      <KeyValueList
        items={[
          { label: 'Number', value: checkpoint.number },
          { label: 'Signed', value: <Time iso={checkpoint.createdAt} /> },
          { label: 'Covers', value: counted(checkpoint.size, 'event') },
          { label: 'Log', value: origin, mono: true },
          { label: 'Root', value: <Root root={checkpoint.root} /> },
        ]}
      />
      <CodeBlock label="Signed note" code={checkpoint.note} wrap className="mt-3" />
    </Panel>
  )
}

function Root({ root }: { root: string }) {
  return (
    <span className="-my-1 flex items-center gap-1">
      <code className="min-w-0 break-all font-mono text-sm">{root}</code>
      <CopyButton text={root} label="Copy root" />
    </span>
  )
}
