import type { TestProject } from 'vitest/node'
import { dropLeftovers, ensureTemplate, openTestCluster } from './cluster'

/** Addresses of the run's cluster; the database's name is added by each file. */
export type TestServer = { ownerBase: string; appBase: string; template: string }

declare module 'vitest' {
  export interface ProvidedContext {
    server: TestServer
  }
}

/** Once per `vitest` run: the cluster and the migrated template. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const cluster = await openTestCluster()
  const template = await ensureTemplate(cluster)
  if (cluster.started) await dropLeftovers(cluster, template)
  project.provide('server', { ownerBase: cluster.ownerUrl(''), appBase: cluster.appUrl(''), template })
  return () => cluster.release()
}
