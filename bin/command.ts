/** One word of the command line. */
export type Command = {
  name: string
  /** One line for the list of commands. */
  summary: string
  /** What `--help` prints. */
  usage: string
  /** What it prints for these arguments, where a part of the usage is enough. */
  usageOf?(args: readonly string[]): string
  /** Does it; answers the exit code. Throws `WrongUse` for bad arguments, any other error for a failure. */
  run(args: string[]): Promise<number>
}

/** Bad arguments: exit code 2 and the usage. */
export class WrongUse extends Error {}

/** Refuses arguments a command does not take. */
export function expectNoMore(args: readonly string[]): void {
  if (args.length > 0) throw new WrongUse(`Unexpected argument: ${args[0]}`)
}
