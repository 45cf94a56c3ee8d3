/** How metrics are told. */
export type MetricsFormat = 'prometheus' | 'openmetrics' | 'json'

export const metricsContentType: Record<MetricsFormat, string> = {
  prometheus: 'text/plain; version=0.0.4; charset=utf-8',
  openmetrics: 'application/openmetrics-text; version=1.0.0; charset=utf-8',
  json: 'application/json',
}

/** A caller that likes several equally gets the first of these. */
const offers: readonly [MetricsFormat, type: string][] = [
  ['prometheus', 'text/plain'],
  ['openmetrics', 'application/openmetrics-text'],
  ['json', 'application/json'],
]

/**
 * The format that a caller likes best by its `Accept` (RFC 9110 §12.5.1: the most specific range decides). Prometheus' text
 * when it likes none of them or says nothing: a scrape that fails helps nobody.
 */
export function metricsFormatOf(accept: string | null): MetricsFormat {
  const ranges = (accept ?? '').split(',').map(rangeOf)
  let best: { format: MetricsFormat; quality: number } = { format: 'prometheus', quality: 0 }
  for (const [format, type] of offers) {
    const quality = qualityOf(type, ranges)
    if (quality > best.quality) best = { format, quality }
  }
  return best.format
}

type Range = { type: string; quality: number; version: string | undefined }

function rangeOf(text: string): Range {
  const [type = '', ...parameters] = text.split(';').map((part) => part.trim().toLowerCase())
  const valueOf = (name: string) => parameters.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1)
  const quality = Number(valueOf('q') ?? 1)
  return { type, quality: Number.isNaN(quality) ? 1 : quality, version: valueOf('version') }
}

/** Prometheus lists several versions of OpenMetrics; only 1.0.0 is spoken here. */
function qualityOf(type: string, ranges: readonly Range[]): number {
  const isSpoken = ({ version }: Range) => type !== 'application/openmetrics-text' || version?.startsWith('0.') !== true
  for (const wanted of [type, `${type.split('/')[0]}/*`, '*/*']) {
    const found = ranges.find((range) => range.type === wanted && isSpoken(range))
    if (found) return found.quality
  }
  return 0
}
