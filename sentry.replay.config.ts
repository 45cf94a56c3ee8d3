import * as Sentry from '@sentry/nextjs'

/**
 * Records the screen: shapes, positions and presses. All text and input is masked, media is blocked, and addresses and labels
 * of elements are masked too. In a file of its own, which is loaded after the first load and only where recording is switched on.
 */
export function startReplay(): void {
  Sentry.addIntegration(
    // oxlint-disable-next-line import/namespace -- the entry for browsers has it, the one that is looked at is the server's
    Sentry.replayIntegration({
      maskAllText: true,
      maskAllInputs: true,
      blockAllMedia: true,
      maskAttributes: ['title', 'placeholder', 'aria-label', 'aria-description', 'alt', 'href', 'value', 'content'],
      networkDetailAllowUrls: [],
      // As text the recording passes the same scrubber as everything else, and needs no worker that our policy would forbid.
      useCompression: false,
    }),
  )
}
