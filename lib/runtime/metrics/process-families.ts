import { getSealer } from '../../audit/ledger/sealer'
import { lastResorts } from '../../audit/write/last-resort'
import { getWriter } from '../../audit/write/writer'
import { poolCounts } from '../../db/pool'
import { type Family, single } from '../../metrics/family'
import { getRequestWriter } from '../../metrics/request-writer'
import { release } from '../../release'
import { isDraining } from '../lifecycle'

/** What this process knows of itself, without asking anybody. */
export function processFamilies(): Family[] {
  return [buildInfo(), ...poolFamilies(), ...writerFamilies(), ...sealerFamilies(), ...stateFamilies()]
}

const buildInfo = (): Family => ({
  name: 'daybook_build_info',
  help: 'Always 1; the labels say which version runs on which Node.',
  type: 'gauge',
  samples: [{ value: 1, labels: { version: release(), node_version: process.versions.node } }],
})

function poolFamilies(): Family[] {
  const { total, idle, waiting, max } = poolCounts()
  return [
    single('gauge', 'daybook_db_pool_connections', 'Database connections that are open.', total),
    single('gauge', 'daybook_db_pool_idle_connections', 'Open database connections that nobody uses.', idle),
    single('gauge', 'daybook_db_pool_waiting_requests', 'Callers that wait for a database connection.', waiting),
    single('gauge', 'daybook_db_pool_max_connections', 'Database connections that may be open at once.', max),
  ]
}

function writerFamilies(): Family[] {
  const { pending, batches, stored } = getWriter().figures()
  const { events, oldestMs } = getWriter().spool.stats()
  const spooledSeconds = oldestMs === undefined ? 0 : Math.max(0, (Date.now() - oldestMs) / 1_000)
  return [
    single('gauge', 'daybook_audit_writer_queue_events', 'Audit events that are not kept anywhere yet.', pending),
    single(
      'counter',
      'daybook_audit_writer_batches_total',
      'Statements with which audit events were written.',
      batches,
    ),
    {
      name: 'daybook_audit_writer_events_total',
      help: 'Audit events by where they were kept first: database, spool, or only the log.',
      type: 'counter',
      samples: Object.entries(stored).map(([name, value]) => ({ value, labels: { stored: name } })),
    },
    single('gauge', 'daybook_audit_spool_events', 'Audit events that wait on the disk for the database.', events),
    single(
      'gauge',
      'daybook_audit_spool_oldest_age_seconds',
      'Age of the oldest of them; 0 without any.',
      spooledSeconds,
    ),
    single(
      'counter',
      'daybook_audit_last_resort_events_total',
      'Audit events that stand only in the log of this process.',
      lastResorts().count,
    ),
  ]
}

function sealerFamilies(): Family[] {
  const sealer = getSealer()
  return [
    single(
      'gauge',
      'daybook_audit_sealer_leading',
      '1 in the one process that seals the trail.',
      Number(sealer.isLeading),
    ),
    single(
      'gauge',
      'daybook_audit_sealer_has_problem',
      '1 while this process leads and can seal or sign nothing.',
      Number(sealer.problem !== undefined),
    ),
  ]
}

function stateFamilies(): Family[] {
  const { size, dropped } = getRequestWriter().counts
  return [
    single('gauge', 'daybook_draining', '1 from the beginning of a shutdown on.', Number(isDraining())),
    single('gauge', 'daybook_request_counts_waiting', 'Counts of requests that are not in the database yet.', size),
    single('counter', 'daybook_request_counts_dropped_total', 'Counts given up while the database was away.', dropped),
  ]
}
