import { Callout } from '@/components/ui/callout'
import { Time } from '@/components/ui/time'

/** Stands where values stood that a person had a right to have taken away. */
export function ErasedNote({ erasedAt }: { erasedAt: string }) {
  return (
    <Callout tone="neutral" title={<ErasedOn erasedAt={erasedAt} />} className="mb-6">
      What named a person was taken away. The seal and every proof still hold.
    </Callout>
  )
}

/** "Erased on 20 Nov 2026". */
export function ErasedOn({ erasedAt }: { erasedAt: string }) {
  return (
    <>
      Erased on <Time iso={erasedAt} format="date" />
    </>
  )
}
