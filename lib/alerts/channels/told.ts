import { hash } from 'node:crypto'

/**
 * Who has taken a delivery that others did not take: a retry goes to the others only. It is kept with the delivery, since any
 * process may take the retry, and as hashes, because the ledger holds no receivers.
 */
export class Told {
  readonly #hashes: Set<string>

  constructor(hashes: readonly string[] = []) {
    this.#hashes = new Set(hashes)
  }

  /** The receivers among `all` that have not taken it. */
  others(all: readonly string[]): string[] {
    return all.filter((receiver) => !this.#hashes.has(hashOf(receiver)))
  }

  add(receiver: string): void {
    this.#hashes.add(hashOf(receiver))
  }

  /** As the delivery keeps it. */
  get hashes(): string[] {
    return [...this.#hashes]
  }
}

const hashOf = (receiver: string) => hash('sha256', `daybook receiver\n${receiver}`, 'hex').slice(0, 32)
