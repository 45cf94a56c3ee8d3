'use client'

import dynamic from 'next/dynamic'
import { Skeleton } from '@/components/ui/skeleton'

/** `HourlyChart`, loaded after the page because Recharts weighs more than the rest of it. Same props. */
export const HourlyChart = dynamic(() => import('./hourly-chart').then((file) => file.HourlyChart), {
  ssr: false,
  loading: () => <Skeleton className="h-48 w-full" />,
})
