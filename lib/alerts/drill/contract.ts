import { z } from 'zod'
import { pageOf, pageQuery } from '../../paging'
import { AlertDrill } from '../contract'

export const AlertDrillPage = pageOf(AlertDrill)
export type AlertDrillPage = z.infer<typeof AlertDrillPage>
export const AlertDrillQuery = z.strictObject(pageQuery)
export type AlertDrillQuery = z.infer<typeof AlertDrillQuery>
export const AlertDrillParams = z.object({ id: z.uuid() })
