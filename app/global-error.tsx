'use client'

import { GeistMono } from 'geist/font/mono'
import { GeistSans } from 'geist/font/sans'
import { useEffect } from 'react'
import { ErrorPage } from '@/components/shell/error-page'
import './globals.css'

/** The last resort, when the root layout itself broke: its own document, so the theme is set here again. */
export default function GlobalError({ error, retry }: { error: unknown; retry: () => void }) {
  useEffect(() => {
    document.documentElement.classList.toggle('dark', matchMedia('(prefers-color-scheme: dark)').matches)
  }, [])
  return (
    <html lang="en" className={`${GeistSans.variable} ${GeistMono.variable}`}>
      <body>
        <title>Daybook is not available</title>
        <ErrorPage error={error} retry={retry} backHref="/" backLabel="the start page" standalone />
      </body>
    </html>
  )
}
