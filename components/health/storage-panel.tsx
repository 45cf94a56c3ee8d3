import { inBytes } from '@/components/ui/health-checks'
import { KeyValueList } from '@/components/ui/key-value-list'
import { Panel } from '@/components/ui/panel'
import { Time } from '@/components/ui/time'
import type { CloudinaryUsage, HealthDetails } from '@/lib/health/contract'

const shownMonths = 6
/** A month that nothing was written to yet takes only the room of its empty indexes. */
const emptyBytes = 500_000

/** How much room everything takes. */
export function StoragePanel({ storage, cloudinary }: Pick<HealthDetails, 'storage' | 'cloudinary'>) {
  const trailBytes = storage.trail.reduce((sum, { bytes }) => sum + bytes, 0)
  const months = storage.trail.filter(({ bytes }) => bytes > emptyBytes).slice(0, shownMonths)
  return (
    <Panel title="Storage" description="In the database, indexes included.">
      <KeyValueList
        items={[
          { label: 'Database', value: inBytes(storage.databaseBytes) },
          { label: 'Audit trail', value: inBytes(trailBytes) },
          ...months.map(({ month, bytes }) => ({ label: `… of ${monthName(month)}`, value: inBytes(bytes) })),
          { label: 'Archive', value: inBytes(storage.archiveBytes) },
          { label: 'Proofs and search', value: inBytes(storage.ledgerBytes) },
          { label: 'Measurements', value: inBytes(storage.measurementBytes) },
          ...(cloudinary ? [{ label: 'Files (Cloudinary)', value: <Cloudinary usage={cloudinary} /> }] : []),
        ]}
      />
    </Panel>
  )
}

/** "November 2026" */
function monthName(month: string): string {
  const name = new Intl.DateTimeFormat('en', { month: 'long', year: 'numeric', timeZone: 'UTC' })
  return name.format(new Date(`${month}-15T00:00:00Z`))
}

function Cloudinary({ usage }: { usage: CloudinaryUsage }) {
  if (usage.status === 'asking') return 'Being asked'
  if (usage.at === null) return usage.problem
  return (
    <>
      {usage.storageBytes === null ? 'Unknown' : inBytes(usage.storageBytes)}
      {usage.creditsUsedPercent !== null && `, ${usage.creditsUsedPercent} % of the plan used`}
      <span className="block text-fg-muted text-sm">
        {usage.problem && `${usage.problem}. `}As of <Time iso={usage.at} />
      </span>
    </>
  )
}
