import type { Command } from '../command'
import { audit } from './audit'
import { db } from './db'
import { demo } from './demo'
import { dev } from './dev'
import { key } from './key'
import { migrateCommand } from './migrate'
import { seed } from './seed'
import { start } from './start'
import { user } from './user'
import { verify } from './verify'
import { worker } from './worker'

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  start,
  dev,
  worker,
  migrateCommand,
  seed,
  demo,
  user,
  key,
  verify,
  audit,
  db,
]
