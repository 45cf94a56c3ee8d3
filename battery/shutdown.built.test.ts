import { testBattery } from './own-process'

testBattery('shutdown', {
  'exits-at-once': 'Its phases were: none',
  'keeps-connections': 'came to a kept connection that was closed unannounced',
})
