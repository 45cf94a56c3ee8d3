import { testBatteryAtOnce } from '../own-process'

testBatteryAtOnce('canary', {
  'redacts-nothing': 'given inboundKey in log',
  'sentry-unscrubbed': 'person quoted in Sentry',
  'echoes-addresses': 'credential refusingHookPath in log',
})
