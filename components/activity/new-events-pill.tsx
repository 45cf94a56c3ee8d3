import { ArrowUp } from 'lucide-react'
import { Button } from '@/components/ui/button'
import { counted } from '@/components/ui/words'

/** Says how many events wait above, and leads to them. Takes no room of its own. */
export function NewEventsPill({ count, onPress }: { count: number; onPress: () => void }) {
  return (
    <div className="sticky top-[6.5rem] z-20 flex h-0 justify-center lg:top-12">
      <span role="status" className="sr-only">
        {count > 0 && `${counted(count, 'new event')} above`}
      </span>
      {count > 0 && (
        <Button variant="primary" size="sm" onClick={onPress} className="animate-rise-in rounded-full shadow-pop">
          <ArrowUp aria-hidden="true" />
          {counted(count, 'new event')}
        </Button>
      )}
    </div>
  )
}
