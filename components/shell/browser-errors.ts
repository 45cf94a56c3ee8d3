const requestMeta = 'daybook-request'

/** The ids of the last answer that brought a page or a part of one. */
export type PageIds = { requestId: string; correlationId: string }

type Report = (error: unknown) => void
type State = { ids: PageIds | undefined; report: Report | undefined; waiting: unknown[]; isWatching: boolean }

const state: State = { ids: undefined, report: undefined, waiting: [], isWatching: false }
/** Errors of the moments before the reporter is there; a page that breaks breaks early. */
const maxWaiting = 10

/** The request that brought what is shown now, as the server's log and trail know it. */
export const pageIds = (): PageIds | undefined => state.ids ?? idsOfLayout()

/**
 * Reports an error that a boundary caught. One that has a digest happened on the server, which has reported it already.
 * Does nothing where errors of browsers are not reported.
 */
export function reportBrowserError(error: unknown): void {
  if (!state.isWatching || (error instanceof Error && 'digest' in error && error.digest !== undefined)) return
  if (state.report) state.report(error)
  else if (state.waiting.length < maxWaiting) state.waiting.push(error)
}

/** Remembers the ids of the answer that brought the page, and of each that brings a part of it later. */
export function rememberPageIds(): void {
  state.ids = idsOfLayout()
  const original = window.fetch
  window.fetch = async (input, init) => {
    const answer = await original(input, init)
    const headers = new Headers(init?.headers)
    // Only Next's requests for a page that is being gone to; what it fetches ahead may never be seen.
    if (headers.has('rsc') && !headers.has('next-router-prefetch')) noteIds(answer)
    return answer
  }
}

function idsOfLayout(): PageIds | undefined {
  const [requestId, correlationId] = metaContent(requestMeta)?.split(' ') ?? []
  return requestId && correlationId ? { requestId, correlationId } : undefined
}

/** Acts as soon as the layout is there. A page that could not be rendered on the server comes without: the browser makes it. */
export function whenLaidOut(act: () => void): void {
  if (metaContent(requestMeta)) {
    act()
    return
  }
  const observer = new MutationObserver(() => {
    if (!metaContent(requestMeta)) return
    observer.disconnect()
    act()
  })
  observer.observe(document, { childList: true, subtree: true })
}

function noteIds({ headers }: Response): void {
  const requestId = headers.get('x-request-id')
  const correlationId = headers.get('x-correlation-id')
  if (requestId && correlationId) state.ids = { requestId, correlationId }
}

export const metaContent = (name: string): string | undefined =>
  document.querySelector<HTMLMetaElement>(`meta[name="${name}"]`)?.content

/** Keeps errors until the reporter has been loaded, and hands them over then. */
export function keepErrorsFor(load: () => Promise<Report>): void {
  state.isWatching = true
  const onError = ({ error }: ErrorEvent) => reportBrowserError(error)
  const onRejection = ({ reason }: PromiseRejectionEvent) => reportBrowserError(reason)
  window.addEventListener('error', onError)
  window.addEventListener('unhandledrejection', onRejection)
  const stopListening = () => {
    window.removeEventListener('error', onError)
    window.removeEventListener('unhandledrejection', onRejection)
  }
  load().then(
    (report) => {
      stopListening()
      state.report = report
      for (const error of state.waiting.splice(0)) report(error)
    },
    // Blocked or offline: the page works without.
    stopListening,
  )
}
