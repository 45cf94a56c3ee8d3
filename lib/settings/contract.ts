import { z } from 'zod'
import { requiredText } from '../form-fields'
import { isTimeZone } from './time-zone'

export const timeZoneField = z.string().max(60).refine(isTimeZone, 'A time zone such as Europe/Berlin')

/** Who the company is, and in which time zone its days begin. */
export const CompanySettings = z.strictObject({
  name: requiredText(120).default('My company'),
  timeZone: timeZoneField.default('UTC'),
})
export type CompanySettings = z.infer<typeof CompanySettings>
export const CompanySettingsPatch = z.strictObject({
  name: requiredText(120).exactOptional(),
  timeZone: timeZoneField.exactOptional(),
})
export type CompanySettingsPatch = z.infer<typeof CompanySettingsPatch>
