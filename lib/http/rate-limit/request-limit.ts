import type { Actor } from '../../context'
import { AppError } from '../../errors'
import {
  type Credential,
  callerKey,
  credentialFrom,
  forgetCaller,
  knownCaller,
  rememberCaller,
  type Shown,
} from './caller'
import type { Count } from './counter'
import { counterOf } from './counters'
import { type Policy, policyOf, type RateLimit } from './policy'

/**
 * The limit one request stands under. A request is counted once, and as early as it can be known whose it is:
 *
 * 1. without a credential, under the client's address, before anything else;
 * 2. with a credential that was lately found to be somebody's, under that caller, before the look-up;
 * 3. with another one, after the look-up: under the caller, or under the address when it is nobody's.
 *
 * So nobody can use up a caller's quota without that caller's credential, a refused request costs no database, and a
 * neighbour at the same address who guesses keys keeps no signed-in person out.
 */
export class RequestLimit {
  readonly #policy: Policy | undefined
  readonly #ipAddress: string | null
  readonly #credential: Credential | undefined
  #countedAs: string | undefined
  #count: Count | undefined

  /** `shown` is undefined also where nobody is looked up. */
  constructor(kind: RateLimit, shown: Shown | undefined, ipAddress: string | null) {
    this.#policy = policyOf(kind)
    this.#ipAddress = ipAddress
    this.#credential = this.#policy && shown && credentialFrom(shown)
  }

  /** Throws RATE_LIMITED when it is known already that the caller is above the limit. */
  async beforeLookUp(): Promise<void> {
    if (!this.#policy) return
    const address = callerKey(null, this.#ipAddress)
    if (!this.#credential) return this.#add(this.#policy, address)
    const caller = knownCaller(this.#credential)
    if (caller !== undefined) return this.#add(this.#policy, caller)
    // Looking a key up asks the database (a forged cookie fails without it), so guesses end here. Not counted yet.
    if (this.#credential.kind === 'session') return
    const count = await counterOf(this.#policy).peek(address)
    if (count.used >= this.#policy.quota) this.#refuse(this.#policy, count)
  }

  /** The same with what the look-up found. */
  async afterLookUp(actor: Actor | null): Promise<void> {
    if (!this.#policy || !this.#credential) return
    const key = callerKey(actor, this.#ipAddress)
    if (actor) rememberCaller(this.#credential, key)
    else forgetCaller(this.#credential)
    if (key !== this.#countedAs) await this.#add(this.#policy, key)
  }

  /** The fields of draft-ietf-httpapi-ratelimit-headers: the policy, what is left of it and in how many seconds it is whole again. */
  writeTo(headers: Headers): void {
    if (!this.#policy || !this.#count) return
    const { name, quota, windowSeconds } = this.#policy
    const left = Math.max(0, quota - this.#count.used)
    headers.set('ratelimit-policy', `"${name}";q=${quota};w=${windowSeconds}`)
    headers.set('ratelimit', `"${name}";r=${left};t=${secondsLeft(this.#policy, this.#count)}`)
  }

  async #add(policy: Policy, key: string): Promise<void> {
    this.#countedAs = key
    this.#count = await counterOf(policy).add(key)
    if (this.#count.used > policy.quota) this.#refuse(policy, this.#count)
  }

  #refuse(policy: Policy, count: Count): never {
    this.#count = count
    const seconds = secondsLeft(policy, count)
    throw new AppError('RATE_LIMITED', `Too many requests. Try again in ${seconds} s.`, {
      headers: { 'retry-after': String(seconds) },
    })
  }
}

/** Rounded up: whoever waits that long meets a new window. */
function secondsLeft({ windowSeconds }: Policy, { endsInMs }: Count): number {
  return Math.min(windowSeconds, Math.max(1, Math.ceil(endsInMs / 1_000)))
}
