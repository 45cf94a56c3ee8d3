import { type Answer, Browser } from './browser'
import { withCrashingConversion } from './crash'
import { drawErrand } from './errands'
import { drawJourney, type Step } from './journey'
import { type Random, seededRandom } from './random'
import { type StaffKey, staff } from './school'
import { passwordOf } from './staff'
import { type Call, callOf, type Progress, required } from './task'
import { taskInWords } from './words'

/** One thing that was done, for the line about it: refused like a mistake, or failed on the other side. */
export type Deed = { by: string; words: string; status: number; kind: 'done' | 'refused' | 'failed' }

/** A lead that is on its way: what comes next, and what is known of it. */
type Story = { name: string; currency: string; steps: Step[]; progress: Progress }

const openStories = 8
const firstCrashAt = 15
const crashEvery = 45

/** The school's staff at work through the HTTP interface. Nothing here waits for the time of day. */
export class Office {
  readonly #base: URL
  readonly #ownerUrl: string
  readonly #random: Random
  readonly #browsers = new Map<StaffKey, Browser>()
  #stories: Story[] = []
  #serial: number
  #acts = 0
  #crashAt = firstCrashAt

  constructor({ base, ownerUrl, seed }: { base: URL; ownerUrl: string; seed: number }) {
    this.#base = base
    this.#ownerUrl = ownerUrl
    this.#random = seededRandom(seed)
    this.#serial = seed % 10_000
  }

  /** Does the next thing. Throws NoAnswer when nobody answers; the next call then does something else. */
  async act(): Promise<Deed> {
    this.#acts += 1
    const share = this.#random.next()
    if (share < 0.04) return this.#comeOrGo()
    if (share < 0.18) return this.#runErrand()
    return this.#continue(this.#chooseStory())
  }

  #chooseStory(): Story {
    const ripe = this.#stories.find(({ steps }) => steps[0]?.do === 'convert')
    if (ripe && this.#acts >= this.#crashAt) return ripe
    const [first, ...others] = this.#stories
    if (!first || (this.#stories.length < openStories && this.#random.chance(0.4))) return this.#begin()
    return this.#random.pick([first, ...others])
  }

  #begin(): Story {
    this.#serial += 1
    const steps = drawJourney(this.#random, this.#serial)
    const [first] = steps
    const invoice = steps.find((step) => step.do === 'makeInvoice')
    const story = {
      name: first?.do === 'addLead' ? first.lead.name : 'somebody',
      currency: invoice?.do === 'makeInvoice' ? invoice.invoice.currency : 'EUR',
      steps,
      progress: {},
    }
    this.#stories.push(story)
    return story
  }

  async #continue(story: Story): Promise<Deed> {
    const [step] = story.steps
    if (!step) throw new Error('A story without steps is not kept')
    const isCrash = step.do === 'convert' && this.#acts >= this.#crashAt
    const call = callOf(step, story.progress, new Date())
    const browser = await this.#browserOf(step.by)
    const send = () => browser.do(call)
    const answer = (isCrash ? await this.#crash(story, send) : undefined) ?? (await send())
    // After a failure nothing has changed, so that the same step comes again.
    if (answer.status < 500) story.steps.shift()
    if (answer.status < 400) story.progress = { ...story.progress, ...progressIn(step, answer) }
    if (answer.status === 401) this.#browsers.delete(step.by)
    this.#stories = this.#stories.filter(({ steps, progress }) => steps.length > 0 && progress.leadId !== undefined)
    return deed(step.by, `${taskInWords(step, story.name, story.currency)}`, answer)
  }

  /** Undefined when this login may not make the database fail. */
  #crash(story: Story, send: () => Promise<Answer>): Promise<Answer | undefined> {
    this.#crashAt = this.#acts + crashEvery
    return withCrashingConversion(this.#ownerUrl, required(story.progress.leadId), send)
  }

  async #runErrand(): Promise<Deed> {
    const errand = drawErrand(this.#random)
    const by = this.#random.pick(['jonas', 'aylin'] as const)
    const browser = await this.#browserOf(by)
    const answer = await ('look' in errand ? browser.get(errand.look) : browser.do(errand.mistake satisfies Call))
    if (answer.status === 401) this.#browsers.delete(by)
    return deed(by, errand.words, answer)
  }

  /** Somebody goes, and comes back with their next act; or types the password wrong. */
  async #comeOrGo(): Promise<Deed> {
    const by = this.#random.pick(['marta', 'jonas', 'aylin'] as const)
    const browser = this.#browsers.get(by)
    if (browser) {
      this.#browsers.delete(by)
      return deed(by, 'signs out', { status: await browser.signOut(), body: undefined })
    }
    const member = memberOf(by)
    const status = await new Browser(this.#base, member).signIn(member.email, 'not the password')
    return deed(by, 'mistypes the password', { status, body: undefined })
  }

  async #browserOf(key: StaffKey): Promise<Browser> {
    const known = this.#browsers.get(key)
    if (known) return known
    const member = memberOf(key)
    const browser = new Browser(this.#base, member)
    const status = await browser.signIn(member.email, passwordOf(member))
    if (status !== 200)
      throw new Error(
        `${member.name} could not sign in at ${this.#base.origin} (status ${status}). Is the database of this command the one of that Daybook?`,
      )
    this.#browsers.set(key, browser)
    return browser
  }
}

function memberOf(key: StaffKey) {
  const member = staff.find((candidate) => candidate.key === key)
  if (!member) throw new Error(`There is no ${key} in the school`)
  return member
}

/** The ids that later steps need. */
function progressIn(step: Step, { body }: Answer): Progress {
  if (step.do === 'addLead') return idIn('leadId', body)
  if (step.do === 'makeInvoice') return idIn('invoiceId', body)
  return step.do === 'convert' ? idIn('studentId', body?.student) : {}
}

function idIn(name: keyof Progress, holder: unknown): Progress {
  const id = holder !== null && typeof holder === 'object' && 'id' in holder ? holder.id : undefined
  return typeof id === 'string' ? { [name]: id } : {}
}

function deed(by: StaffKey, words: string, { status, body }: Answer): Deed {
  const kind = status < 400 ? 'done' : status < 500 ? 'refused' : 'failed'
  const reason = kind === 'done' || typeof body?.detail !== 'string' ? '' : `: ${body.detail}`
  return { by: memberOf(by).name, words: `${words}${reason}`, status, kind }
}
