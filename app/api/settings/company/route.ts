import { defineRoute, operation } from '@/lib/http'
import { getCompanySettings, updateCompanySettings } from '@/lib/settings'
import { CompanySettings, CompanySettingsPatch } from '@/lib/settings/contract'

export const { GET, POST, PUT, PATCH, DELETE, HEAD, OPTIONS } = defineRoute('/api/settings/company', {
  GET: operation({
    summary: 'The company’s name and time zone',
    access: 'FOUNDER',
    response: CompanySettings,
    handler: () => getCompanySettings(),
  }),
  PATCH: operation({
    summary: 'Change the company’s name or time zone',
    access: 'FOUNDER',
    body: CompanySettingsPatch,
    response: CompanySettings,
    handler: ({ ctx, body }) => updateCompanySettings(ctx, body),
  }),
})
