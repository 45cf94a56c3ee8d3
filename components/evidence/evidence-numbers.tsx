import { StatTile } from '@/components/ui/stat-tile'
import { Time } from '@/components/ui/time'
import type { AuditEvidence } from '@/lib/audit/contract'

const number = new Intl.NumberFormat('en')
/** The server counts no further. */
const manyUnsealed = 10_000

/** How much is provable already, and how much is about to be. */
export function EvidenceNumbers({ evidence: { sealed, unsealed, checkpoint } }: { evidence: AuditEvidence }) {
  const isBehind = unsealed >= manyUnsealed
  return (
    <div className="grid grid-cols-2 gap-2 sm:grid-cols-3 sm:gap-4">
      <StatTile label="Sealed events" value={number.format(sealed)} hint="In their final order" />
      <StatTile
        label="Not sealed yet"
        value={`${number.format(unsealed)}${isBehind ? '+' : ''}`}
        tone={isBehind ? 'warning' : 'neutral'}
        hint={isBehind ? 'Sealing is behind' : 'Sealed within seconds'}
      />
      <StatTile
        label="Newest checkpoint"
        value={checkpoint ? `No. ${number.format(checkpoint.number)}` : 'None yet'}
        hint={checkpoint && <Time iso={checkpoint.createdAt} />}
        className="max-sm:col-span-2"
      />
    </div>
  )
}
