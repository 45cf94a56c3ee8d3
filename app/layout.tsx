import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import { Providers } from '@/components/shell/providers'
import { browserSentry } from '@/lib/browser-sentry'
import './globals.css'

export const metadata: Metadata = {
  title: { default: 'Daybook', template: '%s · Daybook' },
  description: 'What happened, who did it, and whether to worry.',
  robots: { index: false, follow: false },
}

export const viewport: Viewport = {
  themeColor: [
    { media: '(prefers-color-scheme: light)', color: '#f9f8f5' },
    { media: '(prefers-color-scheme: dark)', color: '#0a0e11' },
  ],
  viewportFit: 'cover',
}

/** Reading the nonce makes every page dynamic, which nonces need. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const incoming = await headers()
  const nonce = incoming.get('x-nonce') ?? undefined
  const requestId = incoming.get('x-request-id')
  const sentry = browserSentry()
  return (
    // next-themes sets the class before React wakes up.
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`} suppressHydrationWarning>
      <head>
        {requestId && (
          <meta name="daybook-request" content={`${requestId} ${incoming.get('x-correlation-id') ?? requestId}`} />
        )}
        {sentry && <meta name="daybook-sentry" content={sentry} />}
      </head>
      <body>
        <Providers nonce={nonce}>{children}</Providers>
      </body>
    </html>
  )
}
