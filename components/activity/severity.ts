import { CircleAlert, Info, type LucideIcon, OctagonAlert, TriangleAlert } from 'lucide-react'
import type { Tone } from '@/components/ui/tone'
import type { AuditSeverity } from '@/lib/audit/contract'

/** How each severity looks and is called. */
export const severityLook: Record<AuditSeverity, { word: string; tone: Tone; icon: LucideIcon }> = {
  INFO: { word: 'Info', tone: 'neutral', icon: Info },
  WARNING: { word: 'Warning', tone: 'warning', icon: TriangleAlert },
  ERROR: { word: 'Error', tone: 'error', icon: CircleAlert },
  CRITICAL: { word: 'Critical', tone: 'critical', icon: OctagonAlert },
}
