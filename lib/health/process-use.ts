import { monitorEventLoopDelay } from 'node:perf_hooks'
import process from 'node:process'
import { processSingleton } from '../singleton'

/** How often the loop's delay is looked at; what is measured contains it. */
const resolutionMs = 20

/** How busy this process was since the last time it was asked. */
export type ProcessUse = {
  /** Of one core: two cores in full use are 200. */
  cpuPercent: number
  /** The 99th percentile of how much later than due the event loop came round. */
  loopLagMs: number
  /** Resident memory at this moment. */
  memoryMb: number
}

function watch() {
  const loop = monitorEventLoopDelay({ resolution: resolutionMs })
  loop.enable()
  return { loop, atMs: performance.now(), cpu: process.cpuUsage() }
}

/** What this process used since the last call, at the first one since the watch began; at most one caller may count on it. */
export function takeProcessUse(): ProcessUse {
  const watched = processSingleton('health.process', watch)
  const [nowMs, used] = [performance.now(), process.cpuUsage(watched.cpu)]
  const lagMs = watched.loop.percentile(99) / 1e6 - resolutionMs
  const use = {
    cpuPercent: Math.round((used.user + used.system) / 10 / Math.max(1, nowMs - watched.atMs)),
    loopLagMs: Math.max(0, Math.round(lagMs)),
    memoryMb: Math.round(process.memoryUsage.rss() / 1e6),
  }
  watched.loop.reset()
  Object.assign(watched, { atMs: nowMs, cpu: process.cpuUsage() })
  return use
}
