import { type Browser, type BrowserContext, chromium, type Page } from 'playwright'
import { browserFlags, findBrowser } from '../../bin/browser'

/** What every page keeps of what was executed and what its policy refused. */
type Watched = { __state: { fired: unknown[]; refused: string[] } }

/** A tab of the browser, and what it shows. */
type Tab = { page: Page; path: string }

/** A founder's browser that notices everything that a payload could bring about. */
export class Watcher {
  readonly problems: string[] = []
  /** Texts seen that turn the direction round. */
  turning = 0
  readonly #browser: Browser
  readonly #context: BrowserContext
  readonly #address: string

  private constructor(browser: Browser, context: BrowserContext, address: string) {
    this.#browser = browser
    this.#context = context
    this.#address = address
  }

  static async open(address: string, cookie: string): Promise<Watcher> {
    const executablePath = findBrowser()
    const browser = await chromium.launch({ args: browserFlags, ...(executablePath ? { executablePath } : {}) })
    const context = await browser.newContext({ baseURL: address, viewport: { width: 1440, height: 2_000 } })
    // Generous: how fast pages are is no part of this promise.
    context.setDefaultTimeout(120_000)
    const url = address
    await context.addCookies(
      cookie
        .split('; ')
        .map((pair) => ({ name: pair.slice(0, pair.indexOf('=')), value: pair.slice(pair.indexOf('=') + 1), url })),
    )
    // Of pages that nobody opens.
    await context.route('**/*', (route) =>
      'next-router-prefetch' in route.request().headers() ? route.abort() : route.fallback(),
    )
    await context.addInitScript(() => {
      const state = { fired: [] as unknown[], refused: [] as string[] }
      Object.assign(globalThis, { __state: state, __fire: (what: unknown) => state.fired.push(what) })
      document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample }) =>
        state.refused.push(`${violatedDirective} ${blockedURI} ${sample}`),
      )
    })
    return new Watcher(browser, context, address)
  }

  close(): Promise<void> {
    return this.#browser.close()
  }

  /** A tab, which may go from page to page: opening one for each would take longer than looking. */
  async tab(): Promise<Tab> {
    const page = await this.#context.newPage()
    const tab = { page, path: 'about:blank' }
    this.#listen(tab)
    return tab
  }

  /** Opens a page and waits until what it shows has come. Where marks are expected at all it waits for the first. */
  async look(tab: Tab, path: string, isToShow = true): Promise<Set<string>> {
    tab.path = path
    const answer = await tab.page.goto(path, { waitUntil: 'domcontentloaded' })
    if ((answer?.status() ?? 500) >= 500) this.problems.push(`${path}: it was answered ${answer?.status()}`)
    // What the policy refused may have been what shows the rest.
    const isShown = () =>
      /pl\d{3}/.test(document.querySelector('main')?.innerText ?? '') ||
      (globalThis as unknown as Watched).__state.refused.length > 0
    const isLoaded = () => document.readyState === 'complete'
    await tab.page.waitForFunction(isToShow ? isShown : isLoaded, undefined, { timeout: 60_000 }).catch(() => {
      this.problems.push(`${path}: it shows no payload, so it was not really looked at`)
    })
    // Live pages are never quite at rest.
    if (!isToShow) await tab.page.waitForLoadState('networkidle', { timeout: 3_000 }).catch(() => undefined)
    return this.#judge(tab)
  }

  /** The same for the page of a mail, which no policy guards. */
  async read(tab: Tab, html: string, what: string): Promise<void> {
    tab.path = what
    await tab.page.setContent(html)
    await this.#judge(tab)
  }

  #listen(tab: Tab): void {
    const { page } = tab
    const tell = (what: string) => this.problems.push(`${tab.path}: ${what.slice(0, 200)}`)
    page.on('dialog', (dialog) => {
      tell(`a dialog: ${dialog.message()}`)
      void dialog.dismiss()
    })
    page.on('popup', (popup) => tell(`a new window: ${popup.url()}`))
    page.on('download', (download) => tell(`a download: ${download.url()}`))
    page.on('pageerror', (error) => tell(`an error of a script: ${error.message}`))
    page.on('console', (line) => /Content.Security.Policy|refused to/i.test(line.text()) && tell(`CSP: ${line.text()}`))
    page.on('request', (request) => {
      const url = request.url()
      if (!/^(data|blob|about):/.test(url) && !url.startsWith(this.#address)) tell(`a request elsewhere: ${url}`)
    })
    page.on('framenavigated', (frame) => {
      const url = frame.url()
      if (frame !== page.mainFrame()) tell(`a frame: ${url}`)
      else if (url !== 'about:blank' && !url.startsWith(this.#address)) tell(`it went to ${url}`)
    })
  }

  async #judge({ page, path }: Tab): Promise<Set<string>> {
    const found = [await page.evaluate(markupFindings), await page.evaluate(textFindings)]
    this.problems.push(...found.flatMap(({ problems }) => problems).map((problem) => `${path}: ${problem}`))
    this.turning += found.reduce((sum, one) => sum + one.turning, 0)
    return new Set(found.flatMap(({ marks }) => marks))
  }
}

type Findings = { problems: string[]; marks: string[]; turning: number }

/** Runs in the page: what was executed or refused, and elements and attributes that only a payload has. */
function markupFindings(): Findings {
  const state = (globalThis as unknown as Partial<Watched>).__state
  const problems = [
    ...(state?.fired ?? []).map((what) => `payload ${String(what)} was executed`),
    ...(state?.refused ?? []).map((what) => `CSP: ${what}`),
  ]
  let text = ''
  const foreign = /^(iframe|frameset|object|embed|base|marquee|portal|math|foreignobject|animate|xss|x|dialog)$/
  // As the browser itself reads an address, blanks and control characters before it included.
  const isUnsafe = (url: string) =>
    !/^(https?|mailto|tel|blob):|^data:image\//.test(
      URL.canParse(url, location.href) ? new URL(url, location.href).href : 'https:',
    )
  for (const element of document.querySelectorAll('*')) {
    const name = element.localName
    if (foreign.test(name)) problems.push(`an element <${name}> of a payload`)
    if (name === 'meta' && element.getAttribute('http-equiv') === 'refresh') problems.push('a refresh of a payload')
    for (const { name: attribute, value } of element.attributes) {
      text += ` ${value}`
      const said = `${attribute}="${value.slice(0, 60)}"`
      if (attribute.startsWith('on')) problems.push(`an attribute ${said}`)
      if (/^(href|src|action|formaction|data|xlink:href|poster|ping)$/.test(attribute) && isUnsafe(value))
        problems.push(`an address ${said}`)
      if (attribute === 'style' && /__fire|url\(/.test(value)) problems.push(`a style ${said}`)
    }
  }
  return { problems: [...new Set(problems)].slice(0, 20), marks: text.match(/pl\d{3}/g) ?? [], turning: 0 }
}

/** Runs in the page: text that turns the direction round may do so within its own element, and with nothing beside it. */
function textFindings(): Findings {
  const problems: string[] = []
  let text = ''
  let turning = 0
  const turns = /[\u202a-\u202e\u2066-\u2069]/
  const isIsland = (element: Element) => {
    const { display, unicodeBidi } = getComputedStyle(element)
    return !/^(inline|contents)$/.test(display) || /isolate|plaintext/.test(unicodeBidi)
  }
  const islandOf = (node: Node): Element => {
    let element = node.parentElement ?? document.body
    while (element !== document.body && !isIsland(element)) element = element.parentElement ?? document.body
    return element
  }
  const textsIn = (element: Element): Node[] => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT)
    const nodes: Node[] = []
    for (let node = walker.nextNode(); node; node = walker.nextNode())
      if (!/^(script|style|template)$/.test(node.parentElement?.localName ?? '')) nodes.push(node)
    return nodes
  }
  for (const node of textsIn(document.body)) {
    const words = node.nodeValue ?? ''
    text += ` ${words}`
    if (!turns.test(words)) continue
    turning += 1
    const island = islandOf(node)
    const beside = textsIn(island).filter((other) => other !== node && islandOf(other) === island)
    for (const { nodeValue } of beside)
      if (nodeValue?.trim())
        problems.push(
          `"${words.slice(0, 30)}" may turn round "${nodeValue.slice(0, 40)}" beside it, in <${island.localName}>`,
        )
  }
  return { problems: [...new Set(problems)].slice(0, 20), marks: text.match(/pl\d{3}/g) ?? [], turning }
}
