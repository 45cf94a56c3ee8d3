import packageJson from '../package.json' with { type: 'json' }
import { env } from './env'

/** The running version: `DAYBOOK_RELEASE` of the deployment, else the version in package.json. */
export function release(): string {
  return env().DAYBOOK_RELEASE ?? packageJson.version
}
