import { existsSync } from 'node:fs'
import { loadEnvFile } from 'node:process'
import { type Command, WrongUse } from './command'
import { commands } from './commands'
import { complain, say } from './say'

/** Runs the command named by the first argument. Answers 0 done, 1 failed, 2 wrong use. */
export async function main([name, ...args]: string[]): Promise<number> {
  if (name === undefined || name === '--help' || name === '-h' || name === 'help') {
    sayCommands()
    return name === undefined ? 2 : 0
  }
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) {
    complain(`daybook: there is no command "${name}". Run with --help for the list.`)
    return 2
  }
  if (args.includes('--help') || args.includes('-h')) {
    say(usageOf(command, args))
    return 0
  }
  prepareEnvironment(command)
  try {
    return await command.run(args)
  } catch (error) {
    return report(command, args, error)
  }
}

/** What is set already wins over the files, and `.env.local` over `.env`, as under Next. */
function prepareEnvironment(command: Command): void {
  for (const file of ['.env.local', '.env']) if (existsSync(file)) loadEnvFile(file)
  Object.assign(process.env, { NODE_ENV: modeOf(command), NEXT_TELEMETRY_DISABLED: '1' })
}

/** A test may run what serves nobody against its own database, which is without fsync. */
function modeOf({ name }: Command): string {
  if (name === 'dev') return 'development'
  return name !== 'start' && process.env.NODE_ENV === 'test' ? 'test' : 'production'
}

function sayCommands(): void {
  say('Usage: daybook <command> [arguments]\n')
  for (const { name, summary } of commands) say(`  ${name.padEnd(10)} ${summary}`)
  say('\ndaybook <command> --help tells more. Exit code: 0 done, 1 failed, 2 wrong use.')
}

const usageOf = (command: Command, args: readonly string[]) => command.usageOf?.(args) ?? command.usage

function report(command: Command, args: readonly string[], error: unknown): number {
  const { name } = command
  const message = error instanceof Error ? error.message : String(error)
  complain(`daybook ${name}: ${message}`)
  if (process.env.LOG_LEVEL === 'debug' && error instanceof Error) complain(error.stack ?? '')
  const wrongUse =
    error instanceof WrongUse ||
    (error instanceof Error && 'code' in error && String(error.code).startsWith('ERR_PARSE_ARGS'))
  if (!wrongUse) return 1
  complain(`\n${usageOf(command, args)}`)
  return 2
}
