import {
  Activity,
  Bell,
  CreditCard,
  FileText,
  GraduationCap,
  HeartPulse,
  Inbox,
  type LucideIcon,
  Newspaper,
  Settings,
  ShieldCheck,
  Siren,
  Timer,
} from 'lucide-react'
import type { Role } from '@/lib/context/contract'

export type NavSection = 'Watch' | 'Business' | 'Manage'

export interface NavEntry {
  href: string
  label: string
  icon: LucideIcon
  /** Who sees it. Hiding protects nothing: each page checks access itself. */
  roles: readonly Role[]
  section: NavSection
}

const everyone = ['FOUNDER', 'ADMIN', 'STAFF'] as const satisfies readonly Role[]
const founders = ['FOUNDER'] as const satisfies readonly Role[]

/** The one entry that carries a count. */
export const alertsHref = '/dashboard/alerts'

/** Every place of the dashboard, in the order shown; the first five a person may see are the tabs on phones. */
export const nav: readonly NavEntry[] = [
  { href: '/dashboard/activity', label: 'Activity', icon: Activity, roles: founders, section: 'Watch' },
  { href: alertsHref, label: 'Alerts', icon: Bell, roles: founders, section: 'Watch' },
  { href: '/dashboard/leads', label: 'Leads', icon: Inbox, roles: everyone, section: 'Business' },
  { href: '/dashboard/invoices', label: 'Invoices', icon: FileText, roles: everyone, section: 'Business' },
  { href: '/dashboard/payments', label: 'Payments', icon: CreditCard, roles: everyone, section: 'Business' },
  { href: '/dashboard/students', label: 'Students', icon: GraduationCap, roles: everyone, section: 'Business' },
  // Last, so that they take no tab from what is used every day; the sidebar shows them in their section.
  { href: '/dashboard/health', label: 'Health', icon: HeartPulse, roles: everyone, section: 'Watch' },
  { href: '/dashboard/incidents', label: 'Incidents', icon: Siren, roles: founders, section: 'Watch' },
  { href: '/dashboard/digest', label: 'Digest', icon: Newspaper, roles: founders, section: 'Watch' },
  { href: '/dashboard/evidence', label: 'Evidence', icon: ShieldCheck, roles: founders, section: 'Watch' },
  { href: '/dashboard/jobs', label: 'Jobs', icon: Timer, roles: founders, section: 'Watch' },
  { href: '/dashboard/settings', label: 'Settings', icon: Settings, roles: founders, section: 'Manage' },
]

/** The entries a role may see. */
export function navFor(role: Role): readonly NavEntry[] {
  return nav.filter((entry) => entry.roles.includes(role))
}

/** Whether a path is an entry's page or below it. */
export function isCurrent(entry: NavEntry, pathname: string): boolean {
  return pathname === entry.href || pathname.startsWith(`${entry.href}/`)
}
