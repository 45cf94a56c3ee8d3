import { createMaintenanceWindow, listMaintenanceWindows } from '@/lib/alerts/silences'
import { MaintenanceWindow, MaintenanceWindowInput, MaintenanceWindowList } from '@/lib/alerts/silences/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/maintenance-windows', {
  GET: operation({
    summary: 'Planned maintenance, by its next start',
    access: 'FOUNDER',
    response: MaintenanceWindowList,
    handler: ({ ctx }) => listMaintenanceWindows(ctx),
  }),
  POST: operation({
    summary: 'Plan maintenance, weekly or once, in wall-clock time of a zone',
    access: 'FOUNDER',
    body: MaintenanceWindowInput,
    response: MaintenanceWindow,
    status: 201,
    handler: ({ ctx, body }) => createMaintenanceWindow(ctx, body),
  }),
})
