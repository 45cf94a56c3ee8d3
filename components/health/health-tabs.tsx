import { SectionTabs } from '@/components/shell/section-tabs'

const tabs = [
  { href: '/dashboard/health', label: 'Health' },
  { href: '/dashboard/health/service-levels', label: 'Service levels' },
] as const

/** For founders, who may see both. */
export function HealthTabs() {
  return <SectionTabs label="Health" tabs={tabs} />
}
