import { AuditAction, recordAudit } from '../audit'
import type { Context } from '../context'
import { type Tx, withTx } from '../db'
import { CompanySettings, type CompanySettingsPatch } from './contract'
import { changeSetting, readSetting } from './setting'

const key = 'company'

/** The company's name and time zone. */
export const getCompanySettings = (tx?: Tx): Promise<CompanySettings> => readSetting(key, CompanySettings, tx)

/** Changes what is given; an event tells what it was before. */
export async function updateCompanySettings(ctx: Context, changes: CompanySettingsPatch): Promise<CompanySettings> {
  return withTx(ctx, async (tx) => {
    const { before, after } = await changeSetting(tx, ctx, { key, schema: CompanySettings, changes })
    await recordAudit(tx, ctx, {
      action: AuditAction.COMPANY_SETTINGS_UPDATED,
      description: `Company settings changed: ${Object.keys(changes).join(', ')}`,
      entityType: 'Setting',
      entityId: key,
      before,
      after,
    })
    return after
  })
}
