'use client'

import { useEffect, useRef, useState } from 'react'
import { loadScript } from './load-script'

declare global {
  interface Window {
    SwaggerUIBundle?: (options: object) => unknown
    Redoc?: { init(specUrl: string, options: object, element: HTMLElement): unknown }
  }
}

const document = '/openapi.json'

const start = {
  swagger: async (domNode: HTMLElement) => {
    await loadScript('/api-docs/swagger-ui.js')
    // Its own validator badge would send the document to another company.
    window.SwaggerUIBundle?.({ url: document, domNode, deepLinking: true, docExpansion: 'none', validatorUrl: null })
  },
  redoc: async (domNode: HTMLElement) => {
    await loadScript('/api-docs/redoc.js')
    const fontFamily = 'inherit'
    const theme = { typography: { fontFamily, headings: { fontFamily }, code: { fontFamily: 'monospace' } } }
    window.Redoc?.init(document, { theme, hideDownloadButtons: true, nativeScrollbars: true }, domNode)
  },
}

/**
 * Swagger UI or ReDoc. Both are light only: in the dark their colours are turned round, hues kept. On a phone Swagger's headings
 * would leave a description the width of a letter, so it gets a line of its own.
 */
export function ApiDocsView({ kind }: { kind: keyof typeof start }) {
  const place = useRef<HTMLDivElement>(null)
  const [failed, setFailed] = useState(false)
  useEffect(() => {
    if (!place.current) return
    // A node of its own: React must not find anything in it that it did not make.
    const node = window.document.createElement('div')
    place.current.append(node)
    start[kind](node).catch(() => setFailed(true))
    return () => node.remove()
  }, [kind])
  return (
    <>
      {failed && (
        <p role="alert" className="px-6 py-4 text-fg">
          The page could not load its parts. Reload it, or read openapi.json itself.
        </p>
      )}
      <div
        ref={place}
        className="bg-white text-black max-sm:[&_.opblock-tag]:flex-wrap max-sm:[&_.opblock-tag>small]:order-last max-sm:[&_.opblock-tag>small]:basis-full! dark:hue-rotate-180 dark:invert"
      />
    </>
  )
}
