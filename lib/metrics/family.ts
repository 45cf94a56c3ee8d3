/** One number, as Prometheus wants it: base units (seconds, bytes, ratios). */
export type Sample = {
  value: number
  labels?: Record<string, string>
  /** `_bucket`, `_sum` or `_count` of a histogram. */
  suffix?: string
  exemplar?: { labels: Record<string, string>; value: number; atSeconds: number }
}

/** A metric with all its samples. The name of a counter ends with `_total`. */
export type Family = {
  name: string
  help: string
  type: 'counter' | 'gauge' | 'histogram'
  samples: Sample[]
}

/** A metric with one sample; without a value there is none, which is another thing than 0. */
export function single(type: 'counter' | 'gauge', name: string, help: string, value: number | undefined): Family {
  return { name, help, type, samples: value === undefined ? [] : [{ value }] }
}
