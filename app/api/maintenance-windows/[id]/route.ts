import { deleteMaintenanceWindow, updateMaintenanceWindow } from '@/lib/alerts/silences'
import {
  DeletedMaintenanceWindow,
  MaintenanceWindow,
  MaintenanceWindowParams,
  MaintenanceWindowPatch,
} from '@/lib/alerts/silences/contract'
import { defineRoute, operation } from '@/lib/http'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/maintenance-windows/[id]', {
  PATCH: operation({
    summary: 'Rename planned maintenance, switch it on or off',
    access: 'FOUNDER',
    params: MaintenanceWindowParams,
    body: MaintenanceWindowPatch,
    response: MaintenanceWindow,
    handler: ({ ctx, params, body }) => updateMaintenanceWindow(ctx, params.id, body),
  }),
  DELETE: operation({
    summary: 'Remove planned maintenance',
    access: 'FOUNDER',
    params: MaintenanceWindowParams,
    response: DeletedMaintenanceWindow,
    handler: ({ ctx, params }) => deleteMaintenanceWindow(ctx, params.id),
  }),
})
