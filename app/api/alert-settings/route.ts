import { AlertSettings, AlertSettingsPatch } from '@/lib/alerts/contract'
import { getAlertSettings, updateAlertSettings } from '@/lib/alerts/silences'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/alert-settings', {
  GET: operation({
    summary: 'How alerts behave: cooldown, reminder, quiet hours, escalation, digest, drill',
    access: 'FOUNDER',
    response: AlertSettings,
    handler: () => getAlertSettings(),
  }),
  PATCH: operation({
    summary: 'Change how alerts behave',
    access: 'FOUNDER',
    body: AlertSettingsPatch,
    response: AlertSettings,
    handler: ({ ctx, body }) => updateAlertSettings(ctx, body),
  }),
})
