import { release } from '../release'
import type { CheckStatus, HealthJson, HealthReport } from './contract'

const statusNames = { healthy: 'pass', degraded: 'warn', unknown: 'warn', unhealthy: 'fail' } as const satisfies Record<
  CheckStatus,
  'pass' | 'warn' | 'fail'
>

const description = 'Health of Daybook'

type Observed = { observedValue: number; observedUnit: string }

/** The report as application/health+json. Every check tells at least how long it took. */
export function healthJsonOf(report: HealthReport, withCounts: boolean): HealthJson {
  const checks: HealthJson['checks'] = {}
  for (const [name, { counts, durationMs, status, message, ...times }] of Object.entries(report.checks)) {
    const common = {
      componentType: componentTypeOf(name),
      status: statusNames[status],
      time: report.timestamp,
      ...(status !== 'healthy' && message !== undefined ? { output: message } : {}),
    }
    const values = { responseTime: `${durationMs}ms`, queryTime: times.queryTime, ...(withCounts ? counts : {}) }
    for (const [measurement, value] of Object.entries(values)) {
      const observed = observe(measurement, value)
      if (observed) checks[`${name}:${measurement}`] = [{ ...observed, ...common }]
    }
  }
  return {
    status: statusNames[report.status],
    version: '1',
    releaseId: release(),
    serviceId: 'daybook',
    description,
    checks,
  }
}

/** A key that names a component should say what it is (draft §4.2). */
function componentTypeOf(name: string): 'component' | 'datastore' | 'system' {
  if (/^(database|connectionPool|storage)/.test(name)) return 'datastore'
  return name === 'disk' || name === 'memory' ? 'system' : 'component'
}

/** `12ms` → 12 ms, `12s` → 12 s, `0.5%` → 0.5 percent, `rssBytes: 5` → 5 bytes; any other number is a count. */
function observe(measurement: string, value: number | string | undefined): Observed | undefined {
  if (typeof value === 'number')
    return { observedValue: value, observedUnit: measurement.endsWith('Bytes') ? 'bytes' : 'count' }
  const [, digits, unit] = /^(\d+(?:\.\d+)?)(ms|s|%)$/.exec(value ?? '') ?? []
  if (digits === undefined) return undefined
  return { observedValue: Number(digits), observedUnit: unit === '%' ? 'percent' : (unit ?? '') }
}
