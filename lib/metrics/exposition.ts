import { collectDefaultMetrics, type Metric, Registry, type RegistryContentType } from 'prom-client'
import { processSingleton } from '../singleton'
import type { Family } from './family'
import type { MetricsFormat } from './format'

type TextFormat = Exclude<MetricsFormat, 'json'>

/** prom-client's gauges whose names end like those of counters, which `promtool check metrics` complains about. */
const misnamed = ['nodejs_active_handles_total', 'nodejs_active_requests_total', 'nodejs_active_resources_total']

/**
 * What prom-client knows of the process itself: event loop, memory, garbage collection, CPU, files. They keep the names
 * that every dashboard for Node knows. Once per process; measured from the first scrape on.
 */
const ownRegistry = () =>
  processSingleton('metrics.process', () => {
    const registry = new Registry()
    collectDefaultMetrics({ register: registry })
    for (const name of misnamed) registry.removeSingleMetric(name)
    return registry
  })

/** All families and those of the process, in the text of Prometheus (0.0.4) or OpenMetrics (1.0.0). */
export async function renderMetrics(families: readonly Family[], format: TextFormat): Promise<string> {
  // Made for this answer alone: a registry has one format, and renames its counters for OpenMetrics for good.
  const registry = new Registry<RegistryContentType>()
  registry.setContentType(
    format === 'openmetrics' ? Registry.OPENMETRICS_CONTENT_TYPE : Registry.PROMETHEUS_CONTENT_TYPE,
  )
  for (const family of families) registry.registerMetric(asMetric(family.name, () => valuesOf(family), format))
  for (const metric of await ownRegistry().getMetricsAsJSON())
    registry.registerMetric(asMetric(metric.name, () => ({ ...metric, type: String(metric.type) }), format))
  return registry.metrics()
}

type Values = { name: string; help: string; type: string; values: unknown }

const valuesOf = ({ name, help, type, samples }: Family): Values => ({
  name,
  help,
  type,
  values: samples.map(({ value, labels = {}, suffix, exemplar }) => ({
    value,
    labels,
    ...(suffix === undefined ? {} : { metricName: `${name}${suffix}` }),
    ...(exemplar === undefined
      ? {}
      : { exemplar: { labelSet: exemplar.labels, value: exemplar.value, timestamp: exemplar.atSeconds } }),
  })),
})

/**
 * A registry reads `name`, `type` and what `get` answers, and nothing else of a metric (prom-client 15.1.3, lib/registry.js);
 * its types ask for one of its own classes, none of which takes counts that somebody else has made.
 */
function asMetric(name: string, get: () => Values, format: TextFormat): Metric {
  const { type, ...values } = get()
  const isRenamed = format === 'openmetrics' && type === 'counter'
  const shown = { ...values, type, name: isRenamed ? name.replace(/_total$/, '') : name }
  return { name, type, get: async () => shown } as unknown as Metric
}
