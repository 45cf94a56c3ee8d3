import { CronExpressionParser } from 'cron-parser'

/** The first time after `after` that the schedule names, in UTC. Throws when it is no cron expression. */
export function nextSlot(schedule: string, after: Date): Date {
  return CronExpressionParser.parse(schedule, { tz: 'UTC', currentDate: after }).next().toDate()
}

const days = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday']
const number = /^\d+$/

/** The schedule as a person says it; an unusual one stays as it is written. */
export function scheduleText(schedule: string): string {
  const [minute = '', hour = '', day = '', month = '', weekday = '', ...more] = schedule.split(/\s+/)
  if (more.length > 0 || day !== '*' || month !== '*') return `at ${schedule} (cron, UTC)`
  const time =
    number.test(hour) && number.test(minute) ? `${hour.padStart(2, '0')}:${minute.padStart(2, '0')} UTC` : null
  if (time && weekday === '*') return `every day at ${time}`
  if (time && number.test(weekday) && days[Number(weekday)]) return `every ${days[Number(weekday)]} at ${time}`
  if (weekday !== '*' || hour !== '*') return `at ${schedule} (cron, UTC)`
  if (minute === '*') return 'every minute'
  const step = /^\*\/(\d+)$/.exec(minute)?.[1]
  if (step) return `every ${step} minutes`
  return number.test(minute) ? `every hour at ${minute} minutes past` : `at ${schedule} (cron, UTC)`
}
