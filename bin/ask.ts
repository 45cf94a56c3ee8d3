import { createInterface } from 'node:readline/promises'
import { WrongUse } from './command'

/**
 * Asks the person at the terminal to agree. Throws WrongUse where nobody can be asked: a script must say so
 * with `--yes`.
 */
export async function agree(question: string): Promise<boolean> {
  if (!process.stdin.isTTY || !process.stdout.isTTY)
    throw new WrongUse(`${question}\nNobody can be asked here: add --yes`)
  const terminal = createInterface({ input: process.stdin, output: process.stdout })
  try {
    const answer = await terminal.question(`${question} [y/N] `)
    return /^y(es)?$/i.test(answer.trim())
  } finally {
    terminal.close()
  }
}
