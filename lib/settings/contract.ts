import { z } from 'zod'
import { requiredText } from '../form-fields'

/** Whether the name is one that this system's time zone data knows. */
export function isTimeZone(name: string): boolean {
  try {
    return Boolean(new Intl.DateTimeFormat('en', { timeZone: name }))
  } catch {
    // RangeError is how Intl says that it does not know the name.
    return false
  }
}

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
