import { probe } from '../../db'
import type { HealthCheck } from '../contract'

const text = `
  SELECT (SELECT count(*) FROM "Student")::int AS students, (SELECT count(*) FROM "Lead")::int AS leads,
    (SELECT count(*) FROM "Invoice")::int AS invoices, (SELECT count(*) FROM "Payment")::int AS payments`

type Counts = { students: number; leads: number; invoices: number; payments: number }

/** How much there is. Never worse than healthy: no number of rows is wrong by itself. */
export const checkSystemMetrics: HealthCheck = {
  name: 'systemMetrics',
  whenLate: { status: 'unknown', message: 'The records could not be counted in time' },
  async run(signal) {
    const { rows } = await probe<Counts>(signal, { name: 'health-metrics', text })
    return { status: 'healthy', counts: rows[0] ?? {} }
  },
}
