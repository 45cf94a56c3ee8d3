import { BellRing, Hash, type LucideIcon, Mail, MessageSquareText, Siren, Smartphone, Webhook } from 'lucide-react'
import { createElement } from 'react'

const icons = new Map<string, LucideIcon>([
  ['slack', Hash],
  ['discord', MessageSquareText],
  ['email', Mail],
  ['sms', Smartphone],
  ['pagerduty', Siren],
  ['webhook', Webhook],
])

/** The picture of a kind of channel; a bell for one this page does not know. */
export function KindIcon({ type, className }: { type: string; className?: string }) {
  return createElement(icons.get(type) ?? BellRing, { className, 'aria-hidden': true })
}
