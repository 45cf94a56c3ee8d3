import { AuditAction, recordAudit } from '../../audit'
import type { Context } from '../../context'
import { withTx } from '../../db'
import { AppError } from '../../errors'
import { uuidv7 } from '../../ids'
import { occurrencesBetween, timesOf } from '../../maintenance'
import { minuteOf } from '../../wall-clock'
import { actorName } from './actor-name'
import type { MaintenanceWindow, MaintenanceWindowInput } from './contract'
import { recorded, toMaintenanceWindow } from './window-view'

/** Plans maintenance, weekly or once. Throws INVALID_INPUT for one whose only time is over. */
export async function createMaintenanceWindow(ctx: Context, input: MaintenanceWindowInput): Promise<MaintenanceWindow> {
  const now = ctx.now()
  const times = {
    timeZone: input.timeZone,
    weekdays: [...new Set(input.weekdays)].sort(),
    onDay: input.onDay === null ? null : new Date(`${input.onDay}T00:00:00Z`),
    startsAtMinute: minuteOf(input.startsAt),
    durationMinutes: input.durationMinutes,
  }
  if (times.onDay !== null) refusePast(times, now)
  return withTx(ctx, async (tx) => {
    const row = await tx.maintenanceWindow.create({
      data: {
        id: uuidv7(now),
        name: input.name,
        ...times,
        rule: input.rule ?? null,
        source: input.source ?? null,
        createdAt: now,
        updatedAt: now,
        createdByName: actorName(ctx),
      },
    })
    const window = toMaintenanceWindow(row, now)
    await recordAudit(tx, ctx, {
      action: AuditAction.MAINTENANCE_WINDOW_CREATED,
      description: `Planned maintenance: ${input.name}`,
      entityType: 'MaintenanceWindow',
      entityId: row.id,
      after: recorded(window),
    })
    return window
  })
}

function refusePast(times: Parameters<typeof timesOf>[0], now: Date): void {
  if (occurrencesBetween(timesOf(times), now, farAway).length > 0) return
  const detail = 'This time is over'
  throw new AppError('INVALID_INPUT', `${detail}.`, { problems: [{ pointer: '/onDay', detail }] })
}

const farAway = new Date('2201-01-01T00:00:00Z')
