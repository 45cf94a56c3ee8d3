import { SectionTabs } from '@/components/shell/section-tabs'

const tabs = [
  { href: '/dashboard/alerts', label: 'Alerts' },
  { href: '/dashboard/alerts/rules', label: 'Rules' },
  { href: '/dashboard/alerts/channels', label: 'Channels' },
  { href: '/dashboard/alerts/silences', label: 'Silences' },
  { href: '/dashboard/alerts/deliveries', label: 'Deliveries' },
] as const

export function AlertTabs() {
  return <SectionTabs label="Alerts" tabs={tabs} />
}
