'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

/** `TimeChart`, loaded after the page because Recharts weighs more than the rest of it. Same props. */
export const TimeChart = dynamic(() => import('./time-chart').then((file) => file.TimeChart), {
  ssr: false,
  loading: () => <Skeleton className="h-52 w-full" />,
})
