import { testBatteryAtOnce } from '../own-process'

testBatteryAtOnce('inert', {
  'csv-raw': 'a cell is a formula',
  'html-raw': 'CSP: ',
  'lines-raw': 'the log: a line that is no record',
  'slack-raw': 'for markup',
})
