import { execFileSync } from 'node:child_process'
import { existsSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/** The account PostgreSQL runs as, and how to become it: by the spawn itself or by words before the command. */
export type PostgresUser =
  | { uid: number; gid: number; spawnAs: Partial<Account>; prefix: readonly string[] }
  | undefined
type Account = { uid: number; gid: number }

/**
 * PostgreSQL refuses to run as root, so root lends it another account: the owner of an existing data
 * folder, else `postgres`, which is made when it is missing. Anybody else runs it themselves (undefined).
 */
export function postgresUser(dataFolder: string, programFolder: string): PostgresUser {
  if (process.getuid?.() !== 0) return undefined
  const account = ownerOf(dataFolder) ?? accountIds() ?? makeAccount()
  const closed = [dataFolder, programFolder].flatMap((folder) => closedParents(folder, account))
  if (closed.length === 0) return { ...account, spawnAs: account, prefix: [] }
  return { ...account, spawnAs: {}, prefix: passThrough(account, closed) }
}

function ownerOf(folder: string): Account | undefined {
  if (!existsSync(folder)) return undefined
  const { uid, gid } = statSync(folder)
  return uid === 0 ? undefined : { uid, gid }
}

function accountIds(): Account | undefined {
  try {
    const [uid, gid] = ['-u', '-g'].map((flag) =>
      Number(execFileSync('id', [flag, 'postgres'], { encoding: 'utf8', stdio: 'pipe' })),
    )
    return uid === undefined || gid === undefined ? undefined : { uid, gid }
  } catch {
    // id answers 1 for an account that does not exist.
    return undefined
  }
}

function makeAccount(): Account {
  try {
    execFileSync(
      'useradd',
      ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres'],
      { stdio: 'pipe' },
    )
  } catch (cause) {
    throw new Error(
      'PostgreSQL cannot run as root and no account "postgres" could be made. Run Daybook as another user or give DATABASE_URL.',
      { cause },
    )
  }
  const made = accountIds()
  if (!made) throw new Error('The account "postgres" was made but cannot be found')
  return made
}

/** Folders on the way to `folder` that the account may not walk through. */
function closedParents(folder: string, account: Account): string[] {
  const closed: string[] = []
  for (let parent = dirname(folder); ; parent = dirname(parent)) {
    if (existsSync(parent) && !mayWalk(parent, account)) closed.push(parent)
    if (parent === dirname(parent)) return closed
  }
}

function mayWalk(folder: string, account: Account): boolean {
  const { mode, uid, gid } = statSync(folder)
  if (uid === account.uid) return (mode & 0o100) !== 0
  if (gid === account.gid) return (mode & 0o010) !== 0
  return (mode & 0o001) !== 0
}

/**
 * A project below /root (mode 0700) is the usual case. Opening root's home to everybody would be
 * rude, so PostgreSQL alone gets the capability to walk through closed folders (capabilities(7)).
 */
function passThrough({ uid, gid }: Account, closed: readonly string[]): readonly string[] {
  for (const capability of ['dac_read_search', 'dac_override']) {
    const who = [`--reuid=${uid}`, `--regid=${gid}`, '--clear-groups']
    // Without the secure bit access(2), which PostgreSQL asks about its own programs, ignores capabilities.
    const words = [
      ...who,
      '--securebits=+no_setuid_fixup',
      `--inh-caps=+${capability}`,
      `--ambient-caps=+${capability}`,
    ]
    try {
      execFileSync('setpriv', [...words, 'true'], { stdio: 'pipe' })
      return ['setpriv', ...words]
    } catch {
      // No setpriv, or the container does not have this capability: try the next.
    }
  }
  throw new Error(
    `PostgreSQL runs as the user "postgres", who cannot reach its files through ${closed.join(', ')}. ` +
      `Move Daybook to a folder everybody may enter (for example /srv/daybook), run chmod o+x on it, or give DATABASE_URL.`,
  )
}
