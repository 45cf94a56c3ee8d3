import { isTimeZone } from '@/lib/settings/browser'

/** What places are called today where browsers still list them under an older name. */
const newNames = [
  'Africa/Asmara',
  'America/Argentina/Buenos_Aires',
  'America/Atikokan',
  'America/Indiana/Indianapolis',
  'America/Kentucky/Louisville',
  'America/Nuuk',
  'Asia/Ho_Chi_Minh',
  'Asia/Kathmandu',
  'Asia/Kolkata',
  'Asia/Yangon',
  'Atlantic/Faroe',
  'Europe/Kyiv',
  'Pacific/Chuuk',
  'Pacific/Kanton',
  'Pacific/Pohnpei',
]

/** The time zones this browser knows, by all names somebody may look for, and the one that is set already. */
export function timeZoneNames(current: string): string[] {
  const known = [...Intl.supportedValuesOf('timeZone'), ...newNames.filter(isTimeZone)]
  return [...new Set(['UTC', ...known, current])].sort()
}
